package org.recarena.simulator.math;

/** The standard normal distribution. Thread-safe. */
public final class NormalDistribution {

    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;
    /** Beyond it the result is 0 or 1 to within 1e-23. */
    private static final double FAR = 10;

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
}
