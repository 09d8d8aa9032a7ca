package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.server.wire.OutcomeCodec;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Simulation;
import org.recarena.trajectories.LogReader;
import org.recarena.trajectories.UnpackedColumn;
import org.recarena.v1.LogRecord;
import org.recarena.v1.Outcome;

/**
 * Server processes are killed at random moments, 200 times in all. Every acknowledged reset and step must be what an
 * uninterrupted simulation gives, and the log must hold each exactly once.
 */
@Tag("slow")
class KilledServerTest {

    /** Most of a kill's time is the next server's start, so that two at once take little longer than one. */
    private static final int SERVERS = 2;

    /** Small ones are finished, and those of inputs removed, while the kill may come. */
    private static final String[] SEGMENT_SIZES = {"256m", "16k"};

    private static final int KILLS_OF_EACH = 100;
    private static final int MOST_MILLIS_ALIVE = 700;
    /** Every second kill comes after the first answer, however slow the machine is. */
    private static final int MOST_MILLIS_ANSWERING = 200;

    private static final List<Map<String, Object>> WORLDS = List.of(
            Map.of("num_products", Player.PRODUCTS),
            Map.of("num_products", Player.PRODUCTS, "random", "numpy"),
            Map.of("num_products", Player.PRODUCTS, "noise.misclick", 0.2, "delayed_feedback.scale", 3));
    private static final int[] LANES = {16, 3, 5};

    @Test
    void nothingThatWasAcknowledgedIsLostOrDoubled(@TempDir Path directory) throws Exception {
        List<CompletableFuture<Void>> killed = new ArrayList<>();
        for (int i = 0; i < SERVERS; i++) {
            long seed = 20261124L + i;
            String segmentSize = SEGMENT_SIZES[i];
            Path data = directory.resolve("data-" + seed);
            killed.add(CompletableFuture.runAsync(
                    () -> kill(data, seed, segmentSize), command -> new Thread(command).start()));
        }
        CompletableFuture.allOf(killed.toArray(CompletableFuture<?>[]::new)).get();
    }

    private static void kill(Path data, long seed, String segmentSize) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Visit> visits = new ArrayList<>();
        for (int world = 0; world < WORLDS.size(); world++) {
            visits.add(new Visit(LANES[world], WORLDS.get(world)));
        }
        for (int kill = 0; kill < KILLS_OF_EACH; kill++) {
            try {
                boolean answering = kill % 2 == 1;
                int millis = random.nextInt(answering ? MOST_MILLIS_ANSWERING : MOST_MILLIS_ALIVE);
                playAndKill(data, visits, answering, millis, segmentSize);
            } catch (Exception | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", kill " + kill + ": " + failure, failure);
            }
        }
        assertThat(visits).allSatisfy(visit -> assertThat(visit.acknowledged).isGreaterThan(KILLS_OF_EACH));
        try {
            ServerProcess last = ServerProcess.start(data); // Brings back what was left open, and completes the log.
            last.process().destroy();
            last.process().waitFor();
            assertLogHoldsEachStepOnce(data, visits);
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("seed " + seed + ", after the kills: " + failure, failure);
        }
    }

    private static void playAndKill(Path data, List<Visit> visits, boolean answering, int millis, String segmentSize)
            throws Exception {
        ServerProcess server =
                ServerProcess.start(data, "--checkpoint-lane-steps=2000", "--log-segment-size=" + segmentSize);
        try {
            String address = server.address();
            CountDownLatch answered = new CountDownLatch(answering ? 1 : 0);
            List<CompletableFuture<Void>> playing = new ArrayList<>();
            for (Visit visit : visits) {
                playing.add(CompletableFuture.runAsync(
                        () -> visit.playUntilKilled(address, answered::countDown),
                        command -> new Thread(command).start()));
            }
            assertThat(answered.await(60, TimeUnit.SECONDS)).as("answered").isTrue();
            // Not to synchronise: the moment of the kill is what is varied.
            CompletableFuture<Void> end = new CompletableFuture<>();
            end.completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
            end.join();
            server.process().destroyForcibly();
            for (CompletableFuture<Void> each : playing) {
                each.get(30, TimeUnit.SECONDS);
            }
        } finally {
            server.process().destroyForcibly().waitFor();
        }
    }

    private static void assertLogHoldsEachStepOnce(Path data, List<Visit> visits) throws IOException {
        Map<Long, Visit> byNumber = new HashMap<>();
        Map<Visit, Long> inputs = new HashMap<>();
        Map<Visit, Long> outcomes = new HashMap<>();
        try (LogReader reader = LogReader.open(data.resolve("log"))) {
            for (LogRecord entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.hasOpened()) {
                    String id = entry.getOpened().getSimulationId();
                    long number = entry.getSimulation();
                    visits.stream().filter(visit -> visit.id.equals(id)).forEach(visit -> byNumber.put(number, visit));
                }
                Visit visit = byNumber.get(entry.getSimulation());
                if (visit == null) {
                    continue;
                }
                if (entry.hasReset() || entry.hasStep()) {
                    long step = entry.hasReset()
                            ? entry.getReset().getStep()
                            : entry.getStep().getStep();
                    assertThat(step).isEqualTo(inputs.merge(visit, 1L, Long::sum));
                }
                if (entry.hasStep()) {
                    assertThat(UnpackedColumn.of(entry.getStep().getActions()).toInts())
                            .isEqualTo(
                                    Player.rule(0, visit.lanes, entry.getStep().getStep()));
                }
                if (entry.hasOutcome()) {
                    assertThat(entry.getOutcome().getStep()).isEqualTo(outcomes.merge(visit, 1L, Long::sum));
                }
            }
        }
        for (Visit visit : visits) {
            assertThat(inputs.get(visit)).isBetween(visit.acknowledged, visit.acknowledged + 1);
            assertThat(outcomes.get(visit)).isEqualTo(inputs.get(visit));
        }
    }

    /** One simulation, played on over all kills, beside a simulation in this process that nobody interrupts. */
    private static final class Visit {
        private final int lanes;
        private final Map<String, Object> config;
        private final Simulation reference;
        private Outcome expected = Outcome.getDefaultInstance();
        private String id = "";
        private long acknowledged;

        Visit(int lanes, Map<String, Object> config) {
            this.lanes = lanes;
            this.config = config;
            Environment environment =
                    EnvironmentCatalog.installed().find("RecoGym-v1").orElseThrow();
            this.reference = new Simulation(
                    environment.createWorld(environment.schema().resolve(config), 7),
                    7,
                    lanes,
                    AutoresetMode.SAME_STEP,
                    List.of("views", "view_times", "view_counts", "last_view", "time", "history"));
        }

        void playUntilKilled(String address, Runnable answered) {
            ManagedChannel channel =
                    NettyChannelBuilder.forTarget(address).usePlaintext().build();
            try {
                Player player = new Player(channel);
                if (id.isEmpty()) {
                    id = player.create(Player.recoGym(lanes, 7)
                            .setConfig(Player.config(config))
                            .setRequestId("visit-" + lanes));
                }
                while (true) {
                    long step = acknowledged + 1;
                    Outcome told =
                            step == 1 ? player.reset(id, step) : player.step(id, step, Player.rule(0, lanes, step));
                    assertThat(told).as("step %d of %s", step, config).isEqualTo(expected(step));
                    acknowledged = step;
                    answered.run();
                }
            } catch (StatusRuntimeException ended) {
                assertThat(isLostConnection(ended.getStatus())).as("%s", ended).isTrue();
            } finally {
                channel.shutdownNow();
            }
        }

        /** A connection that breaks while it is being made ends calls with UNKNOWN (grpc-java's issue 10120). */
        private static boolean isLostConnection(Status status) {
            return status.getCode() == Status.Code.UNAVAILABLE
                    || (status.getCode() == Status.Code.UNKNOWN && status.getCause() instanceof ClosedChannelException);
        }

        private Outcome expected(long step) {
            if (expected.getStep() != step) {
                org.recarena.simulator.Outcome outcome = step == 1
                        ? reference.reset(new byte[0], new long[0])
                        : reference.step(Player.rule(0, lanes, step));
                expected = OutcomeCodec.encode(outcome, 6, 1);
            }
            return expected;
        }
    }
}
