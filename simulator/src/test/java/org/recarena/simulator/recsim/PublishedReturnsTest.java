package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.ReferenceData;

/**
 * The mean returns of random play that were published of the reference, and those that an independent re-implementation
 * gave with more episodes. Eighteen comparisons have a joint level of 99.9 %.
 */
@Tag("slow")
class PublishedReturnsTest {

    private static final long SEED = 4_711;
    private static final int EPISODES = 10_000;

    /** The two-sided normal quantile for 0.001 / 18. */
    private static final double BOUND = 4.04;

    private static final JsonNode TRACES =
            ReferenceData.read("recsim/det_traces.json").get("traces");

    @ParameterizedTest
    @CsvSource({
        "iev_A_default_10x2, 154.27, 0.18, 154.21, 0.03",
        "iev_B_paper_10x3, 160.84, 0.19, 160.51, 0.03",
        "iev_D_mnl_nondefault_20x4, 191.21, 0.18, 191.50, 0.02",
        "iev_E_expcascade_10x3, 165.62, 0.29, 165.31, 0.03",
        "iev_G_userquality_clicks_5x5, 24.31, 0.04, 24.341, 0.006",
        "iex_A_default_15x2, 11.41, 0.06, 11.446, 0.008",
        "iex_D_nondefault_3topics_20x4, 45.93, 0.04, 45.981, 0.005",
        "lts_A_default_10x1, 946.9, 2.6, 948.4, 0.4",
        "lts_D_nondefault_10x3, 246.0, 1.6, 245.85, 0.23",
    })
    void areReproduced(String name, double published, double error, double precise, double preciseError) {
        Ratio ours = new RandomPlay(config(name), SEED, EPISODES).play().get("episode_return");
        String where = name + ", seed " + SEED + ": " + ours.value() + " +- " + ours.standardError();
        assertThat(z(ours, published, error)).as(where).isLessThan(BOUND);
        assertThat(z(ours, precise, preciseError)).as(where).isLessThan(BOUND);
    }

    private static double z(Ratio ours, double value, double error) {
        return Math.abs(ours.value() - value) / Math.hypot(error, ours.standardError());
    }

    private static JsonNode config(String name) {
        for (JsonNode trace : TRACES) {
            if (trace.get("name").textValue().equals(name)) {
                return trace.get("config");
            }
        }
        if (name.startsWith("iev_A")) {
            ObjectNode smaller = config("iev_B_paper_10x3").deepCopy();
            return smaller.put("slate_size", 2);
        }
        throw new IllegalArgumentException(name);
    }
}
