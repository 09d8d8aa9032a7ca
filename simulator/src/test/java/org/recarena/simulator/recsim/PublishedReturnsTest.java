package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.simulator.ReferenceData;

/**
 * The mean returns of random play in the table of docs/environments/recsim.md: those of the reference, those that an
 * independent re-implementation gave with more episodes, and ours. Every number of the table is compared with what the
 * environments bring now, at a joint level of 99.9 %.
 */
@Tag("slow")
class PublishedReturnsTest {

    private static final long SEED = 4_711;
    private static final int EPISODES = 10_000;
    /** Where documents stay, so many worlds share the episodes: most of the variance is between them. */
    private static final int WORLDS = 1_000;

    private static final int COMPARISONS = 51;
    /** The two-sided normal quantile for 0.001 / 51. */
    private static final double BOUND = 4.27;

    private static final Pattern VALUE = Pattern.compile("(\\d+(?:\\.\\d+)?) ± (\\d+(?:\\.\\d+)?)");

    private static final JsonNode TRACES =
            ReferenceData.read("recsim/det_traces.json").get("traces");

    /** By their names in the table. */
    private static final Map<String, JsonNode> CONFIGS = configs();

    /** A mean and its standard error. */
    private record Estimate(double mean, double error) {

        double z(Estimate other) {
            return Math.abs(mean - other.mean) / Math.hypot(error, other.error);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void areReproduced(String name) throws IOException {
        Estimate ours = play(CONFIGS.get(name), SEED, EPISODES, WORLDS);
        List<Estimate> table = table().get(name);
        assertThat(table).as("the row of %s", name).hasSize(3);
        for (Estimate each : table) {
            assertThat(ours.z(each))
                    .as("%s, seed %d: %s and, in the table, %s", name, SEED, ours, each)
                    .isLessThan(BOUND);
        }
    }

    @Test
    void areAllInTheTable() throws IOException {
        assertThat(table().keySet()).containsExactlyInAnyOrderElementsOf(CONFIGS.keySet());
        assertThat(3 * CONFIGS.size()).isEqualTo(COMPARISONS);
    }

    static Stream<String> names() {
        return CONFIGS.keySet().stream();
    }

    private static Estimate play(JsonNode config, long seed, int episodes, int worlds) {
        if (config.get("resample_documents").booleanValue()) {
            Ratio all = new RandomPlay(config, seed, episodes).play().get("episode_return");
            return new Estimate(all.value(), all.standardError());
        }
        double[] means = new double[worlds];
        for (int world = 0; world < worlds; world++) {
            means[world] = new RandomPlay(config, seed + world, episodes / worlds)
                    .play()
                    .get("episode_return")
                    .value();
        }
        double mean = Arrays.stream(means).average().orElseThrow();
        double squares = Arrays.stream(means).map(m -> (m - mean) * (m - mean)).sum();
        return new Estimate(mean, Math.sqrt(squares / (worlds - 1) / worlds));
    }

    /**
     * The rows of the documentation: the reference, the re-implementation and ours, by the name in the first column.
     */
    private static Map<String, List<Estimate>> table() throws IOException {
        Map<String, List<Estimate>> rows = new TreeMap<>();
        for (String line : Files.readAllLines(Path.of("..", "docs", "environments", "recsim.md"))) {
            List<MatchResult> values = VALUE.matcher(line).results().toList();
            if (line.startsWith("| ") && values.size() == 3) {
                rows.put(
                        line.substring(2, line.indexOf(" |")),
                        values.stream()
                                .map(value -> new Estimate(
                                        Double.parseDouble(value.group(1)), Double.parseDouble(value.group(2))))
                                .toList());
            }
        }
        return rows;
    }

    private static Map<String, JsonNode> configs() {
        JsonNode evolution = recorded("iev_B_paper_10x3");
        JsonNode exploration = recorded("iex_A_default_15x2");
        JsonNode satisfaction = recorded("lts_A_default_10x1");
        ObjectNode sensitive = sized(satisfaction, 5, 2, false);
        ((ObjectNode) sensitive.get("params")).put("sensitivity", 0.2);
        Map<String, JsonNode> configs = new TreeMap<>();
        configs.put("evolution 10x2", sized(evolution, 10, 2, true));
        configs.put("evolution 10x3", evolution);
        configs.put("evolution 100x5", sized(evolution, 100, 5, true));
        configs.put("evolution 20x4, logit and other constants", recorded("iev_D_mnl_nondefault_20x4"));
        configs.put("evolution 10x3, exponential cascade (0.3, 0.9)", recorded("iev_E_expcascade_10x3"));
        configs.put("evolution 20x4, fixed documents", sized(evolution, 20, 4, false));
        configs.put("evolution 5x5, clicks and other constants", recorded("iev_G_userquality_clicks_5x5"));
        configs.put("exploration 15x2, 50 steps", exploration);
        configs.put("exploration 5x1, 50 steps", sized(exploration, 5, 1, true));
        configs.put("exploration 60x5, 50 steps", sized(exploration, 60, 5, true));
        configs.put("exploration 15x2, fixed documents, 50 steps", sized(exploration, 15, 2, false));
        configs.put("exploration 20x4, 3 topics, 50 steps", recorded("iex_D_nondefault_3topics_20x4"));
        configs.put("satisfaction 10x1", satisfaction);
        configs.put("satisfaction 20x2", sized(satisfaction, 20, 2, true));
        configs.put("satisfaction 50x3", sized(satisfaction, 50, 3, true));
        configs.put("satisfaction 10x3, other constants", recorded("lts_D_nondefault_10x3"));
        configs.put("satisfaction 5x2, fixed documents, sensitivity 0.2", sensitive);
        return configs;
    }

    private static ObjectNode sized(JsonNode config, int candidates, int slateSize, boolean resample) {
        ObjectNode other = config.deepCopy();
        return other.put("num_candidates", candidates)
                .put("slate_size", slateSize)
                .put("resample_documents", resample);
    }

    private static JsonNode recorded(String name) {
        for (JsonNode trace : TRACES) {
            if (trace.get("name").textValue().equals(name)) {
                return trace.get("config");
            }
        }
        throw new IllegalArgumentException(name);
    }
}
