package org.recarena.simulator.choice;

/** Draws from and normalises the weights of a {@link ChoiceModel}. */
public final class Choices {

    private Choices() {}

    /**
     * The slot that a uniform number selects: the first whose cumulative probability exceeds it. The arithmetic is that
     * of NumPy's {@code choice}, so that the same uniform selects the same slot.
     *
     * @param weights of the slots, at least 0
     * @param size how many slots are filled, from 0
     * @param none the weight of choosing nothing, at least 0
     * @param uniform in [0, 1)
     * @return a slot, or {@code size} for nothing; nothing also where all weights are 0
     */
    public static int pick(double[] weights, int size, double none, double uniform) {
        double total = total(weights, size, none);
        if (!(total > 0)) {
            return size;
        }
        double last = 0;
        for (int slot = 0; slot < size; slot++) {
            last += weights[slot] / total;
        }
        last += none / total;
        double cumulative = 0;
        for (int slot = 0; slot < size; slot++) {
            cumulative += weights[slot] / total;
            if (cumulative / last > uniform) {
                return slot;
            }
        }
        return size;
    }

    /**
     * Replaces scores by weights, of those slots only that were looked at: the others are to the model as if they were
     * not there.
     *
     * @param model the rule
     * @param looked whether each slot was looked at
     * @param scores of the first {@code size} slots, in slot order; receives weights, 0 for slots not looked at
     * @param size how many slots are filled
     * @return the weight of choosing nothing; 1 where nothing was looked at
     */
    public static double weighAmong(ChoiceModel model, boolean[] looked, double[] scores, int size) {
        int present = 0;
        for (int slot = 0; slot < size; slot++) {
            if (looked[slot]) {
                scores[present++] = scores[slot];
            }
        }
        double none = present == 0 ? 1 : model.weigh(scores, present);
        for (int slot = size - 1; slot >= 0; slot--) {
            scores[slot] = looked[slot] ? scores[--present] : 0;
        }
        return none;
    }

    /**
     * Replaces weights by probabilities.
     *
     * @param weights of the slots, at least 0; each is divided by the sum of all and {@code none}
     * @param size how many slots are filled
     * @param none the weight of choosing nothing, at least 0
     * @return the probability of choosing nothing; 1 where all weights are 0
     */
    public static double normalize(double[] weights, int size, double none) {
        double total = total(weights, size, none);
        if (!(total > 0)) {
            return 1;
        }
        for (int slot = 0; slot < size; slot++) {
            weights[slot] /= total;
        }
        return none / total;
    }

    private static double total(double[] weights, int size, double none) {
        double total = 0;
        for (int slot = 0; slot < size; slot++) {
            total += weights[slot];
        }
        return total + none;
    }
}
