package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;

/**
 * What the environments do with random "streams", bit for bit, on every machine. A change here changes outcomes that
 * users may rely on: it needs a new version of the environment, not a new number in this test.
 */
class GoldenOutcomesTest {

    @ParameterizedTest
    @CsvSource({
        "InterestEvolution, true, 1, 3748452613",
        "InterestEvolution, false, 2, 4212843961",
        "InterestExploration, true, 1, 2484587269",
        "InterestExploration, false, 2, 1790014100",
        "ChocKale, true, 1, 2322567423",
        "TestMdp, true, 1, 3255192888",
        "LongTermSatisfaction, true, 1, 3266827121",
        "LongTermSatisfaction, false, 2, 1196171768",
    })
    void stayTheSame(String id, boolean resample, int users, long expected) {
        Map<String, Object> config = new HashMap<>();
        config.put("num_candidates", 10);
        config.put("slate_size", 2);
        config.put("resample_documents", resample);
        config.put("num_users", users);
        config.put("max_episode_steps", 40);
        World world = Recorded.world(id, config, 2024);
        Simulation simulation = Recorded.open(world, 2024, 3, AutoresetMode.SAME_STEP);
        CRC32 digest = new CRC32();
        add(digest, Recorded.reset(simulation));
        for (int t = 0; t < 200; t++) {
            int[] actions = new int[3 * 2 * users];
            for (int i = 0; i < actions.length; i++) {
                actions[i] = (7 * t + 3 * i) % 10;
            }
            add(digest, simulation.step(actions));
        }
        assertThat(digest.getValue()).isEqualTo(expected);
    }

    private static void add(CRC32 digest, Outcome outcome) {
        outcome.observations().forEach(column -> add(digest, column));
        outcome.signals().forEach(column -> add(digest, column));
        digest.update(outcome.terminated());
        digest.update(outcome.truncated());
    }

    /** Who of several is there follows from the rest, and was told later than the numbers were written down. */
    private static void add(CRC32 digest, Column column) {
        if (Set.of("present", "shown").contains(column.spec().name())) {
            return;
        }
        digest.update(column.data(), 0, column.size());
    }
}
