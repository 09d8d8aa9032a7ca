package org.recarena.evaluation;

/**
 * Kish's effective sample size: how many equally weighted decisions would say as much as the weighted ones, (Σ w)² / Σ
 * w².
 *
 * <p>Source: L. Kish, Survey Sampling (1965).
 */
public final class EffectiveSampleSize {

    private EffectiveSampleSize() {}

    /**
     * The effective sample size of weights.
     *
     * @param weights the weights; finite, not negative
     * @return a number between 1 and the number of weights; 0 when every weight is 0 or there are none
     */
    public static double of(double[] weights) {
        double largest = 0;
        for (int i = 0; i < weights.length; i++) {
            if (!(weights[i] >= 0 && weights[i] < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("weights[" + i + "] is " + weights[i] + ": not finite, or negative");
            }
            largest = Math.max(largest, weights[i]);
        }
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        double squares = 0;
        for (double weight : weights) {
            double scaled = weight / largest; // Squares neither overflow nor vanish all at once.
            sum += scaled;
            squares += scaled * scaled;
        }
        return sum * sum / squares;
    }

    /**
     * The effective sample size of logged decisions under the evaluated policy.
     *
     * @param data the logged decisions
     * @return a number between 1 and the number of decisions; 0 when the target never takes a logged action
     */
    public static double of(LoggedBandit data) {
        return of(data.weights());
    }
}
