package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.DeleteRequest;
import org.recarena.v1.EnvironmentServiceGrpc;
import org.recarena.v1.GetWorldRequest;
import org.recarena.v1.ListEnvironmentsRequest;
import org.recarena.v1.ListRequest;
import org.recarena.v1.OracleServiceGrpc;

/** What those who run the server rely on: limits, expiry, tokens, health, metrics. */
class OperationsTest {

    @Test
    void limitsAreNamedWithTheirSetting(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data, "max-simulations", "2", "max-lanes", "100")) {
            Player player = server.player();
            player.create(Player.recoGym(1, 1));
            assertThatThrownBy(() -> player.create(Player.recoGym(100, 1)))
                    .hasMessageContainingAll("RESOURCE_EXHAUSTED", "101 open lanes", "100", "max-lanes");
            String second = player.create(Player.recoGym(1, 1));
            assertThatThrownBy(() -> player.create(Player.recoGym(1, 1)))
                    .hasMessageContainingAll("RESOURCE_EXHAUSTED", "3 open simulations", "2", "max-simulations");
            player.calls.delete(
                    DeleteRequest.newBuilder().setSimulationId(second).build());
            player.create(Player.recoGym(1, 1));
        }
    }

    @Test
    void aRestartForgetsNoClientsLimit(@TempDir Path data) throws IOException {
        String[] limit = {"max-simulations-per-client", "1"};
        String id;
        try (TestServer server = TestServer.start(data, limit)) {
            id = server.player().create(Player.recoGym(1, 1));
        }
        try (TestServer server = TestServer.start(data, limit)) {
            Player player = server.player(); // On another port, as every connection.
            assertThatThrownBy(() -> player.create(Player.recoGym(1, 1)))
                    .hasMessageContainingAll("RESOURCE_EXHAUSTED", "max-simulations-per-client");
            assertThat(player.calls.delete(
                            DeleteRequest.newBuilder().setSimulationId(id).build()))
                    .isNotNull();
            player.create(Player.recoGym(1, 1));
        }
    }

    @Test
    void anIdleSimulationIsClosed(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String id = player.create(Player.recoGym(1, 1)
                    .setIdleTimeout(com.google.protobuf.Duration.newBuilder().setNanos(1_000_000)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(player.calls
                                    .list(ListRequest.getDefaultInstance())
                                    .getSimulationsCount())
                            .isZero());
            assertThatThrownBy(() -> player.reset(id, 1)).hasMessageContaining("NOT_FOUND");
        }
    }

    @Test
    void tokensOpenWhatTheyAreFor(@TempDir Path data) throws IOException {
        try (TestServer server =
                TestServer.start(data, "client-token", "client", "oracle-token", "oracle", "oracle", "token")) {
            assertThatThrownBy(() -> server.player().create(Player.recoGym(1, 1)))
                    .hasMessageContaining("UNAUTHENTICATED");
            assertThatThrownBy(
                            () -> with(server, "wrong").listEnvironments(ListEnvironmentsRequest.getDefaultInstance()))
                    .isInstanceOf(StatusRuntimeException.class);
            assertThat(with(server, "client")
                            .listEnvironments(ListEnvironmentsRequest.getDefaultInstance())
                            .getEnvironmentsCount())
                    .isPositive();
            OracleServiceGrpc.OracleServiceBlockingStub oracle = OracleServiceGrpc.newBlockingStub(server.connect());
            GetWorldRequest nobody =
                    GetWorldRequest.newBuilder().setSimulationId("x").build();
            assertThatThrownBy(
                            () -> oracle.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer("client")))
                                    .getWorld(nobody))
                    .hasMessageContaining("PERMISSION_DENIED");
            assertThatThrownBy(
                            () -> oracle.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer("oracle")))
                                    .getWorld(nobody))
                    .hasMessageContaining("NOT_FOUND");
        }
    }

    private static EnvironmentServiceGrpc.EnvironmentServiceBlockingStub with(TestServer server, String token) {
        return EnvironmentServiceGrpc.newBlockingStub(server.connect())
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(bearer(token)));
    }

    private static Metadata bearer(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return headers;
    }

    @Test
    void healthAndMetricsTellWhatHappens(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            assertThat(HealthGrpc.newBlockingStub(server.connect())
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
            Player player = server.player();
            String id = player.create(Player.recoGym(5, 1).putLabels("policy", "testing"));
            player.reset(id, 1);
            for (long step = 2; step < 12; step++) {
                player.step(id, step, Player.rule(0, 5, step));
            }
            assertThatThrownBy(() -> player.step(id, 99, 1)).hasMessageContaining("the next step is 12");
            Player.Stream stream = player.play();
            stream.send(Player.stepRequest(id, 99, 1));
            assertThat(stream.next().getError().getMessage()).contains("the next step is 12");
            assertThat(get(server, "/healthz")).isEqualTo("ok\n");
            assertThat(get(server, "/readyz")).isEqualTo("ready\n");
            Awaitility.await()
                    .untilAsserted(() -> assertThat(get(server, "/metrics"))
                            .contains(
                                    "recarena_lane_steps_total{environment=\"RecoGym-v1\",policy=\"testing\"} 50.0",
                                    "recarena_steps_total{environment=\"RecoGym-v1\",policy=\"testing\"} 11.0",
                                    "recarena_simulations_active 1.0",
                                    "recarena_lanes_active 5.0",
                                    "recarena_step_latency_seconds_count{environment=\"RecoGym-v1\"} 11",
                                    "recarena_refusals_total{code=\"FAILED_PRECONDITION\"} 2.0",
                                    "recarena_log_pending_records"));
        }
    }

    private static String get(TestServer server, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.httpAddress() + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aUnixDomainSocketServesToo(@TempDir Path data) throws IOException {
        Path socket = data.resolve("s");
        try (TestServer server = TestServer.start(data, "grpc-socket", socket.toString())) {
            assertThat(socket).exists();
            assertThat(server.player().create(Player.recoGym(1, 1))).isNotEmpty();
        }
    }

    @Test
    @Timeout(20) // The drain timeout is longer: an idle stream must not be waited for.
    void anOpenStreamDoesNotHoldUpTheStop(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data, "drain-timeout", "10m")) {
            Player player = server.player();
            String id = player.create(Player.recoGym(1, 1));
            Player.Stream stream = player.play();
            stream.send(Player.resetRequest(id, 1));
            assertThat(stream.next().getOutcome().getStep()).isEqualTo(1);
            server.stop();
        }
    }
}
