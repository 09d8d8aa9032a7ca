package org.recarena.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recarena.client.Autoreset;
import org.recarena.client.RecArenaClient;
import org.recarena.client.RecArenaException;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.SimulationSpec;

/** docker/compose.yaml as users start it; Prometheus answers every query of the dashboard. */
@NeedsEngine
@Tag("slow")
class ComposeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LANES = 64;
    private static final String PROJECT =
            "recarena-test-" + ProcessHandle.current().pid();

    private final HttpClient http = HttpClient.newHttpClient();

    private String compose(String... arguments) {
        List<String> command = new ArrayList<>(Compose.command());
        command.addAll(List.of("-f", "docker/compose.yaml", "-p", PROJECT));
        command.addAll(List.of(arguments));
        return Shell.run(
                Images.sources(),
                Map.of(
                        "RECARENA_IMAGE",
                        Images.server(),
                        "RECARENA_GRPC_PORT",
                        "0",
                        "RECARENA_HTTP_PORT",
                        "0",
                        "PROMETHEUS_PORT",
                        "0"),
                command);
    }

    @AfterEach
    void takeDown() {
        compose("down", "--volumes", "--timeout", "10");
    }

    /** Grafana's own image is not to be had everywhere; its queries are what it would ask. */
    @Test
    void prometheusAnswersWhatTheDashboardAsks() throws Exception {
        compose("up", "--detach", "server", "prometheus");
        String grpc = address("server", "50051");
        String prometheus = address("prometheus", "9090");
        AtomicBoolean enough = new AtomicBoolean();
        Thread player = new Thread(() -> play(grpc, enough));
        player.start();
        try {
            for (String query : queries()) {
                Awaitility.await(query)
                        .atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(ask(prometheus, query)).isNotEmpty());
            }
        } finally {
            enough.set(true);
            player.join();
        }
    }

    private String address(String service, String port) {
        return compose("port", service, port)
                .strip()
                .lines()
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /** Users come, click and go, and some requests are wrong. */
    private static void play(String address, AtomicBoolean enough) {
        try (RecArenaClient client = RecArenaClient.connect(address);
                RemoteSimulation users = client.create(SimulationSpec.of("RecoGym-v1")
                        .lanes(LANES)
                        .autoreset(Autoreset.SAME_STEP)
                        .label("policy", "constant"))) {
            users.reset();
            while (!enough.get()) {
                users.step(new int[LANES]);
                Assertions.assertThatThrownBy(() -> client.attach("nobody")).isInstanceOf(RecArenaException.class);
            }
        }
    }

    private static List<String> queries() throws IOException {
        Path dashboard = Images.sources().resolve("docker/grafana/dashboards/recarena.json");
        List<String> queries = new ArrayList<>();
        JSON.readTree(dashboard.toFile())
                .findValues("expr")
                .forEach(each -> queries.add(
                        each.asText().replace("$__rate_interval", "20s").replace("$environment", ".*")));
        return queries;
    }

    private JsonNode ask(String prometheus, String query) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://" + prometheus + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        String answer = http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        JsonNode result = JSON.readTree(answer);
        assertThat(result.path("status").asText()).as(answer).isEqualTo("success");
        return result.at("/data/result");
    }
}
