package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.Twin;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Column;

/** A reward written as an expression, in environments whose users have a behaviour of their own. */
class ExpressionRewardTest {

    private static final int LANES = 4;

    @ParameterizedTest
    @CsvSource({
        "RecSim-InterestEvolution-v1, 2",
        "RecSim-InterestExploration-v1, 2",
        "RecSim-LongTermSatisfaction-v1, 1",
        "RecSim-ChocKale-v1, 2",
        "RecSim-TestMdp-v1, 1",
        "RecoGym-v1, 1"
    })
    void followsFromWhatWasRecorded(String id, int slots) {
        Environment environment = EnvironmentCatalog.installed().find(id).orElseThrow();
        Map<String, Object> config = Map.of(
                "reward.expression",
                "click > 0.0 ? 3.0 * click : -0.5 * impression",
                "noise.misclick",
                0.3,
                "noise.lost",
                0.3);
        Simulation simulation = new Simulation(
                environment.createWorld(environment.schema().resolve(config), 5),
                5,
                LANES,
                AutoresetMode.SAME_STEP,
                List.of());
        simulation.reset(new byte[0], new long[0]);
        double rewards = 0;
        for (int t = 0; t < 50; t++) {
            int[] actions = new int[LANES * slots];
            for (int i = 0; i < actions.length; i++) {
                actions[i] = (t + i) % 4;
            }
            Twin twin = simulation.lanes().twin(0, Arrays.copyOf(actions, slots), Set.of());
            Outcome outcome = simulation.step(actions);
            assertThat(twin.rewards()[0]).isEqualTo(outcome.rewards()[0]);
            Column clicks = outcome.signals().get(0);
            for (int lane = 0; lane < LANES; lane++) {
                double clicked = 0;
                for (int slot = 0; slot < slots; slot++) {
                    clicked += clicks.get(lane * slots + slot);
                }
                double expected = clicked > 0 ? 3 * clicked : -0.5 * slots;
                assertThat(outcome.rewards()[lane]).isEqualTo(expected, Offset.offset(1e-12));
                rewards += expected;
            }
        }
        assertThat(rewards).isNotZero();
        assertThatThrownBy(() -> environment.createWorld(
                        environment.schema().resolve(Map.of("reward.expression", "clicks * 2.0")), 5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("reward.expression");
    }
}
