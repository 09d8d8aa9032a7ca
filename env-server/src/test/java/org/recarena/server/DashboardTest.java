package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.CreateRequest;

/** Every query of the Grafana dashboard asks for series that a server really has, by labels that they really have. */
class DashboardTest {

    private static final Path DASHBOARD = Path.of("../docker/grafana/dashboards/recarena.json");

    private static final Pattern SERIES = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{([^}]*)})? ");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*");
    /** What PromQL knows of the names that the dashboard uses; all other names are series. */
    private static final Set<String> LANGUAGE = Set.of("sum", "rate", "histogram_quantile", "label_values", "or");

    @Test
    void asksForSeriesThatThereAre(@TempDir Path data) throws Exception {
        Map<String, Set<String>> series = series(scrapeOfABusyServer(data));
        List<String> queries = queries();
        assertThat(queries).hasSizeGreaterThan(10);
        for (String query : queries) {
            assertThat(namesOf(query))
                    .as(query)
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(series).containsKey(name));
            Set<String> labels = new HashSet<>();
            namesOf(query).forEach(name -> labels.addAll(series.get(name)));
            assertThat(labels).as(query).containsAll(labelsOf(query));
        }
    }

    @Test
    void seesWhatIsWrongInAQuery() {
        String query = "sum by (le, policy) (rate(recarena_steps{end=~\"$end\"}[$__rate_interval])) / recarna_lanes";
        assertThat(namesOf(query)).containsExactlyInAnyOrder("recarena_steps", "recarna_lanes");
        assertThat(labelsOf(query)).containsExactlyInAnyOrder("le", "policy", "end");
        assertThat(series("# HELP a b\na_total{x=\"1\",y=\"2\"} 3.0\nb 1\n"))
                .isEqualTo(Map.of("a_total", Set.of("x", "y"), "b", Set.of()));
    }

    private static String scrapeOfABusyServer(Path data) throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String id = player.create(Player.recoGym(5, 1).putLabels("policy", "testing"));
            player.create(CreateRequest.newBuilder().setEnvironmentId("RecSim-InterestEvolution-v1"));
            player.reset(id, 1);
            player.step(id, 2, Player.rule(0, 5, 2));
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> player.step(id, 99, 1)))
                    .isNotNull();
            System.gc(); // A server that has been up for a while has collected garbage.
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://" + server.httpAddress() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    /** The names of a scrape's series, with the labels of each. */
    private static Map<String, Set<String>> series(String scrape) {
        Map<String, Set<String>> series = new HashMap<>();
        for (Matcher line = SERIES.matcher(scrape); line.find(); ) {
            Set<String> labels = series.computeIfAbsent(line.group(1), name -> new HashSet<>());
            if (line.group(2) != null) {
                for (Matcher label = LABEL.matcher(line.group(2)); label.find(); ) {
                    labels.add(label.group(1));
                }
            }
        }
        return series;
    }

    private static List<String> queries() throws IOException {
        JsonNode dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        List<String> queries = new java.util.ArrayList<>();
        dashboard.findValues("expr").forEach(each -> queries.add(each.asText()));
        for (JsonNode variable : dashboard.at("/templating/list")) {
            // label_values(series, label) is Grafana's own; written as a sum by the label it asks for the same.
            queries.add(variable.path("definition")
                    .asText()
                    .replaceFirst("label_values\\(([^,]+), *([^)]+)\\)", "sum by ($2) ($1)"));
        }
        assertThat(StreamSupport.stream(dashboard.path("panels").spliterator(), false))
                .allSatisfy(panel -> assertThat(panel.path("targets")).isNotEmpty());
        return queries;
    }

    private static Set<String> namesOf(String query) {
        String bare = GROUPING.matcher(query).replaceAll(" ");
        bare = bare.replaceAll("\\{[^}]*}", " ").replaceAll("\\[[^\\]]*]", " ");
        Set<String> names = new HashSet<>();
        for (Matcher name = NAME.matcher(bare); name.find(); ) {
            if (!LANGUAGE.contains(name.group())) {
                names.add(name.group());
            }
        }
        return names;
    }

    private static Set<String> labelsOf(String query) {
        Set<String> labels = new HashSet<>();
        for (Matcher grouping = GROUPING.matcher(query); grouping.find(); ) {
            Arrays.stream(grouping.group(1).split(",")).map(String::strip).forEach(labels::add);
        }
        for (Matcher matcher = MATCHER.matcher(query); matcher.find(); ) {
            labels.add(matcher.group(1));
        }
        return labels;
    }
}
