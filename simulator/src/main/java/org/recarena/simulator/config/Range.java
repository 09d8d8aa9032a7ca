package org.recarena.simulator.config;

/**
 * An interval of numbers. Immutable.
 *
 * @param minimum the lower end; negative infinity for none
 * @param minimumExclusive whether the lower end is outside
 * @param maximum the upper end; positive infinity for none
 * @param maximumExclusive whether the upper end is outside
 */
public record Range(double minimum, boolean minimumExclusive, double maximum, boolean maximumExclusive) {

    /** Every number. */
    public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, true);

    /**
     * A closed interval.
     *
     * @param minimum the lower end, inside
     * @param maximum the upper end, inside
     * @return the interval
     */
    public static Range closed(double minimum, double maximum) {
        return new Range(minimum, false, maximum, false);
    }

    /**
     * Everything from a number on.
     *
     * @param minimum the lower end, inside
     * @return the interval
     */
    public static Range atLeast(double minimum) {
        return new Range(minimum, false, Double.POSITIVE_INFINITY, true);
    }

    /**
     * Everything above a number.
     *
     * @param minimum the lower end, outside
     * @return the interval
     */
    public static Range above(double minimum) {
        return new Range(minimum, true, Double.POSITIVE_INFINITY, true);
    }

    /**
     * Whether a number lies inside.
     *
     * @param value any number; NaN lies in no interval
     * @return true inside
     */
    public boolean contains(double value) {
        return (minimumExclusive ? value > minimum : value >= minimum)
                && (maximumExclusive ? value < maximum : value <= maximum);
    }

    /**
     * The number inside that is nearest to another.
     *
     * @param value any number but NaN
     * @return the value itself where it lies inside; else an end, or its neighbour where that end is outside
     */
    public double nearest(double value) {
        double lowest = minimumExclusive ? Math.nextUp(minimum) : minimum;
        double highest = maximumExclusive ? Math.nextDown(maximum) : maximum;
        return Math.max(lowest, Math.min(highest, value));
    }

    @Override
    public String toString() {
        String low = Double.isInfinite(minimum) ? "" : (minimumExclusive ? "above " : "at least ") + plain(minimum);
        String high = Double.isInfinite(maximum) ? "" : (maximumExclusive ? "below " : "at most ") + plain(maximum);
        String joint = low.isEmpty() || high.isEmpty() ? "" : " and ";
        String text = low + joint + high;
        return text.isEmpty() ? "any" : text;
    }

    /** Whole numbers without a decimal point, as far as they are exact. */
    static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
