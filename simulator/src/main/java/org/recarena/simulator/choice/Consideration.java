package org.recarena.simulator.choice;

/**
 * What a user who looks over a slate goes by, a number for each slot: the input of a {@link ClickRule}. The arrays are
 * the caller's, who may change their contents between calls.
 *
 * @param look the probability that the slot would be looked at, if the user gets that far
 * @param appeal its appeal in logits, what rules that choose one compare
 * @param attraction the probability that it attracts
 * @param click the probability of a click once it is looked at; differs from {@code attraction} by trust in ranks
 * @param satisfied the probability that a click on it satisfies
 * @param nest which slots are alike
 */
@SuppressWarnings("ArrayRecordComponent") // Views of the caller's buffers; nobody compares it.
public record Consideration(
        double[] look, double[] appeal, double[] attraction, double[] click, double[] satisfied, int[] nest) {

    /**
     * Buffers for slates of a given length.
     *
     * @param slots the length
     * @return arrays of zeros
     */
    public static Consideration ofSlots(int slots) {
        return new Consideration(
                new double[slots],
                new double[slots],
                new double[slots],
                new double[slots],
                new double[slots],
                new int[slots]);
    }

    /**
     * The length of the slate.
     *
     * @return the number of slots
     */
    public int slots() {
        return look.length;
    }
}
