package org.recarena.evaluation;

/** How a policy's clicks per recommendation changed over the steps of a run. Immutable. */
public final class LearningCurve {

    /** The clicks of the steps before each, with one more entry for those of all. */
    private final long[] clicksBefore;

    private final long[] recommendationsBefore;

    /**
     * A curve from counts per step.
     *
     * @param clicks the clicks at each step, over all users
     * @param recommendations the recommendations at each step, over all users
     */
    public LearningCurve(long[] clicks, long[] recommendations) {
        Checks.counts("clicks", clicks, "recommendations", recommendations);
        clicksBefore = runningTotals(clicks);
        recommendationsBefore = runningTotals(recommendations);
    }

    /**
     * How many steps there are.
     *
     * @return the number
     */
    public int steps() {
        return clicksBefore.length - 1;
    }

    /**
     * The rate over all steps so far.
     *
     * @return at each step, the rate of the steps up to and with it; NaN before the first recommendation
     */
    public double[] cumulative() {
        double[] rates = new double[steps()];
        for (int t = 0; t < rates.length; t++) {
            rates[t] = rate(0, t + 1);
        }
        return rates;
    }

    /**
     * The rate over the last steps: all clicks of the window over all its recommendations.
     *
     * @param window how many steps; at least 1. The first steps have fewer behind them, and use those.
     * @return at each step, the rate of the window that ends with it; NaN for a window without recommendations
     */
    public double[] windowed(int window) {
        if (window < 1) {
            throw new IllegalArgumentException("window is " + window + ": not 1 or more");
        }
        double[] rates = new double[steps()];
        for (int t = 0; t < rates.length; t++) {
            rates[t] = rate(Math.max(0, t + 1 - window), t + 1);
        }
        return rates;
    }

    private double rate(int from, int to) {
        long clicks = clicksBefore[to] - clicksBefore[from];
        long recommendations = recommendationsBefore[to] - recommendationsBefore[from];
        return recommendations == 0 ? Double.NaN : clicks / (double) recommendations;
    }

    private static long[] runningTotals(long[] counts) {
        long[] before = new long[counts.length + 1];
        for (int t = 0; t < counts.length; t++) {
            before[t + 1] = Math.addExact(before[t], counts[t]);
        }
        return before;
    }
}
