package org.recarena.evaluation;

/**
 * A ratio of sums over independent clusters, such as clicks over recommendations of users. Its error is that of the
 * linearised ratio estimator (Cochran 1977, section 6.4): {@code sqrt(U / (U - 1) * sum_u (x_u - R n_u)^2) / sum_u
 * n_u}, so it allows for what happens to one user being dependent, and for users who stay longer counting more.
 * Stateless.
 */
public final class ClusteredRatio {

    private ClusteredRatio() {}

    /**
     * Estimates the ratio.
     *
     * @param numerators a sum for each cluster
     * @param denominators a sum for each cluster, not negative, not all 0
     * @return the ratio of the totals
     * @throws IllegalArgumentException for different lengths, fewer than two clusters, or nothing to divide by
     */
    public static Estimate of(double[] numerators, double[] denominators) {
        int clusters = numerators.length;
        if (clusters != denominators.length || clusters < 2) {
            throw new IllegalArgumentException("there are " + clusters + " numerators and " + denominators.length
                    + " denominators; both must be the same number, at least 2");
        }
        double numerator = sum(numerators);
        double denominator = sum(denominators);
        if (!(denominator > 0)) {
            throw new IllegalArgumentException(
                    "the denominators sum to " + denominator + "; they must sum to more than 0");
        }
        double ratio = numerator / denominator;
        double squares = 0;
        for (int u = 0; u < clusters; u++) {
            double residual = numerators[u] - ratio * denominators[u];
            squares += residual * residual;
        }
        return Estimate.normal(ratio, Math.sqrt(clusters / (clusters - 1.0) * squares) / denominator);
    }

    /**
     * Estimates the difference of two ratios over the same clusters, such as two policies that met the same users: what
     * both have in common cancels.
     *
     * @param first numerators of the first ratio
     * @param firstSize denominators of the first ratio
     * @param second numerators of the second ratio
     * @param secondSize denominators of the second ratio
     * @return the first ratio minus the second
     * @throws IllegalArgumentException as {@link #of}
     */
    public static Estimate difference(double[] first, double[] firstSize, double[] second, double[] secondSize) {
        double left = of(first, firstSize).value();
        double right = of(second, secondSize).value();
        if (first.length != second.length) {
            throw new IllegalArgumentException(
                    "there are " + first.length + " and " + second.length + " clusters; they must be the same");
        }
        int clusters = first.length;
        double leftSize = sum(firstSize);
        double rightSize = sum(secondSize);
        double squares = 0;
        for (int u = 0; u < clusters; u++) {
            double residual =
                    (first[u] - left * firstSize[u]) / leftSize - (second[u] - right * secondSize[u]) / rightSize;
            squares += residual * residual;
        }
        return Estimate.normal(left - right, Math.sqrt(clusters / (clusters - 1.0) * squares));
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
