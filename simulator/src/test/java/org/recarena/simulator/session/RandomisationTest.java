package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;

/** Domain randomisation: what was drawn is told, and makes the same episode again, byte for byte. Seed 23. */
class RandomisationTest {

    private static final long SEED = 23;
    private static final String DRAWN = "drawn.";
    private static final int SLOTS = SessionPlay.SLOTS;

    /** Every law, per world and per episode, of the engine's numbers and of biases'. */
    private static Map<String, Object> laws() {
        Map<String, Object> config = SessionPlay.config(Map.of());
        config.put("position.exponent", Map.of("uniform", List.of(0, 3)));
        config.put("appeal.intercept", Map.of("normal", List.of(-0.5, 1)));
        config.put("satiation.memory", Map.of("uniform", List.of(0, 0.99)));
        config.put("satiation.attraction", Map.of("choice", List.of(0, 0.5, 1)));
        config.put("delayed_feedback.scale", Map.of("log_uniform", List.of(0.01, 10)));
        config.put("visit.gap_hours", Map.of("log_normal", List.of(2, 1)));
        config.put("noise.misclick", Map.of("uniform", List.of(0, 0.2), "per", "world"));
        config.put("items.quality_deviation", Map.of("uniform", List.of(0, 2), "per", "world"));
        config.put("users.cohort_spread", Map.of("uniform", List.of(0, 2), "per", "world"));
        return config;
    }

    private static SessionWorld world(Map<String, ?> config) {
        SessionV1 environment = new SessionV1();
        Config resolved = environment.schema().resolve(config);
        return (SessionWorld) environment.createWorld(resolved, SEED);
    }

    /** What ground truth tells of a lane's episode, by key. */
    private static Map<String, Double> drawn(Lanes lanes) {
        Map<String, Double> drawn = new HashMap<>();
        List<TensorSpec> states = lanes.userStates();
        for (int index = 0; index < states.size(); index++) {
            if (states.get(index).name().startsWith(DRAWN)) {
                Column column = new Column(states.get(index), 1);
                lanes.userState(index, 0, column);
                drawn.put(states.get(index).name().substring(DRAWN.length()), column.get(0));
            }
        }
        return drawn;
    }

    /** Everything that a whole episode gives, as bytes, one array a column and step. */
    private static List<byte[]> episode(SessionWorld world, Lanes lanes) {
        RandomStream policy = new RandomStream(SEED, 3);
        List<byte[]> bytes = new ArrayList<>();
        List<TensorSpec> observations = world.spaces().observations();
        for (int step = 0; step < 60 && !lanes.left(0); step++) {
            for (int observation = 0; observation < 2; observation++) {
                Column column = new Column(observations.get(observation), 1);
                lanes.observe(observation, new int[] {0}, 1, column);
                bytes.add(Arrays.copyOf(column.data(), column.size()));
            }
            int[] slate = new int[SLOTS];
            int first = (int) (policy.nextDouble() * SessionPlay.ITEMS);
            Arrays.setAll(slate, slot -> (first + 7 * slot) % SessionPlay.ITEMS);
            Column[] signals = world.spaces().signals().stream()
                    .map(spec -> new Column(spec, 1))
                    .toArray(Column[]::new);
            lanes.step(new byte[] {1}, slate, signals);
            for (Column signal : signals) {
                bytes.add(Arrays.copyOf(signal.data(), signal.size()));
            }
            double[] rewards = new double[1];
            lanes.rewards(world.rewardModel(), 1, signals, rewards);
            bytes.add(Double.toString(rewards[0]).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        return bytes;
    }

    @Test
    void whatWasDrawnRecreatesEveryEpisodeByteForByte() {
        SessionWorld random = world(laws());
        Lanes lanes = random.open(1, Set.of("user", "hours"));
        lanes.seed(0, SEED, 0);
        List<Map<String, Double>> different = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            lanes.begin(0, number);
            Map<String, Double> drawn = drawn(lanes);
            assertThat(drawn).hasSize(6);
            Map<String, Object> given = new HashMap<>(laws());
            given.putAll(drawn);
            random.parameters().forEach((name, value) -> {
                if (name.startsWith(DRAWN)) {
                    given.put(name.substring(DRAWN.length()), value.values()[0]);
                }
            });
            assertThat(given.values()).noneMatch(value -> value instanceof Map);
            SessionWorld fixed = world(given);
            Lanes again = fixed.open(1, Set.of("user", "hours"));
            again.seed(0, SEED, 0);
            again.begin(0, number);
            List<byte[]> expected = episode(random, lanes);
            List<byte[]> actual = episode(fixed, again);
            assertThat(expected).hasSizeGreaterThan(10);
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i)).isEqualTo(expected.get(i));
            }
            different.add(drawn);
        }
        assertThat(different).doesNotHaveDuplicates();
    }
}
