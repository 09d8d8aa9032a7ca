package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.ReferenceData;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;

/** The tutorial's choc/kale users, and the decision process for trying out agents. */
class SmallEnvironmentsTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);
    private static final int LANES = 20_000;

    /** Beyond this a z-score of the handful here is a failure; twenty of them have a joint level of 99.9 %. */
    private static final double BOUND = 4.1;

    @Test
    void theDecisionProcessIsTheReferences() {
        JsonNode recorded = ReferenceData.read("recsim/det_agents.json").get("tabular_test_mdp");
        World world = Recorded.world("TestMdp", Map.of(), 1);
        assertThat(world.parameters().get("reward").values())
                .containsExactly(ReferenceData.matrix(recorded.get("reward")));
        double[] transitions = world.parameters().get("transition").values();
        for (int action = 0; action < 4; action++) {
            double[] expected = ReferenceData.matrix(recorded.get("transition").get(action));
            for (int i = 0; i < 36; i++) {
                assertThat(transitions[36 * action + i]).isEqualTo(expected[i]);
            }
        }
        recorded.get("q_star").properties().forEach(discount -> {
            double[] values = valuesOf(world, Double.parseDouble(discount.getKey()));
            assertThat(values).containsExactly(ReferenceData.matrix(discount.getValue()), EXACT);
        });
    }

    /** Q* by value iteration, a row for each state. */
    private static double[] valuesOf(World world, double discount) {
        double[] rewards = world.parameters().get("reward").values();
        double[] transitions = world.parameters().get("transition").values();
        double[] values = new double[24];
        for (int round = 0; round < 500; round++) {
            double[] best = new double[6];
            for (int state = 0; state < 6; state++) {
                best[state] = Double.NEGATIVE_INFINITY;
                for (int action = 0; action < 4; action++) {
                    best[state] = Math.max(best[state], values[4 * state + action]);
                }
            }
            for (int i = 0; i < 24; i++) {
                int row = i % 4 * 6 + i / 4;
                double future = 0;
                for (int next = 0; next < 6; next++) {
                    future += transitions[6 * row + next] * best[next];
                }
                values[i] = rewards[row] + discount * future;
            }
        }
        return values;
    }

    @Test
    void usersOfTheDecisionProcessFollowIt() {
        World world = Recorded.world("TestMdp", Map.of("starting_state", 2), 5);
        Simulation simulation = Recorded.open(world, 5, LANES, AutoresetMode.DISABLED);
        assertThat(Recorded.row(Recorded.reset(simulation).observations(), "document_cluster_id", 0))
                .containsExactly(0, 1, 2, 3);
        int[] actions = new int[LANES];
        Arrays.fill(actions, 1);
        Outcome outcome = simulation.step(actions);
        double[] shares = new double[6];
        for (int lane = 0; lane < LANES; lane++) {
            assertThat(outcome.rewards()[lane]).isEqualTo(1);
            shares[(int) Recorded.row(outcome.observations(), "user", lane)[0]] += 1.0 / LANES;
        }
        for (int next = 0; next < 6; next++) {
            double expected = MarkovUsers.transition(1, 2, next);
            assertThat(Math.abs(shares[next] - expected))
                    .isLessThanOrEqualTo(BOUND * Math.sqrt(expected * (1 - expected) / LANES));
        }
    }

    @Test
    void usersOfTheDecisionProcessBeginWhereTheyAreLikelyTo() {
        List<Double> starts = List.of(0.1, 0.0, 0.2, 0.3, 0.0, 0.4);
        World world = Recorded.world("TestMdp", Map.of("starting_probs", starts), 5);
        Outcome first = Recorded.reset(Recorded.open(world, 5, LANES, AutoresetMode.DISABLED));
        double[] shares = new double[6];
        for (int lane = 0; lane < LANES; lane++) {
            shares[(int) Recorded.row(first.observations(), "user", lane)[0]] += 1.0 / LANES;
        }
        for (int state = 0; state < 6; state++) {
            double expected = starts.get(state);
            assertThat(Math.abs(shares[state] - expected))
                    .isLessThanOrEqualTo(BOUND * Math.sqrt(expected * (1 - expected) / LANES));
        }
    }

    @Test
    void chocKaleUsersPreferKaleAndShowHowTheyFeel() {
        World world = Recorded.world("ChocKale", Map.of(), 5);
        Simulation simulation = Recorded.open(world, 5, LANES, AutoresetMode.DISABLED);
        Outcome first = Recorded.reset(simulation);
        int[] actions = new int[2 * LANES];
        for (int i = 0; i < LANES; i++) {
            actions[2 * i + 1] = 1;
        }
        Outcome outcome = simulation.step(actions);
        double surprise = 0;
        double variance = 0;
        double noise = 0;
        for (int lane = 0; lane < LANES; lane++) {
            double[] documents = Recorded.row(first.observations(), "documents", lane);
            double[] clicks = Recorded.row(outcome.signals(), "click", lane);
            assertThat(clicks[0] + clicks[1]).isEqualTo(1);
            double probability = 1 / (1 + Math.exp(documents[0] - documents[1]));
            surprise += clicks[0] - probability;
            variance += probability * (1 - probability);
            double seen = Recorded.row(outcome.observations(), "user", lane)[0];
            double deviation = seen - satisfaction(simulation, lane);
            noise += deviation * deviation / LANES;
            assertThat(outcome.rewards()[lane])
                    .isEqualTo(Arrays.stream(Recorded.row(outcome.signals(), "unclipped_engagement", lane))
                            .sum());
        }
        assertThat(Math.abs(surprise) / Math.sqrt(variance)).isLessThan(BOUND);
        assertThat(Math.abs(noise - 0.01) / (0.01 * Math.sqrt(2.0 / LANES))).isLessThan(BOUND);
    }

    private static double satisfaction(Simulation simulation, int lane) {
        Column column = new Column(simulation.lanes().userStates().get(1), 1);
        simulation.lanes().userState(1, lane, column);
        return column.get(0);
    }
}
