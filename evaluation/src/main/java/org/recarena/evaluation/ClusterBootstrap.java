package org.recarena.evaluation;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.recarena.evaluation.Ratios.Ratio;

/**
 * Errors by resampling whole users, with percentile intervals. The same seed and data give the same numbers. Immutable.
 *
 * <p>Sources: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), for the standard error and the
 * percentile interval; N. Chamandy, O. Muralidharan, A. Najmi and S. Naidu, "Estimating uncertainty for massive data
 * streams" (Google, 2012), for the Poisson scheme.
 *
 * <p>A resample whose denominator is 0, such as one without any weight, has no estimate and is drawn again.
 *
 * @param seed the seed of the resamples
 * @param resamples how many
 * @param scheme how often each user counts in a resample
 */
public record ClusterBootstrap(long seed, int resamples, Scheme scheme) {

    private static final int ATTEMPTS = 1000;
    private static final double EXP_MINUS_ONE = 1 / Math.E;

    /** How often each user counts in a resample. */
    public enum Scheme {
        /** As often as it is drawn when as many users as there are are drawn with replacement. */
        MULTINOMIAL,
        /** A Poisson(1) number, independently of the others. */
        POISSON
    }

    /**
     * Checks what it is made of.
     *
     * @param seed the seed of the resamples
     * @param resamples how many; at least 2, and 1000 or more for an interval that is worth printing
     * @param scheme how often each user counts in a resample
     */
    public ClusterBootstrap(long seed, int resamples, Scheme scheme) {
        if (resamples < 2) {
            throw new IllegalArgumentException("resamples is " + resamples + ": not 2 or more");
        }
        this.seed = seed;
        this.resamples = resamples;
        this.scheme = scheme;
    }

    /**
     * An off-policy estimate with its bootstrap error.
     *
     * @param estimator the estimator
     * @param data the logged decisions, of two clusters at least
     * @param level the confidence level, in (0, 1)
     * @return the estimate from all users, with the resamples' standard deviation and percentiles
     */
    public Estimate estimate(OffPolicyEstimator estimator, LoggedBandit data, double level) {
        return resample(estimator.ratios(data), level);
    }

    /**
     * A ratio of totals, such as clicks per recommendation, with its bootstrap error.
     *
     * @param cluster the user of each row
     * @param numerator what each row adds above; finite
     * @param denominator what each row adds below; finite
     * @param level the confidence level, in (0, 1)
     * @return the ratio from all users, with the resamples' standard deviation and percentiles
     */
    public Estimate ratio(long[] cluster, double[] numerator, double[] denominator, double level) {
        Checks.lengths("numerator", numerator.length, "cluster", cluster.length);
        Checks.lengths("denominator", denominator.length, "cluster", cluster.length);
        Checks.finite("numerator", numerator);
        Checks.finite("denominator", denominator);
        Clusters clusters = Clusters.of(cluster);
        return resample(Ratios.of(new Ratio(clusters.totals(numerator), clusters.totals(denominator))), level);
    }

    private Estimate resample(Ratios ratios, double level) {
        Checks.level(level);
        double value = ratios.checkedValue();
        int clusters = ratios.clusters();
        if (clusters < 2) {
            throw new IllegalArgumentException("there is 1 cluster: a bootstrap over clusters needs 2 or more");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples];
        int[] times = new int[clusters];
        for (int b = 0; b < resamples; b++) {
            values[b] = one(ratios, times, random);
        }
        double mean = Arrays.stream(values).sum() / resamples;
        double squares = 0;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
        }
        Arrays.sort(values);
        double tail = (1 - level) / 2;
        return new Estimate(
                value,
                Math.sqrt(squares / (resamples - 1.0)),
                quantile(values, tail),
                quantile(values, 1 - tail),
                level,
                clusters);
    }

    private double one(Ratios ratios, int[] times, SplittableRandom random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            draw(times, random);
            double value = ratios.value(times);
            if (Double.isFinite(value)) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                "no estimate from " + ATTEMPTS + " resamples in a row: too few clusters with a denominator");
    }

    private void draw(int[] times, SplittableRandom random) {
        if (scheme == Scheme.MULTINOMIAL) {
            Arrays.fill(times, 0);
            for (int i = 0; i < times.length; i++) {
                times[random.nextInt(times.length)]++;
            }
        } else {
            for (int i = 0; i < times.length; i++) {
                times[i] = poisson(random);
            }
        }
    }

    /** Returns a Poisson(1) number: how many uniforms can be multiplied before the product falls below 1/e. */
    private static int poisson(SplittableRandom random) {
        int count = 0;
        double product = random.nextDouble();
        while (product > EXP_MINUS_ONE) {
            count++;
            product *= random.nextDouble();
        }
        return count;
    }

    /** Returns the quantile by linear interpolation between order statistics (Hyndman and Fan's type 7). */
    private static double quantile(double[] sorted, double probability) {
        double position = probability * (sorted.length - 1);
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
