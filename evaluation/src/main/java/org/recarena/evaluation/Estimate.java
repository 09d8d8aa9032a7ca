package org.recarena.evaluation;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A number that was estimated, and how sure one may be of it. Immutable.
 *
 * @param value the estimate
 * @param standardError the estimate's standard error
 * @param lower the lower end of the interval
 * @param upper the upper end of the interval
 * @param level the confidence level of the interval, in (0, 1)
 * @param clusters how many independent units the error was computed from: users, or, where the method takes decisions
 *     as independent, decisions
 */
public record Estimate(double value, double standardError, double lower, double upper, double level, long clusters) {

    /**
     * Checks what it is made of.
     *
     * @param value the estimate; not NaN
     * @param standardError the estimate's standard error; not negative, not NaN
     * @param lower the lower end of the interval
     * @param upper the upper end of the interval; not below the lower
     * @param level the confidence level of the interval, in (0, 1)
     * @param clusters how many independent units the error was computed from; at least 1
     */
    public Estimate(double value, double standardError, double lower, double upper, double level, long clusters) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("value is NaN");
        }
        if (!(standardError >= 0)) {
            throw new IllegalArgumentException("standardError is " + standardError + ": not 0 or more");
        }
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("lower is " + lower + ": not at most upper, " + upper);
        }
        Checks.level(level);
        if (clusters < 1) {
            throw new IllegalArgumentException("clusters is " + clusters + ": not 1 or more");
        }
        this.value = value;
        this.standardError = standardError;
        this.lower = lower;
        this.upper = upper;
        this.level = level;
        this.clusters = clusters;
    }

    /**
     * The interval value ± t · standard error, with Student's t at clusters − 1 degrees of freedom.
     *
     * @param value the estimate
     * @param standardError the estimate's standard error
     * @param level the confidence level, in (0, 1)
     * @param clusters how many independent units the error was computed from; at least 2
     * @return the estimate with its interval
     */
    public static Estimate student(double value, double standardError, double level, long clusters) {
        Checks.level(level);
        if (clusters < 2) {
            throw new IllegalArgumentException("clusters is " + clusters + ": a standard error needs 2 or more");
        }
        double t = TDistribution.of(clusters - 1.0).inverseSurvivalProbability((1 - level) / 2);
        double half = t * standardError;
        return new Estimate(value, standardError, value - half, value + half, level, clusters);
    }

    /**
     * Whether a number lies in the interval, ends included.
     *
     * @param number the number
     * @return whether it does
     */
    public boolean covers(double number) {
        return lower <= number && number <= upper;
    }
}
