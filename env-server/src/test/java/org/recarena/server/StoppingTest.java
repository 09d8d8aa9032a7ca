package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.Outcome;

/** Starting, stopping and starting again. */
class StoppingTest {

    @Test
    @Timeout(20)
    void anIdleStreamDoesNotHoldUpTheStop(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data, "drain-timeout", "60s")) {
            Player player = server.player();
            String id = player.create(Player.recoGym(4, 1));
            Player.Stream stream = player.play();
            stream.send(Player.resetRequest(id, 1));
            stream.send(Player.stepRequest("", 2, Player.rule(0, 4, 2)));
            assertThat(stream.next().getOutcome().getStep()).isEqualTo(1);
            assertThat(stream.next().getOutcome().getStep()).isEqualTo(2);
            server.stop();
            assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    /** All that was sent ahead is answered before the stream ends: with its outcome, or that it was not done. */
    @Test
    void whatIsUnderWayIsAnswered(@TempDir Path data) throws Exception {
        int sent = 60;
        int done = 0;
        String id;
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            id = player.create(Player.recoGym(300, 1));
            Player.Stream stream = player.play();
            stream.send(Player.resetRequest(id, 1));
            for (int step = 2; step <= sent; step++) {
                stream.send(Player.stepRequest("", step, Player.rule(0, 300, step)));
            }
            done = (int) stream.next().getOutcome().getStep();
            server.stop();
            assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            for (Outcome outcome : stream.outcomes()) {
                assertThat(outcome.getStep()).isEqualTo(++done);
            }
        }
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            assertThat(player.step(id, done + 1L, Player.rule(0, 300, done + 1L))
                            .getStep())
                    .isEqualTo(done + 1L);
        }
    }

    @Test
    void untilTheLogIsBroughtBackCallsAreRefused(@TempDir Path data) throws Exception {
        ToyEnvironment toy = new ToyEnvironment();
        String id;
        try (TestServer server = TestServer.start(toy.catalog(), data)) {
            toy.gate.release();
            Player player = server.player();
            id = player.create(CreateRequest.newBuilder()
                    .setEnvironmentId(ToyEnvironment.ID)
                    .setConfig(Player.config(Map.of("slow", true))));
            player.reset(id, 1);
        }
        String port = freePort();
        CompletableFuture<TestServer> starting = CompletableFuture.supplyAsync(() -> {
            try {
                return TestServer.start(toy.catalog(), data, "grpc-port", port, "http", "false");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        toy.waiting.acquire(2); // The second time it is made again.
        ManagedChannel channel = NettyChannelBuilder.forTarget("127.0.0.1:" + port)
                .usePlaintext()
                .build();
        try {
            Player player = new Player(channel);
            HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(channel);
            assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                    .isEqualTo(ServingStatus.NOT_SERVING);
            StatusRuntimeException early =
                    catchThrowableOfType(StatusRuntimeException.class, () -> player.step(id, 2, 1));
            assertThat(early.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(early.getStatus().getDescription()).contains("starting");
            toy.gate.release();
            starting.get(30, TimeUnit.SECONDS);
            assertThat(player.step(id, 2, 1).getStep()).isEqualTo(2);
            assertThat(health.check(HealthCheckRequest.getDefaultInstance()).getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        } finally {
            channel.shutdownNow();
            toy.gate.release(10);
            starting.get(30, TimeUnit.SECONDS).close();
        }
    }

    private static String freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return Integer.toString(free.getLocalPort());
        }
    }

    @Test
    void aSimulationWhoseEnvironmentIsGoneIsLeftOut(@TempDir Path data) throws IOException {
        ToyEnvironment toy = new ToyEnvironment();
        String gone;
        String kept;
        Outcome last;
        try (TestServer server = TestServer.start(toy.catalog(), data)) {
            Player player = server.player();
            gone = player.create(CreateRequest.newBuilder().setEnvironmentId(ToyEnvironment.ID));
            kept = player.create(Player.recoGym(2, 1));
            player.reset(gone, 1);
            last = player.reset(kept, 1);
        }
        try (TestServer server = TestServer.start(EnvironmentCatalog.installed(), data)) {
            Player player = server.player();
            assertThat(player.reset(kept, 1)).isEqualTo(last);
            assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> player.reset(gone, 1))
                            .getStatus()
                            .getCode())
                    .isEqualTo(Status.Code.NOT_FOUND);
        }
        try (TestServer server = TestServer.start(toy.catalog(), data)) {
            assertThat(server.player().step(gone, 2, 1).getStep())
                    .as("it is there again with its environment")
                    .isEqualTo(2);
        }
    }

    @Test
    void aFileThatIsNoSocketIsNotDeleted(@TempDir Path data) throws IOException {
        Path precious = Files.writeString(data.resolve("precious"), "thesis");
        IOException refusal = catchThrowableOfType(
                IOException.class, () -> TestServer.start(data.resolve("d"), "grpc-socket", precious.toString()));
        assertThat(refusal).hasMessageContainingAll("grpc-socket", precious.toString(), "not a socket");
        assertThat(precious).hasContent("thesis");
    }

    @Test
    void aStopThatWasAskedForIsNoFailure(@TempDir Path data) throws Exception {
        ServerProcess server = ServerProcess.start(data);
        ManagedChannel channel =
                NettyChannelBuilder.forTarget(server.address()).usePlaintext().build();
        try {
            Player player = new Player(channel);
            String id = player.create(Player.recoGym(4, 1));
            Player.Stream stream = player.play();
            stream.send(Player.resetRequest(id, 1));
            assertThat(stream.next().getOutcome().getStep()).isEqualTo(1);
            server.process().destroy();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(15))
                    .until(() -> !server.process().isAlive());
            assertThat(server.process().exitValue()).isZero();
        } finally {
            channel.shutdownNow();
            server.process().destroyForcibly().waitFor();
        }
    }
}
