package org.recarena.simulator.recsim;

import java.util.List;
import org.recarena.simulator.RewardModel;
import org.recarena.simulator.space.Column;

/**
 * The sum of a signal over the slots of a slate: one number for each user of a lane.
 *
 * @param names one for each user
 * @param signal the index of the signal
 * @param slots how many slots a slate has
 */
record SlateReward(List<String> names, int signal, int slots) implements RewardModel {

    @Override
    public void reward(int lanes, Column[] signals, double[] rewards) {
        Column column = signals[signal];
        int next = 0;
        for (int i = 0; i < lanes * names.size(); i++) {
            double sum = 0;
            for (int slot = 0; slot < slots; slot++) {
                sum += column.get(next++);
            }
            rewards[i] = sum;
        }
    }
}
