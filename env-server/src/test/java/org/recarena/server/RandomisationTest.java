package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.AutoresetMode;
import org.recarena.v1.Column;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.GetUsersRequest;
import org.recarena.v1.GetWorldRequest;
import org.recarena.v1.OracleServiceGrpc;
import org.recarena.v1.Outcome;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;

/**
 * What domain randomisation drew is ground truth that a client can read, and put into a config, which then makes the
 * same episodes again, byte for byte: numbers drawn for the world, and for each episode of each lane. Seed 23.
 */
class RandomisationTest {

    private static final long SEED = 23;
    private static final int LANES = 3;
    private static final int SLOTS = 3;
    private static final int ITEMS = 30;
    private static final int EPISODES = 4;
    private static final int STEPS = 12;
    private static final String DRAWN = "drawn.";

    /** A number for each law, for the world and for each episode, of the engine's own numbers and of biases'. */
    private static Map<String, Value> laws() {
        Map<String, Value> config = new TreeMap<>();
        config.put("num_items", number(ITEMS));
        config.put("slate_size", number(SLOTS));
        config.put("max_episode_steps", number(STEPS));
        config.put("visit.leave_probability", number(0));
        config.put("purchase.intercept", number(0));
        config.put("feedback.rating_probability", law("uniform", "episode", 0.2, 0.9));
        config.put("appeal.intercept", law("normal", "episode", 0, 1));
        config.put("position.exponent", law("uniform", "episode", 0, 3));
        config.put("satiation.attraction", law("choice", "episode", 0, 0.5, 1));
        config.put("delayed_feedback.scale", law("log_uniform", "episode", 0.01, 10));
        config.put("popularity.weight", law("log_normal", "world", -2, 0.5));
        config.put("noise.misclick", law("uniform", "world", 0, 0.2));
        config.put("items.quality_deviation", law("uniform", "world", 0, 2));
        config.put("users.taste_scale", law("uniform", "world", 0.5, 2));
        return config;
    }

    private static Value number(double value) {
        return Value.newBuilder().setNumberValue(value).build();
    }

    private static Value law(String name, String per, double... arguments) {
        ListValue.Builder list = ListValue.newBuilder();
        for (double argument : arguments) {
            list.addValues(number(argument));
        }
        return Value.newBuilder()
                .setStructValue(Struct.newBuilder()
                        .putFields(name, Value.newBuilder().setListValue(list).build())
                        .putFields("per", Value.newBuilder().setStringValue(per).build()))
                .build();
    }

    private static CreateRequest.Builder session(Map<String, Value> config, int lanes) {
        return CreateRequest.newBuilder()
                .setEnvironmentId("RecArena-Session-v1")
                .setSeed(SEED)
                .setLanes(lanes)
                .setAutoreset(AutoresetMode.AUTORESET_MODE_DISABLED)
                .addAllObservations(List.of("user", "hours"))
                .setConfig(Struct.newBuilder().putAllFields(config));
    }

    /** The number that a column tells of a lane. */
    private static double number(Column column, int lane) {
        return column.getValues()
                .getData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .getDouble(lane * Double.BYTES);
    }

    private static Tensor slates(long step, int lanes) {
        int[] items = new int[lanes * SLOTS];
        for (int i = 0; i < items.length; i++) {
            items[i] = (int) ((5 * step + 7L * (i % SLOTS)) % ITEMS);
        }
        return Player.actions(items).toBuilder()
                .clearShape()
                .addAllShape(List.of((long) lanes, (long) SLOTS))
                .build();
    }

    private static Outcome step(Player player, String id, long step, int lanes) {
        return player.calls
                .step(StepRequest.newBuilder()
                        .setSimulationId(id)
                        .setStep(step)
                        .setActions(slates(step, lanes))
                        .build())
                .getOutcome();
    }

    /** A whole episode of all lanes, the reset and the steps after it, from a step number on. */
    private static List<Outcome> episode(Player player, String id, long first, int lanes) {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(player.reset(id, first));
        for (long step = first + 1; step <= first + STEPS; step++) {
            outcomes.add(step(player, id, step, lanes));
        }
        return outcomes;
    }

    @Test
    void whatWasDrawnRecreatesTheEpisodesByteForByte(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            OracleServiceGrpc.OracleServiceBlockingStub oracle = OracleServiceGrpc.newBlockingStub(server.connect());
            String random = player.create(session(laws(), LANES));
            Map<String, Value> ofWorld = new TreeMap<>();
            oracle.getWorld(GetWorldRequest.newBuilder().setSimulationId(random).build())
                    .getParametersList()
                    .forEach(column -> put(ofWorld, column, 0));
            assertThat(ofWorld)
                    .containsOnlyKeys(
                            "popularity.weight", "noise.misclick", "items.quality_deviation", "users.taste_scale");
            Set<Map<String, Value>> different = new HashSet<>();
            for (int episode = 0; episode < EPISODES; episode++) {
                long first = 1 + (long) episode * (STEPS + 1);
                List<Outcome> outcomes = episode(player, random, first, LANES);
                List<Column> states = oracle.getUsers(GetUsersRequest.newBuilder()
                                .setSimulationId(random)
                                .build())
                        .getStatesList();
                for (int lane = 0; lane < LANES; lane++) {
                    Map<String, Value> fixed = laws();
                    fixed.putAll(ofWorld);
                    Map<String, Value> ofEpisode = new TreeMap<>();
                    for (Column column : states) {
                        put(ofEpisode, column, lane);
                    }
                    assertThat(ofEpisode).hasSize(5);
                    fixed.putAll(ofEpisode);
                    assertThat(fixed.values()).allMatch(Value::hasNumberValue);
                    assertThat(different.add(ofEpisode)).isTrue();
                    assertSameEpisode(player, fixed, episode, outcomes, lane);
                }
            }
        }
    }

    private static void put(Map<String, Value> drawn, Column column, int lane) {
        if (column.getName().startsWith(DRAWN)) {
            drawn.put(column.getName().substring(DRAWN.length()), number(number(column, lane)));
        }
    }

    /** The same lane's episode of the same number, in a world where nothing is drawn. */
    private static void assertSameEpisode(
            Player player, Map<String, Value> config, int episode, List<Outcome> expected, int lane) {
        String id = player.create(session(config, LANES));
        List<Outcome> actual = List.of();
        for (int number = 0; number <= episode; number++) {
            actual = episode(player, id, 1 + (long) number * (STEPS + 1), LANES);
        }
        assertThat(actual).hasSameSizeAs(expected);
        for (int step = 0; step < expected.size(); step++) {
            assertThat(of(actual.get(step), lane))
                    .as("episode %d, lane %d, step %d", episode, lane, step)
                    .isEqualTo(of(expected.get(step), lane));
        }
    }

    /** Everything that an outcome tells of a lane, as bytes: the lane's part of each column. */
    private static List<List<Object>> of(Outcome outcome, int lane) {
        List<List<Object>> parts = new ArrayList<>();
        parts.add(List.of("reward", part(outcome.getRewards(), lane)));
        parts.add(List.of(
                "terminated",
                outcome.getTerminated().isEmpty() ? -1 : outcome.getTerminated().byteAt(lane)));
        parts.add(List.of(
                "truncated",
                outcome.getTruncated().isEmpty() ? -1 : outcome.getTruncated().byteAt(lane)));
        for (Column column : outcome.getObservationsList()) {
            parts.add(List.of(column.getName(), part(column.getValues(), lane)));
        }
        for (Column column : outcome.getSignalsList()) {
            parts.add(List.of(column.getName(), part(column.getValues(), lane)));
        }
        return parts;
    }

    private static Object part(Tensor tensor, int lane) {
        int size = tensor.getData().size() / LANES;
        return tensor.getData().substring(lane * size, (lane + 1) * size);
    }
}
