package org.recarena.evaluation;

import java.util.function.IntToDoubleFunction;

/**
 * Estimates what a policy would have earned, for a decision, from decisions that another one made. With w = target /
 * propensity, r the reward, q the model's prediction for the logged action and v its expectation under the evaluated
 * policy, averages run over decisions and errors over clusters ({@link ClusteredRatio}). Stateless.
 */
public final class OffPolicyEstimators {

    private OffPolicyEstimators() {}

    /**
     * Inverse propensity score: the mean of w r (Horvitz and Thompson 1952). Unbiased if propensities are true and the
     * logging policy takes whatever the evaluated one may.
     *
     * @param data logged decisions
     * @return the estimate
     */
    public static Estimate inversePropensity(LoggedBandit data) {
        return mean(data, row -> weight(data, row) * data.reward()[row]);
    }

    /**
     * Inverse propensity score with weights capped: less variance for some bias (Ionides 2008).
     *
     * @param data logged decisions
     * @param cap the highest weight; positive
     * @return the estimate
     */
    public static Estimate cappedInversePropensity(LoggedBandit data, double cap) {
        if (!(cap > 0)) {
            throw new IllegalArgumentException("cap is " + cap + "; it must be positive");
        }
        return mean(data, row -> Math.min(cap, weight(data, row)) * data.reward()[row]);
    }

    /**
     * Self-normalised inverse propensity score: sum of w r over sum of w (Swaminathan and Joachims 2015). Biased by
     * little, and unchanged in its error if a constant is added to all rewards.
     *
     * @param data logged decisions
     * @return the estimate
     */
    public static Estimate selfNormalised(LoggedBandit data) {
        double[] numerators = new double[data.clusters()];
        double[] denominators = new double[numerators.length];
        for (int row = 0; row < data.cluster().length; row++) {
            double weight = weight(data, row);
            numerators[data.cluster()[row]] += weight * data.reward()[row];
            denominators[data.cluster()[row]] += weight;
        }
        return ClusteredRatio.of(numerators, denominators);
    }

    /**
     * Direct method: the mean of v. As good as the model is.
     *
     * @param data logged decisions
     * @return the estimate
     */
    public static Estimate directMethod(LoggedBandit data) {
        return mean(data, row -> data.modelTarget()[row]);
    }

    /**
     * Doubly robust: the mean of v + w (r - q) (Dudik, Langford and Li 2011). Right if either the model or the
     * propensities are.
     *
     * @param data logged decisions
     * @return the estimate
     */
    public static Estimate doublyRobust(LoggedBandit data) {
        return mean(
                data,
                row -> data.modelTarget()[row] + weight(data, row) * (data.reward()[row] - data.modelLogged()[row]));
    }

    /**
     * The effective sample size of the weights: (sum w)^2 / sum w^2 (Kish 1965). Far below the number of decisions, the
     * weighted estimates rest on few of them.
     *
     * @param data logged decisions
     * @return between 1 and the number of decisions; 0 if all weights are 0
     */
    public static double effectiveSampleSize(LoggedBandit data) {
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < data.cluster().length; row++) {
            double weight = weight(data, row);
            sum += weight;
            squares += weight * weight;
        }
        return squares == 0 ? 0 : sum * sum / squares;
    }

    /**
     * The mean weight, which is 1 up to its error if the propensities are true and the logging policy takes whatever
     * the evaluated one may.
     *
     * @param data logged decisions
     * @return the estimate
     */
    public static Estimate meanWeight(LoggedBandit data) {
        return mean(data, row -> weight(data, row));
    }

    private static double weight(LoggedBandit data, int row) {
        return data.target()[row] / data.propensity()[row];
    }

    private static Estimate mean(LoggedBandit data, IntToDoubleFunction value) {
        double[] sums = new double[data.clusters()];
        double[] counts = new double[sums.length];
        for (int row = 0; row < data.cluster().length; row++) {
            sums[data.cluster()[row]] += value.applyAsDouble(row);
            counts[data.cluster()[row]]++;
        }
        return ClusteredRatio.of(sums, counts);
    }
}
