package org.recarena.evaluation;

import org.recarena.evaluation.Ratios.Ratio;

/**
 * What the importance weights say of the propensities. The weights' expectation is 1 when the logged propensities are
 * right and are positive wherever the target is; a mean further off than its error explains means wrong propensities,
 * actions that only the target takes, or weights so heavy that the mean has not settled. A mean within its error proves
 * nothing: errors that cancel go unseen.
 *
 * @param meanWeight the mean weight with its user-clustered error
 * @param consistent whether 1 lies in the mean's interval
 * @param tinyThreshold the propensity below which one counts as tiny
 * @param tinyShare the share of decisions with tiny propensities
 * @param smallestPropensity the smallest propensity
 * @param largestWeight the largest weight
 * @param effectiveSampleSize Kish's effective sample size
 * @param decisions the number of decisions
 */
public record PropensityCheck(
        Estimate meanWeight,
        boolean consistent,
        double tinyThreshold,
        double tinyShare,
        double smallestPropensity,
        double largestWeight,
        double effectiveSampleSize,
        int decisions) {

    /** What rounding may add to a mean of weights that are all 1. */
    private static final double ROUNDING = 1e-9;

    /**
     * Checks logged decisions.
     *
     * @param data the logged decisions, of two clusters at least
     * @param level the confidence level of the mean weight's interval, in (0, 1)
     * @param tinyThreshold the propensity below which one counts as tiny, in [0, 1]
     * @return the findings
     */
    public static PropensityCheck of(LoggedBandit data, double level, double tinyThreshold) {
        if (!(tinyThreshold >= 0 && tinyThreshold <= 1)) {
            throw new IllegalArgumentException("tinyThreshold is " + tinyThreshold + ": not in [0, 1]");
        }
        double[] weights = data.weights();
        Clusters clusters = Clusters.of(data.cluster());
        Estimate mean =
                Ratios.of(new Ratio(clusters.totals(weights), clusters.sizes())).linearised(level);
        int tiny = 0;
        double smallest = 1;
        double largest = 0;
        for (int i = 0; i < weights.length; i++) {
            if (data.propensity()[i] < tinyThreshold) {
                tiny++;
            }
            smallest = Math.min(smallest, data.propensity()[i]);
            largest = Math.max(largest, weights[i]);
        }
        return new PropensityCheck(
                mean,
                mean.lower() - ROUNDING <= 1 && 1 <= mean.upper() + ROUNDING,
                tinyThreshold,
                tiny / (double) weights.length,
                smallest,
                largest,
                EffectiveSampleSize.of(weights),
                weights.length);
    }
}
