package org.recarena.simulator.math;

/**
 * The exponential function and its relatives in plain IEEE double arithmetic.
 *
 * <p>{@link Math#exp} may differ between JVMs by one unit in the last place, and {@link StrictMath#exp} is slow in a
 * loop. These use only additions, multiplications and bit shifts, none fused, so they give the same bits everywhere.
 *
 * <p>Method: x = n ln 2 + r with |r| &lt;= ln 2 / 2, ln 2 split in two parts (Cody and Waite 1980); exp(r) by its
 * Taylor polynomial of degree 13, whose truncation error, below 5e-18, is far under half a unit in the last place of
 * the result. The error is below 1 unit in the last place for arguments in [-708, 709]. Thread-safe.
 */
public final class Exponential {

    private static final double INVERSE_LN2 = 1.4426950408889634;
    /** The leading 32 bits of ln 2, so that a product with a small integer is exact. */
    private static final double LN2_HIGH = 0x1.62E42FEEp-1;

    private static final double LN2_LOW = 1.9082149292705877e-10;
    /** Adding it rounds to an integer and leaves that integer in the low bits. */
    private static final double ROUNDER = 0x1.8p52;

    private static final double SMALLEST_ARGUMENT = -708;
    private static final double LARGEST_ARGUMENT = 709;

    private static final double C2 = 1.0 / 2;
    private static final double C3 = 1.0 / 6;
    private static final double C4 = 1.0 / 24;
    private static final double C5 = 1.0 / 120;
    private static final double C6 = 1.0 / 720;
    private static final double C7 = 1.0 / 5040;
    private static final double C8 = 1.0 / 40320;
    private static final double C9 = 1.0 / 362880;
    private static final double C10 = 1.0 / 3628800;
    private static final double C11 = 1.0 / 39916800;
    private static final double C12 = 1.0 / 479001600;
    private static final double C13 = 1.0 / 6227020800.0;

    private Exponential() {}

    /**
     * e to the power x.
     *
     * @param x any number; below -708 the result is exp(-708), about 3.3e-308, above 709 infinity, and NaN stays NaN
     * @return exp(x), within one unit in the last place
     */
    public static double exp(double x) {
        if (!(x <= LARGEST_ARGUMENT)) {
            return x > 0 ? Double.POSITIVE_INFINITY : x;
        }
        double argument =
                x < SMALLEST_ARGUMENT ? SMALLEST_ARGUMENT : x; // Cheaper than Math.max, which minds NaN and -0.
        double shifted = argument * INVERSE_LN2 + ROUNDER;
        double n = shifted - ROUNDER;
        double r = argument - n * LN2_HIGH - n * LN2_LOW;
        return scale(polynomial(r), shifted);
    }

    /**
     * Replaces each entry by its exponential; the loops are short enough for the JVM to run them in vector registers.
     *
     * @param values the arguments, each at most 709 and not NaN; below -708 the result is exp(-708)
     * @param scratch at least as long as {@code size}; overwritten
     * @param size how many entries, from the first, to replace
     */
    public static void exp(double[] values, double[] scratch, int size) {
        for (int i = 0; i < size; i++) {
            double x = Math.max(values[i], SMALLEST_ARGUMENT);
            double shifted = x * INVERSE_LN2 + ROUNDER;
            double n = shifted - ROUNDER;
            scratch[i] = shifted;
            values[i] = x - n * LN2_HIGH - n * LN2_LOW;
        }
        for (int i = 0; i < size; i++) {
            values[i] = polynomial(values[i]);
        }
        for (int i = 0; i < size; i++) {
            values[i] = scale(values[i], scratch[i]);
        }
    }

    /**
     * The logistic function 1 / (1 + exp(-x)).
     *
     * @param x any number
     * @return a probability; 0.5 at 0
     */
    public static double sigmoid(double x) {
        return 1 / (1 + exp(-x));
    }

    /** exp(r) for small r; even and odd powers apart, so that fewer operations wait for one another. */
    private static double polynomial(double r) {
        double r2 = r * r;
        double even = C12;
        even = even * r2 + C10;
        even = even * r2 + C8;
        even = even * r2 + C6;
        even = even * r2 + C4;
        even = even * r2 + C2;
        double odd = C13;
        odd = odd * r2 + C11;
        odd = odd * r2 + C9;
        odd = odd * r2 + C7;
        odd = odd * r2 + C5;
        odd = odd * r2 + C3;
        return 1 + (r + r2 * (even + r * odd));
    }

    /** Adds the integer in the low bits of {@code shifted} to the exponent of {@code mantissa}. */
    private static double scale(double mantissa, double shifted) {
        return Double.longBitsToDouble(
                Double.doubleToRawLongBits(mantissa) + (Double.doubleToRawLongBits(shifted) << 52));
    }
}
