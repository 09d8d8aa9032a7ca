package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Struct;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.trajectories.steps.LoggedStep;
import org.recarena.trajectories.steps.StepFilter;
import org.recarena.trajectories.steps.TrajectoryReader;
import org.recarena.v1.ActionSpec;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.DeleteRequest;
import org.recarena.v1.ForkRequest;
import org.recarena.v1.GetRequest;
import org.recarena.v1.LogOptions;
import org.recarena.v1.ObserveRequest;
import org.recarena.v1.Outcome;
import org.recarena.v1.Simulation;
import org.recarena.v1.StepRequest;

/** A fork goes on as the simulation that it was copied from would, and neither notices the other. */
class ForkTest {

    private static final int LANES = 3;
    private static final int BEFORE = 12;
    private static final int AFTER = 120;

    /** Every environment as it is, and those that can with the reference's random numbers, and with biases. */
    static Stream<Arguments> worlds() {
        List<Arguments> worlds = new ArrayList<>();
        for (Environment environment : EnvironmentCatalog.installed().all()) {
            worlds.add(Arguments.of(environment.id(), Map.of()));
            boolean hasReference = environment.schema().parameters().stream()
                    .anyMatch(parameter -> parameter.name().equals("random")
                            && parameter.choices().contains("numpy"));
            if (hasReference) {
                worlds.add(Arguments.of(environment.id(), Map.of("random", "numpy")));
            }
            boolean hasBiases = environment.schema().parameters().stream()
                    .anyMatch(parameter -> parameter.name().equals("noise.misclick"));
            if (hasBiases) {
                worlds.add(Arguments.of(environment.id(), Map.of("noise.misclick", 0.2, "delayed_feedback.scale", 3)));
            }
        }
        return worlds.stream();
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void aForkGoesOnAlikeAndDisturbsNothing(String environment, Map<String, ?> config, @TempDir Path data)
            throws IOException {
        try (TestServer server = TestServer.start(data, "durability", "buffered")) {
            Player player = server.player();
            Game alone = Game.create(player, environment, Player.config(config));
            Game copied = Game.create(player, environment, Player.config(config));
            Outcome last = Outcome.getDefaultInstance();
            for (long step = 1; step <= BEFORE; step++) {
                alone.play(step, 0);
                last = copied.play(step, 0);
            }
            Game fork = copied.fork(ForkRequest.newBuilder());
            Game other = copied.fork(ForkRequest.newBuilder());
            assertThat(fork.simulation.getStep()).isEqualTo(BEFORE);
            assertThat(fork.observe()).isEqualTo(last);
            assertThat(fork.play(BEFORE, 0)).as("a repetition of the last step").isEqualTo(last);
            boolean differed = false;
            for (long step = BEFORE + 1; step <= BEFORE + AFTER; step++) {
                Outcome expected = alone.play(step, 0);
                differed |= !other.play(step, 1).equals(expected);
                assertThat(fork.play(step, 0)).as("step %d of the fork", step).isEqualTo(expected);
                assertThat(copied.play(step, 0))
                        .as("step %d of the copied", step)
                        .isEqualTo(expected);
            }
            assertThat(differed).as("other actions lead elsewhere").isTrue();
        }
    }

    @Test
    void forksSurviveKillsAndGoOn(@TempDir Path data) throws Exception {
        Struct config = Player.config(Map.of("num_products", Player.PRODUCTS));
        Game alone;
        Game fork;
        Game forkOfFork;
        Game untouched;
        ServerProcess first = ServerProcess.start(data, "--checkpoint-lane-steps=30");
        try {
            Player player = new Player(connect(first));
            alone = Game.create(player, "RecoGym-v1", config);
            Game copied = Game.create(player, "RecoGym-v1", config);
            for (long step = 1; step <= BEFORE; step++) {
                alone.play(step, 0);
                copied.play(step, 0);
            }
            fork = copied.fork(ForkRequest.newBuilder().setRequestId("mine").putLabels("branch", "a"));
            untouched = copied.fork(ForkRequest.newBuilder());
            player.calls.delete(DeleteRequest.newBuilder()
                    .setSimulationId(copied.simulation.getSimulationId())
                    .build());
            alone.play(BEFORE + 1, 0);
            fork.play(BEFORE + 1, 0);
            forkOfFork = fork.fork(ForkRequest.newBuilder().putLabels("branch", "b"));
        } finally {
            first.process().destroyForcibly().waitFor();
        }
        ServerProcess second = ServerProcess.start(data);
        try {
            Player player = new Player(connect(second));
            alone = alone.on(player);
            fork = fork.on(player);
            forkOfFork = forkOfFork.on(player);
            untouched = untouched.on(player);
            assertThat(untouched.describe().getStep()).isEqualTo(BEFORE);
            assertThat(untouched.play(BEFORE + 1, 0)).isEqualTo(fork.observe());
            assertThat(forkOfFork.describe().getLabelsMap()).containsEntry("branch", "b");
            assertThat(fork.describe().getLabelsMap()).containsEntry("branch", "a");
            for (long step = BEFORE + 2; step <= BEFORE + AFTER; step++) {
                Outcome expected = alone.play(step, 0);
                assertThat(fork.play(step, 0)).isEqualTo(expected);
                assertThat(forkOfFork.play(step, 0)).isEqualTo(expected);
                assertThat(untouched.play(step, 0)).isEqualTo(expected);
            }
        } finally {
            second.process().destroyForcibly().waitFor();
        }
    }

    private static io.grpc.ManagedChannel connect(ServerProcess server) {
        return io.grpc.netty.NettyChannelBuilder.forTarget(server.address())
                .usePlaintext()
                .build();
    }

    @Test
    void forkIsRepeatableByItsRequestId(@TempDir Path data) throws IOException {
        String id;
        String fork;
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            id = player.create(Player.recoGym(1, 1).setRequestId("first"));
            String other = player.create(Player.recoGym(1, 1));
            player.reset(id, 1);
            fork = fork(player, id, "again").getSimulationId();
            player.step(id, 2, 3);
            assertThat(fork(player, id, "again").getSimulationId()).isEqualTo(fork);
            assertThat(fork(player, id, "").getSimulationId()).isNotEqualTo(fork);
            assertThat(refused(() -> fork(player, other, "again")).getDescription())
                    .contains("request_id", "again");
            assertThat(refused(() -> fork(player, id, "first")).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(refused(() -> player.create(Player.recoGym(1, 1).setRequestId("again")))
                            .getCode())
                    .isEqualTo(Status.Code.INVALID_ARGUMENT);
        }
        try (TestServer server = TestServer.start(data)) {
            assertThat(fork(server.player(), id, "again").getSimulationId()).isEqualTo(fork);
        }
    }

    private static Simulation fork(Player player, String id, String requestId) {
        return player.calls
                .fork(ForkRequest.newBuilder()
                        .setSimulationId(id)
                        .setRequestId(requestId)
                        .build())
                .getSimulation();
    }

    @Test
    void aForkTakesItsPlaceWithinTheLimits(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data, "max-simulations", "2", "max-lanes", "5")) {
            Player player = server.player();
            String id = player.create(Player.recoGym(3, 1));
            assertThat(refused(() -> fork(player, id, "")).getDescription()).contains("max-lanes");
            String small = player.create(Player.recoGym(1, 1));
            assertThat(refused(() -> fork(player, small, "same")).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            player.calls.delete(DeleteRequest.newBuilder().setSimulationId(id).build());
            Simulation made = fork(player, small, "same");
            assertThat(made.getStep()).isZero();
            assertThat(player.reset(made.getSimulationId(), 1)).isEqualTo(player.reset(small, 1));
        }
    }

    @Test
    void whatIsWrongIsRefused(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            assertThat(refused(() -> fork(player, "nobody", "")).getCode()).isEqualTo(Status.Code.NOT_FOUND);
            String id = player.create(Player.recoGym(1, 1));
            Status labels = refused(() -> player.calls.fork(ForkRequest.newBuilder()
                    .setSimulationId(id)
                    .putLabels("", "empty")
                    .build()));
            assertThat(labels.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            Status longId = refused(() -> fork(player, id, "x".repeat(65)));
            assertThat(longId.getDescription()).contains("request_id", "65");
            assertThat(refused(() -> fork(player, id, "x".repeat(65))).getDescription())
                    .as("a refused request_id is not taken")
                    .isEqualTo(longId.getDescription());
        }
    }

    /** What the agents see when a fork begins is in the log, so its first step has the context of its action. */
    @Test
    void theLogOfAForkBeginsWithWhatItsAgentsSee(@TempDir Path data) throws IOException {
        String id;
        String fork;
        try (TestServer server = TestServer.start(data, "log-observations", "full")) {
            Player player = server.player();
            id = player.create(Player.recoGym(2, 1));
            player.reset(id, 1);
            player.step(id, 2, 1, 2);
            fork = fork(player, id, "").getSimulationId();
            player.step(id, 3, 3, 4);
            player.step(fork, 3, 3, 4);
        }
        List<String> steps = new ArrayList<>();
        Set<Double> contexts = new HashSet<>();
        try (TrajectoryReader reader = TrajectoryReader.open(data.resolve("log"), StepFilter.all())) {
            for (LoggedStep step = reader.next(); step != null; step = reader.next()) {
                if (step.step() == 3) {
                    steps.add(step.simulation().id());
                    assertThat(step.before("time", 0)).hasSize(1);
                    contexts.add(step.before("time", 0)[0]);
                }
            }
        }
        assertThat(steps).containsExactly(id, fork);
        assertThat(contexts).hasSize(1);
    }

    private static Status refused(ThrowingCallable call) {
        StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call);
        assertThat(refusal).as("refused").isNotNull();
        return refusal.getStatus();
    }

    /** A simulation that is played by a fixed rule. */
    private record Game(Player player, Simulation simulation) {

        static Game create(Player player, String environment, Struct config) {
            CreateRequest request = CreateRequest.newBuilder()
                    .setEnvironmentId(environment)
                    .setConfig(config)
                    .setSeed(11)
                    .setLanes(LANES)
                    .setLog(LogOptions.getDefaultInstance())
                    .build();
            return new Game(player, player.calls.create(request).getSimulation());
        }

        Game on(Player other) {
            return new Game(other, simulation);
        }

        Game fork(ForkRequest.Builder request) {
            request.setSimulationId(simulation.getSimulationId());
            return new Game(player, player.calls.fork(request.build()).getSimulation());
        }

        Simulation describe() {
            return player.calls
                    .get(GetRequest.newBuilder()
                            .setSimulationId(simulation.getSimulationId())
                            .build())
                    .getSimulation();
        }

        Outcome observe() {
            return player.calls
                    .observe(ObserveRequest.newBuilder()
                            .setSimulationId(simulation.getSimulationId())
                            .build())
                    .getOutcome();
        }

        /** Step 1 is the reset. */
        Outcome play(long step, int shift) {
            String id = simulation.getSimulationId();
            if (step == 1) {
                return player.reset(id, 1);
            }
            ActionSpec action = simulation.getAction();
            int width = Math.max(1, action.getSlateSize());
            int[] items = new int[LANES * width];
            for (int i = 0; i < items.length; i++) {
                int lane = i / width;
                items[i] = (int) ((lane * 7L + step * 3 + shift + i % width) % action.getItemCount());
            }
            org.recarena.v1.Tensor.Builder tensor = Player.actions(items).toBuilder();
            if (action.getSlateSize() > 0) {
                tensor.clearShape().addShape(LANES).addShape(width);
            }
            return player.calls
                    .step(StepRequest.newBuilder()
                            .setSimulationId(id)
                            .setStep(step)
                            .setActions(tensor)
                            .build())
                    .getOutcome();
        }
    }
}
