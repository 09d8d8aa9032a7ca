package org.recarena.evaluation;

/**
 * A number estimated from data, with its uncertainty. Immutable.
 *
 * @param value the estimate
 * @param standardError its standard error, where clusters (users) are independent and what belongs to one is not
 * @param lower the lower end of its 95 % interval
 * @param upper the upper end
 */
public record Estimate(double value, double standardError, double lower, double upper) {

    /** The 97.5 % quantile of the standard normal distribution. */
    public static final double Z95 = 1.959963984540054;

    /**
     * An estimate with a normal interval.
     *
     * @param value the estimate
     * @param standardError its standard error
     * @return with its 95 % interval
     */
    public static Estimate normal(double value, double standardError) {
        return new Estimate(value, standardError, value - Z95 * standardError, value + Z95 * standardError);
    }

    /**
     * Whether a number lies within the interval.
     *
     * @param number any number
     * @return true inside, ends included
     */
    public boolean covers(double number) {
        return lower <= number && number <= upper;
    }
}
