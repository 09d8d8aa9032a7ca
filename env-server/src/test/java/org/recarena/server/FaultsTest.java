package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.GetClickProbabilitiesRequest;
import org.recarena.v1.GetRequest;
import org.recarena.v1.OracleServiceGrpc;
import org.recarena.v1.PlayRequest;
import org.recarena.v1.PlayResponse;
import org.recarena.v1.SimulationServiceGrpc;

/** What goes wrong in one place stays there: other simulations, streams and clients notice nothing. */
class FaultsTest {

    private static CreateRequest.Builder toy(Map<String, ?> config) {
        return CreateRequest.newBuilder().setEnvironmentId(ToyEnvironment.ID).setConfig(Player.config(config));
    }

    private static Status refused(ThrowingCallable call) {
        StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refusal).as("refused").isNotNull();
        return refusal.getStatus();
    }

    @Test
    void aSimulationThatFailsInsideEndsAlone(@TempDir Path data) throws IOException {
        ToyEnvironment toy = new ToyEnvironment();
        String failed;
        String healthy;
        try (TestServer server = TestServer.start(toy.catalog(), data, "max-simulations", "2")) {
            Player player = server.player();
            failed = player.create(toy(Map.of()));
            healthy = player.create(toy(Map.of()));
            player.reset(failed, 1);
            player.reset(healthy, 1);
            Status inside = refused(() -> player.step(failed, 2, ToyEnvironment.FAIL));
            assertThat(inside.getCode()).isEqualTo(Status.Code.INTERNAL);
            assertThat(inside.getDescription())
                    .contains(failed, "its log says more under ")
                    .doesNotContain(ToyEnvironment.SECRET);
            assertThat(refused(() -> player.step(failed, 2, 1)).getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(player.step(healthy, 2, 1).getStep()).isEqualTo(2);
            assertThat(player.create(toy(Map.of()))).as("its place is free").isNotEmpty();
        }
        try (TestServer server = TestServer.start(toy.catalog(), data)) {
            Player player = server.player();
            assertThat(refused(() -> player.step(failed, 3, 1)).getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(player.step(healthy, 3, 1).getStep()).isEqualTo(3);
        }
    }

    /** The replies that are on their way when a stream breaks off find it closed, on the threads of the server. */
    @Test
    void bytesThatAreNoMessageEndTheirStreamOnly(@TempDir Path data) throws Exception {
        int lanes = 200;
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String id = player.create(Player.recoGym(lanes, 1));
            player.reset(id, 1);
            ManagedChannel hostile = server.connect();
            long done = 1;
            for (int round = 0; round < 30; round++) {
                CountDownLatch ended = new CountDownLatch(1);
                StreamObserver<byte[]> requests = ClientCalls.asyncBidiStreamingCall(
                        hostile.newCall(raw(SimulationServiceGrpc.getPlayMethod()), CallOptions.DEFAULT),
                        new StreamObserver<byte[]>() {
                            @Override
                            public void onNext(byte[] reply) {
                                // Some come before the end.
                            }

                            @Override
                            public void onError(Throwable error) {
                                ended.countDown();
                            }

                            @Override
                            public void onCompleted() {
                                ended.countDown();
                            }
                        });
                for (int ahead = 0; ahead < 20; ahead++) {
                    requests.onNext(PlayRequest.newBuilder()
                            .setStep(Player.stepRequest(id, 0, Player.rule(0, lanes, ahead)))
                            .build()
                            .toByteArray());
                }
                requests.onNext("this is no message".getBytes(StandardCharsets.UTF_8));
                assertThat(ended.await(30, TimeUnit.SECONDS))
                        .as("round %d", round)
                        .isTrue();
                done = player.calls
                        .get(GetRequest.newBuilder().setSimulationId(id).build())
                        .getSimulation()
                        .getStep();
            }
            assertThat(done).isGreaterThan(1);
            long next = player.calls
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .step(Player.stepRequest(id, 0, Player.rule(0, lanes, 1)))
                    .getOutcome()
                    .getStep();
            assertThat(next).isGreaterThan(done - 1);
        }
    }

    private static MethodDescriptor<byte[], byte[]> raw(MethodDescriptor<PlayRequest, PlayResponse> method) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(method.getType())
                .setFullMethodName(method.getFullMethodName())
                .setRequestMarshaller(new RawBytes())
                .setResponseMarshaller(new RawBytes())
                .build();
    }

    @Test
    void worldsThatTakeLongHoldUpNobodysSteps(@TempDir Path data) throws Exception {
        ToyEnvironment toy = new ToyEnvironment();
        int slow = 8;
        try (TestServer server = TestServer.start(toy.catalog(), data)) {
            Player player = server.player();
            String id = player.create(Player.recoGym(500, 1)); // Enough lanes for the workers.
            List<CompletableFuture<String>> opening = new ArrayList<>();
            for (int seed = 0; seed < slow; seed++) {
                CreateRequest.Builder request = toy(Map.of("slow", true)).setSeed(seed);
                opening.add(CompletableFuture.supplyAsync(() -> server.player().create(request)));
            }
            toy.waiting.acquire(2);
            player.reset(id, 1);
            for (long step = 2; step < 20; step++) {
                assertThat(player.step(id, step, Player.rule(0, 500, step)).getStep())
                        .isEqualTo(step);
            }
            toy.gate.release(slow);
            for (CompletableFuture<String> each : opening) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isNotEmpty();
            }
        }
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsMade(@TempDir Path data) throws IOException {
        ToyEnvironment toy = new ToyEnvironment();
        try (TestServer server =
                TestServer.start(toy.catalog(), data, "max-world-memory", "1m", "max-reply-size", "1m")) {
            Player player = server.player();
            Status world = refused(() -> player.create(toy(Map.of("slow", true, "world_bytes", 2_000_000))));
            assertThat(world.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(world.getDescription()).contains("2000000", "1048576", "max-world-memory");
            Status reply = refused(() -> player.create(
                    toy(Map.of("width", 1_000)).addObservations("wide").setLanes(1_000)));
            assertThat(reply.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(reply.getDescription()).contains("1048576", "max-reply-size");
            String id = player.create(Player.recoGym(200, 1)
                    .clearObservations()
                    .setNoObservations(true)
                    .setConfig(Player.config(Map.of("num_products", 1_000))));
            player.reset(id, 1);
            Status oracle = refused(() -> OracleServiceGrpc.newBlockingStub(server.connect())
                    .getClickProbabilities(GetClickProbabilitiesRequest.newBuilder()
                            .setSimulationId(id)
                            .build()));
            assertThat(oracle.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(oracle.getDescription()).contains("1600000", "max-reply-size");
            assertThat(player.step(id, 2, Player.rule(0, 200, 2)).getStep()).isEqualTo(2);
        }
    }

    @Test
    void aRequestIdMakesOneSimulationOnly(@TempDir Path data) throws IOException {
        ToyEnvironment toy = new ToyEnvironment();
        try (TestServer server = TestServer.start(toy.catalog(), data)) {
            Player player = server.player();
            CreateRequest first = Player.recoGym(2, 1).setRequestId("mine").build();
            player.calls.create(first);
            Map<String, CreateRequest.Builder> others = Map.of(
                    "environment_id", toy(Map.of()).setRequestId("mine"),
                    "config", first.toBuilder().setConfig(Player.config(Map.of("K", 7))),
                    "seed", first.toBuilder().setSeed(2),
                    "lanes", first.toBuilder().setLanes(3),
                    "observations", first.toBuilder().clearObservations().addObservations("views"));
            others.forEach((difference, other) -> {
                Status status = refused(() -> player.create(other));
                assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
                assertThat(status.getDescription()).contains("request_id is \"mine\"", "differs in " + difference);
            });
        }
    }

    /** A refusal travels in headers, of which clients take 8 KiB: what is wrong must get through all the same. */
    @Test
    void refusalsOfLongNamesFitTheirHeaders(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            Map<String, Object> many = new java.util.HashMap<>();
            for (int i = 0; i < 300; i++) {
                many.put("parameter_that_is_none_" + i, "value");
            }
            List<CreateRequest.Builder> wrong = List.of(
                    Player.recoGym(1, 1).setConfig(Player.config(many)),
                    Player.recoGym(1, 1).setConfig(Player.config(Map.of("x".repeat(100_000), 1))),
                    Player.recoGym(1, 1).setConfig(Player.config(Map.of("random", "é😀%\n".repeat(20_000)))),
                    Player.recoGym(1, 1).addObservations("o".repeat(100_000)),
                    Player.recoGym(1, 1).putLabels("ü".repeat(100_000), "v"),
                    Player.recoGym(1, 1).putLabels("k", "v".repeat(100_000)));
            for (CreateRequest.Builder request : wrong) {
                Status status = refused(() -> player.create(request));
                assertThat(status.getCode()).as(status.toString()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            }
            Status unknown =
                    refused(() -> player.create(CreateRequest.newBuilder().setEnvironmentId("日本".repeat(50_000))));
            assertThat(unknown.getCode()).isEqualTo(Status.Code.NOT_FOUND);
            assertThat(refused(() -> player.reset("日本".repeat(50_000), 1)).getCode())
                    .isEqualTo(Status.Code.NOT_FOUND);
        }
    }
}
