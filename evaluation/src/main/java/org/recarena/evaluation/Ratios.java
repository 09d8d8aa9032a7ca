package org.recarena.evaluation;

import java.util.List;

/**
 * A sum of ratios of totals over clusters, Σ_k Σ_u x_ku / Σ_u n_ku: what every estimator here is. Each cluster has its
 * own x and n in every ratio.
 */
final class Ratios {

    /**
     * One of the ratios.
     *
     * @param numerator x, one per cluster
     * @param denominator n, one per cluster
     */
    @SuppressWarnings("ArrayRecordComponent") // Compared by nobody.
    record Ratio(double[] numerator, double[] denominator) {}

    private final List<Ratio> ratios;
    private final int clusters;

    private Ratios(List<Ratio> ratios) {
        this.ratios = ratios;
        this.clusters = ratios.get(0).numerator().length;
    }

    static Ratios of(Ratio... ratios) {
        return new Ratios(List.of(ratios));
    }

    int clusters() {
        return clusters;
    }

    /** Returns the sum of ratios; NaN or infinite where a denominator is 0. */
    double value() {
        double value = 0;
        for (Ratio ratio : ratios) {
            value += total(ratio.numerator()) / total(ratio.denominator());
        }
        return value;
    }

    /** Returns the sum of ratios when each cluster counts so many times; NaN or infinite where a denominator is 0. */
    double value(int[] times) {
        double value = 0;
        for (Ratio ratio : ratios) {
            double x = 0;
            double n = 0;
            for (int u = 0; u < clusters; u++) {
                x += times[u] * ratio.numerator()[u];
                n += times[u] * ratio.denominator()[u];
            }
            value += x / n;
        }
        return value;
    }

    /**
     * Returns the value with its linearised standard error: sqrt(U / (U − 1) · Σ_u e_u²) with e_u = Σ_k (x_ku − R_k
     * n_ku) / Σ_u n_ku, the first-order effect of the cluster on the value.
     */
    Estimate linearised(double level) {
        double value = checkedValue();
        if (clusters < 2) {
            throw new IllegalArgumentException("there is 1 cluster: a clustered standard error needs 2 or more");
        }
        double[] effect = new double[clusters];
        for (Ratio ratio : ratios) {
            double n = total(ratio.denominator());
            double r = total(ratio.numerator()) / n;
            for (int u = 0; u < clusters; u++) {
                effect[u] += (ratio.numerator()[u] - r * ratio.denominator()[u]) / n;
            }
        }
        double squares = 0;
        for (double e : effect) {
            squares += e * e;
        }
        return Estimate.student(value, Math.sqrt(squares * clusters / (clusters - 1.0)), level, clusters);
    }

    /** Returns the value; refuses a denominator of 0. */
    double checkedValue() {
        for (Ratio ratio : ratios) {
            double n = total(ratio.denominator());
            if (!(n > 0)) {
                throw new IllegalArgumentException("the total that the estimate divides by is " + n
                        + ": no recommendations, or no logged action that the target takes");
            }
        }
        double value = value();
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("the estimate is " + value + ": its totals overflow");
        }
        return value;
    }

    private static double total(double[] values) {
        double total = 0;
        for (double value : values) {
            total += value;
        }
        return total;
    }
}
