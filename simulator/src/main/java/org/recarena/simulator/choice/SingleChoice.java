package org.recarena.simulator.choice;

import java.util.Arrays;
import org.recarena.simulator.random.RandomStream;

/**
 * At most one slot is chosen among those that were looked at, by a rule over their appeal. The exact probabilities sum
 * over every set that may have been looked at.
 *
 * <p>Source of the sum over considered sets: Manski, "The structure of random utility models" (1977).
 */
public abstract class SingleChoice implements ClickRule {

    /** For rules of this package. */
    protected SingleChoice() {
        // Nothing to set.
    }

    /**
     * Computes the weights of the slots that were looked at.
     *
     * @param slate what the user goes by
     * @param noClick what adds to the logit of choosing nothing
     * @param looked whether each slot was looked at
     * @param weights receives a weight for each slot, 0 for those not looked at
     * @return the weight of choosing nothing
     */
    protected abstract double weigh(Consideration slate, double noClick, boolean[] looked, double[] weights);

    @Override
    public final boolean choosesOne() {
        return true;
    }

    @Override
    public final void probabilities(Consideration slate, double noClick, double[] out) {
        int slots = slate.slots();
        boolean[] looked = new boolean[slots];
        int[] open = new int[slots];
        int openCount = 0;
        for (int slot = 0; slot < slots; slot++) {
            looked[slot] = slate.look()[slot] >= 1;
            if (slate.look()[slot] > 0 && slate.look()[slot] < 1) {
                open[openCount++] = slot;
            }
        }
        if (openCount > MAX_SLOTS_TO_SUM) {
            throw new UnsupportedOperationException("the sum over what may have been looked at, of " + openCount
                    + " slots, is too long; at most " + MAX_SLOTS_TO_SUM + " can be summed over");
        }
        Arrays.fill(out, 0, slots, 0);
        double[] weights = new double[slots];
        for (int set = 0; set < 1 << openCount; set++) {
            double probability = 1;
            for (int i = 0; i < openCount; i++) {
                looked[open[i]] = (set >> i & 1) != 0;
                double look = slate.look()[open[i]];
                probability *= looked[open[i]] ? look : 1 - look;
            }
            double none = weigh(slate, noClick, looked, weights);
            Choices.normalize(weights, slots, none);
            for (int slot = 0; slot < slots; slot++) {
                out[slot] += probability * weights[slot];
            }
        }
    }

    @Override
    public final void sample(
            Consideration slate,
            double noClick,
            boolean[] attentive,
            boolean[] satisfying,
            RandomStream stream,
            boolean[] examined,
            boolean[] clicked,
            double[] scratch) {
        int slots = slate.slots();
        double none = weigh(slate, noClick, attentive, scratch);
        int chosen = Choices.pick(scratch, slots, none, stream.nextDouble());
        for (int slot = 0; slot < slots; slot++) {
            examined[slot] = attentive[slot];
            clicked[slot] = slot == chosen;
        }
    }
}
