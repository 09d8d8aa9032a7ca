package org.recarena.evaluation;

import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.recarena.evaluation.Ratios.Ratio;

/**
 * Clicks per recommendation, with intervals. {@link #wilson} and {@link #jeffreys} take every recommendation as
 * independent with one probability for all, which recommendations to one user are not: their intervals are too narrow
 * for simulated users that differ. {@link #clustered} takes users as independent.
 */
public final class ClickThroughRate {

    private ClickThroughRate() {}

    /**
     * The rate with Wilson's score interval.
     *
     * <p>Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
     * American Statistical Association 22 (1927).
     *
     * @param clicks the number of clicks; at least 0
     * @param recommendations the number of recommendations; at least 1 and at least the clicks
     * @param level the confidence level, in (0, 1)
     * @return the rate; its clusters are the recommendations
     */
    public static Estimate wilson(long clicks, long recommendations, double level) {
        check(clicks, recommendations, level);
        double n = recommendations;
        double p = clicks / n;
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2);
        double scale = 1 + z * z / n;
        double centre = (p + z * z / (2 * n)) / scale;
        double half = z / scale * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        double lower = clicks == 0 ? 0 : Math.max(0, centre - half);
        double upper = clicks == recommendations ? 1 : Math.min(1, centre + half);
        return new Estimate(p, Math.sqrt(p * (1 - p) / n), lower, upper, level, recommendations);
    }

    /**
     * The rate with Jeffreys' interval: quantiles of Beta(clicks + ½, recommendations − clicks + ½), with 0 and 1 as
     * ends where nothing or everything was clicked.
     *
     * <p>Source: L. D. Brown, T. T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", Statistical
     * Science 16 (2001).
     *
     * @param clicks the number of clicks; at least 0
     * @param recommendations the number of recommendations; at least 1 and at least the clicks
     * @param level the confidence level, in (0, 1)
     * @return the rate; its clusters are the recommendations
     */
    public static Estimate jeffreys(long clicks, long recommendations, double level) {
        check(clicks, recommendations, level);
        double n = recommendations;
        double p = clicks / n;
        BetaDistribution posterior = BetaDistribution.of(clicks + 0.5, n - clicks + 0.5);
        double tail = (1 - level) / 2;
        double lower = clicks == 0 ? 0 : posterior.inverseCumulativeProbability(tail);
        double upper = clicks == recommendations ? 1 : posterior.inverseSurvivalProbability(tail);
        return new Estimate(p, Math.sqrt(p * (1 - p) / n), lower, upper, level, recommendations);
    }

    /**
     * The rate over users with its linearised error, as in {@link OffPolicyEstimator}: users are independent, one
     * user's recommendations need not be. Users without recommendations count as users.
     *
     * @param clicks each user's clicks
     * @param recommendations each user's recommendations
     * @param level the confidence level, in (0, 1)
     * @return the rate; its clusters are the users
     */
    public static Estimate clustered(long[] clicks, long[] recommendations, double level) {
        Checks.counts("clicks", clicks, "recommendations", recommendations);
        if (clicks.length == 0) {
            throw new IllegalArgumentException("clicks is empty: there are no users");
        }
        return Ratios.of(new Ratio(toDoubles(clicks), toDoubles(recommendations)))
                .linearised(level);
    }

    static double[] toDoubles(long[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static void check(long clicks, long recommendations, double level) {
        Checks.level(level);
        if (recommendations < 1) {
            throw new IllegalArgumentException("recommendations is " + recommendations + ": not 1 or more");
        }
        if (clicks < 0 || clicks > recommendations) {
            throw new IllegalArgumentException(
                    "clicks is " + clicks + ": not between 0 and recommendations, " + recommendations);
        }
    }
}
