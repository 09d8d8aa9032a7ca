package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.trajectories.LogReader;
import org.recarena.trajectories.UnpackedColumn;
import org.recarena.v1.DeleteRequest;
import org.recarena.v1.DeleteResponse;
import org.recarena.v1.Durability;
import org.recarena.v1.ForkRequest;
import org.recarena.v1.LogOptions;
import org.recarena.v1.LogRecord;
import org.recarena.v1.Outcome;

/**
 * A power cut takes from the log whatever was not synced, which is more than what was not acknowledged. What it could
 * have taken is cut off here after a kill; nothing that was acknowledged may be missing when the next server is up.
 */
class LostTailTest {

    private static final int ROUNDS = 6;
    private static final int LANES = 3;
    private static final int MOST_STEPS = 60;

    @Test
    void theLogIsCompletedFromTheInputsThatWereAcknowledged(@TempDir Path data) throws Exception {
        long seed = 20261128L;
        SplittableRandom random = new SplittableRandom(seed);
        List<Visit> visits = new ArrayList<>();
        try {
            for (int round = 0; round < ROUNDS; round++) {
                boolean written = round > 1;
                long begin = playAndKill(data, visits, random, written ? "10ms" : "1h");
                cut(lastSegment(data), begin, written ? random.nextDouble() : 0);
            }
            ServerProcess last = ServerProcess.start(data);
            assertThat(filesOf(data.resolve("inputs")))
                    .as("only the new, empty one")
                    .hasSize(1);
            assertGoesOn(last, visits);
            last.process().destroy();
            last.process().waitFor();
            assertThat(filesOf(data.resolve("inputs")))
                    .as("nothing is ahead of a log that was closed")
                    .isEmpty();
            assertLogIsWhole(data, visits);
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("seed " + seed + ": " + failure, failure);
        }
    }

    /** Others have the numbers of steps that were lost, and must not go on from a state of those. */
    @Test
    void aStateOfStepsThatWereLostIsNotUsed(@TempDir Path data) throws Exception {
        ServerProcess first = ServerProcess.start(data);
        ManagedChannel channel = connect(first);
        Visit visit;
        long begin;
        try {
            Player player = new Player(channel);
            visit = Visit.create(player, 1, Durability.DURABILITY_BUFFERED);
            visit.play(player, 1);
            waitForTheLog(player);
            begin = endOfLog(data);
            for (int i = 0; i < 11; i++) {
                player.step(visit.id, 0, Player.rule(5, LANES, i));
            }
        } finally {
            channel.shutdownNow();
            first.process().destroy(); // It writes the state.
            first.process().waitFor();
        }
        cut(lastSegment(data), begin, 0);
        ServerProcess second = ServerProcess.start(data);
        channel = connect(second);
        try {
            Player player = new Player(channel);
            visit.play(player, 15);
            waitForTheLog(player);
        } finally {
            channel.shutdownNow();
            second.process().destroyForcibly().waitFor();
        }
        ServerProcess third = ServerProcess.start(data);
        try {
            assertGoesOn(third, List.of(visit));
        } finally {
            third.process().destroyForcibly().waitFor();
        }
    }

    /** What a simulation's end is waited for is that everything before it is safe. */
    private static void waitForTheLog(Player player) {
        Visit.create(player, 2, Durability.DURABILITY_BUFFERED).end(player);
    }

    /**
     * Every simulation goes on where it was; three are new, of which one is a fork and one ends. Returns where the
     * log's last segment ended when the server was up: what came later is in the inputs as well.
     */
    private static long playAndKill(Path data, List<Visit> visits, SplittableRandom random, String flushInterval)
            throws Exception {
        ServerProcess server =
                ServerProcess.start(data, "--checkpoint-lane-steps=60", "--log-flush-interval=" + flushInterval);
        ManagedChannel channel = connect(server);
        long begin;
        try {
            Player player = new Player(channel);
            assertGoesOn(player, visits);
            Visit ended = Visit.create(player, visits.size());
            visits.add(ended);
            ended.play(player, 1 + random.nextInt(MOST_STEPS));
            ended.end(player);
            begin = endOfLog(data);
            Visit created = Visit.create(player, visits.size());
            visits.add(created);
            playAll(player, visits, random);
            visits.add(created.fork(player));
            playAll(player, visits, random);
        } finally {
            channel.shutdownNow();
            server.process().destroyForcibly().waitFor();
        }
        return begin;
    }

    private static void playAll(Player player, List<Visit> visits, SplittableRandom random) {
        for (Visit visit : visits) {
            if (!visit.ended) {
                visit.play(player, 1 + random.nextInt(MOST_STEPS));
            }
        }
    }

    private static ManagedChannel connect(ServerProcess server) {
        return NettyChannelBuilder.forTarget(server.address()).usePlaintext().build();
    }

    private static void assertGoesOn(ServerProcess server, List<Visit> visits) {
        ManagedChannel channel = connect(server);
        try {
            assertGoesOn(new Player(channel), visits);
        } finally {
            channel.shutdownNow();
        }
    }

    private static void assertGoesOn(Player player, List<Visit> visits) {
        for (Visit visit : visits) {
            if (visit.ended) {
                assertThatThrownBy(() -> visit.call(player, visit.step())).hasMessageContaining("NOT_FOUND");
                continue;
            }
            Outcome last = visit.told.get(visit.told.size() - 1);
            assertThat(visit.call(player, visit.step())).isEqualTo(last);
            visit.play(player, 1);
        }
    }

    private static Path lastSegment(Path data) throws IOException {
        List<Path> segments = filesOf(data.resolve("log"));
        return segments.get(segments.size() - 1);
    }

    /** Where the next record of the last segment will begin; its file may be longer. */
    private static long endOfLog(Path data) throws IOException {
        try (LogReader reader = LogReader.open(data.resolve("log"))) {
            while (reader.next() != null) {
                // On to the end.
            }
            return reader.position().offset();
        }
    }

    /** Cuts off all but a share of what is behind a place. */
    private static void cut(Path segment, long begin, double share) throws IOException {
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.truncate(begin + Math.round(share * (file.size() - begin)));
        }
    }

    private static List<Path> filesOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    /** Each reset and step is there once, its outcome right behind it, as it was told. */
    private static void assertLogIsWhole(Path data, List<Visit> visits) throws IOException {
        Map<Long, Visit> byNumber = new HashMap<>();
        Map<Visit, Long> inputs = new HashMap<>();
        Map<Visit, Long> outcomes = new HashMap<>();
        List<Visit> closed = new ArrayList<>();
        try (LogReader reader = LogReader.open(data.resolve("log"))) {
            for (LogRecord entry = reader.next(); entry != null; entry = reader.next()) {
                if (entry.hasOpened()) {
                    String id = entry.getOpened().getSimulationId();
                    Visit visit = visits.stream()
                            .filter(each -> each.id.equals(id))
                            .findAny()
                            .orElseThrow();
                    assertThat(byNumber.put(entry.getSimulation(), visit)).isNull();
                    inputs.put(visit, visit.first - 1);
                    outcomes.put(visit, visit.first == 1 ? 0 : visit.first - 2);
                    continue;
                }
                Visit visit = byNumber.get(entry.getSimulation());
                if (entry.hasClosed()) {
                    closed.add(visit);
                } else if (entry.hasReset() || entry.hasStep()) {
                    long step = entry.hasReset()
                            ? entry.getReset().getStep()
                            : entry.getStep().getStep();
                    assertThat(outcomes.get(visit)).isEqualTo(step - 1);
                    assertThat(inputs.put(visit, step)).isEqualTo(step - 1);
                } else if (entry.hasOutcome()) {
                    long step = entry.getOutcome().getStep();
                    assertThat(outcomes.put(visit, step)).isEqualTo(step - 1);
                    assertThat(inputs.get(visit)).isEqualTo(step);
                    assertThat(UnpackedColumn.of(entry.getOutcome().getRewards())
                                    .toDoubles())
                            .isEqualTo(visit.rewards(step));
                }
            }
        }
        assertThat(byNumber).hasSize(visits.size());
        assertTruthIsWhole(data, byNumber);
        assertThat(closed)
                .containsExactlyElementsOf(
                        visits.stream().filter(visit -> visit.ended).toList());
        for (Visit visit : visits) {
            assertThat(inputs).containsEntry(visit, visit.step());
            assertThat(outcomes).containsEntry(visit, visit.step());
        }
    }

    /** Each step's ground truth is there once, and that of each world. */
    private static void assertTruthIsWhole(Path data, Map<Long, Visit> byNumber) throws IOException {
        Map<Long, List<Long>> steps = new HashMap<>();
        try (LogReader reader = LogReader.open(data.resolve("truth"))) {
            for (LogRecord entry = reader.next(); entry != null; entry = reader.next()) {
                steps.computeIfAbsent(entry.getSimulation(), number -> new ArrayList<>())
                        .add(entry.getTruth().getStep());
            }
        }
        byNumber.forEach((number, visit) -> {
            List<Long> expected = new ArrayList<>(List.of(0L));
            for (long step = Math.max(1, visit.first - 1); step <= visit.step(); step++) {
                expected.add(step);
            }
            assertThat(steps.get(number)).isEqualTo(expected);
        });
    }

    /** One simulation and everything that was told of it. */
    private static final class Visit {
        private final String id;
        /** The first step that is its own; before that, what was told of the one it was copied from. */
        private final long first;

        private final List<Outcome> told;
        private boolean ended;

        private Visit(String id, long first, List<Outcome> told) {
            this.id = id;
            this.first = first;
            this.told = new ArrayList<>(told);
        }

        static Visit create(Player player, int seed) {
            return create(player, seed, Durability.DURABILITY_SYNCED);
        }

        static Visit create(Player player, int seed, Durability durability) {
            String id = player.create(Player.recoGym(LANES, seed)
                    .setConfig(Player.config(Map.of("num_products", Player.PRODUCTS)))
                    .setLog(LogOptions.newBuilder().setDurability(durability).setGroundTruth(true)));
            return new Visit(id, 1, List.of());
        }

        Visit fork(Player player) {
            String copy = player.calls
                    .fork(ForkRequest.newBuilder().setSimulationId(id).build())
                    .getSimulation()
                    .getSimulationId();
            return new Visit(copy, step() + 1, told);
        }

        void end(Player player) {
            DeleteResponse unused = player.calls.delete(
                    DeleteRequest.newBuilder().setSimulationId(id).build());
            ended = true;
        }

        long step() {
            return told.size();
        }

        void play(Player player, int steps) {
            for (int i = 0; i < steps; i++) {
                told.add(call(player, step() + 1));
            }
        }

        Outcome call(Player player, long step) {
            return step == 1 ? player.reset(id, step) : player.step(id, step, Player.rule(0, LANES, step));
        }

        double[] rewards(long step) {
            ByteString data = told.get((int) step - 1).getRewards().getData();
            return Player.doubles(data).stream()
                    .mapToDouble(Double::doubleValue)
                    .toArray();
        }
    }
}
