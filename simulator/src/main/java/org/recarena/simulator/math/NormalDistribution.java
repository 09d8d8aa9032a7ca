package org.recarena.simulator.math;

/** The standard normal distribution. Thread-safe. */
public final class NormalDistribution {

    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;
    /** Beyond it the result is 0 or 1 to within 1e-23. */
    private static final double FAR = 10;

    /** Nearer to 1/2 than this the quantile is approximated in the distance from 1/2, else in the tail. */
    private static final double CENTRE = 0.425;
    /** The square root of minus the logarithm of a tail that counts as far. */
    private static final double FAR_TAIL = 5;

    // Numerators and denominators of Wichura's approximations, the highest powers first.
    private static final double[] CENTRE_ABOVE = {
        2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987,
        13731.69376550946, 1971.5909503065513, 133.14166789178438, 3.3871328727963665
    };
    private static final double[] CENTRE_BELOW = {
        5226.495278852854,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1
    };
    private static final double[] NEAR_ABOVE = {
        0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684,
        3.6478483247632045, 5.769497221460691, 4.630337846156546, 1.4234371107496835
    };
    private static final double[] NEAR_BELOW = {
        1.0507500716444169e-09,
        0.0005475938084995345,
        0.015198666563616457,
        0.14810397642748008,
        0.6897673349851,
        1.6763848301838038,
        2.053191626637759,
        1
    };
    private static final double[] FAR_ABOVE = {
        2.0103343992922881e-07, 2.7115555687434876e-05, 0.0012426609473880784, 0.026532189526576124,
        0.29656057182850487, 1.7848265399172913, 5.463784911164114, 6.657904643501103
    };
    private static final double[] FAR_BELOW = {
        2.0442631033899397e-15,
        1.421511758316446e-07,
        1.8463183175100548e-05,
        0.0007868691311456133,
        0.014875361290850615,
        0.1369298809227358,
        0.599832206555888,
        1
    };

    private NormalDistribution() {}

    /**
     * The probability of a number below x, by Marsaglia's series: 1/2 + phi(x) (x + x^3 / 3 + x^5 / (3 * 5) + ...).
     *
     * <p>Source: Marsaglia, "Evaluating the normal distribution" (2004).
     *
     * @param x any number, infinite ones included
     * @return a probability, within 1e-15
     */
    public static double cumulative(double x) {
        if (Math.abs(x) > FAR) {
            return x > 0 ? 1 : 0;
        }
        double sum = x;
        double previous = 0;
        double term = x;
        for (int i = 3; sum != previous; i += 2) {
            previous = sum;
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + sum * INVERSE_ROOT_TWO_PI * Exponential.exp(-0.5 * x * x);
    }

    /**
     * The number that is not exceeded with a probability: the inverse of {@link #cumulative}.
     *
     * <p>Source: Wichura, "Algorithm AS 241: The percentage points of the normal distribution" (1988), PPND16.
     *
     * @param probability above 0 and below 1
     * @return the number, to about 1e-15 of its size
     */
    public static double quantile(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability " + probability);
        }
        double fromHalf = probability - 0.5;
        if (Math.abs(fromHalf) <= CENTRE) {
            double r = CENTRE * CENTRE - fromHalf * fromHalf;
            return fromHalf * polynomial(CENTRE_ABOVE, r) / polynomial(CENTRE_BELOW, r);
        }
        double tail = Math.sqrt(-StrictMath.log(fromHalf < 0 ? probability : 1 - probability));
        double size = tail <= FAR_TAIL
                ? polynomial(NEAR_ABOVE, tail - 1.6) / polynomial(NEAR_BELOW, tail - 1.6)
                : polynomial(FAR_ABOVE, tail - FAR_TAIL) / polynomial(FAR_BELOW, tail - FAR_TAIL);
        return fromHalf < 0 ? -size : size;
    }

    private static double polynomial(double[] coefficients, double x) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }
}
