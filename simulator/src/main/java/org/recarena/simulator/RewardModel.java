package org.recarena.simulator;

import java.util.List;
import org.recarena.simulator.space.Column;

/** Computes what the agent is told from what was measured. Stateless and thread-safe. */
public interface RewardModel {

    /**
     * The components.
     *
     * @return one name for a scalar reward
     */
    List<String> names();

    /**
     * Computes the rewards of all lanes.
     *
     * @param lanes the number of lanes
     * @param signals in the order of the spaces; rows of lanes that were not played are 0
     * @param rewards receives {@code lanes x names().size()} values, row-major
     */
    void reward(int lanes, Column[] signals, double[] rewards);

    /**
     * The reward that is one scalar signal's value.
     *
     * @param name the signal
     * @param index its index in the spaces
     * @return the model
     */
    static RewardModel ofSignal(String name, int index) {
        return new RewardModel() {
            @Override
            public List<String> names() {
                return List.of(name);
            }

            @Override
            public void reward(int lanes, Column[] signals, double[] rewards) {
                Column signal = signals[index];
                for (int lane = 0; lane < lanes; lane++) {
                    rewards[lane] = signal.get(lane);
                }
            }
        };
    }
}
