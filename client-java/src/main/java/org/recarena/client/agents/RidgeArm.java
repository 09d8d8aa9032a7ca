package org.recarena.client.agents;

/**
 * Ridge regression of one item's reward on the user's features, updated one observation at a time: the inverse of A = I
 * + sum x x' by the Sherman-Morrison formula, b = sum r x, theta = A^-1 b (Li et al. 2010, algorithm 1).
 */
final class RidgeArm {

    private final int dimension;
    private final double[] inverse;
    private final double[] response;
    private final double[] theta;
    private final double[] scratch;

    RidgeArm(int dimension) {
        this.dimension = dimension;
        inverse = new double[dimension * dimension];
        response = new double[dimension];
        theta = new double[dimension];
        scratch = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            inverse[i * dimension + i] = 1;
        }
    }

    /** The expected reward theta'x. */
    double mean(double[] x) {
        return dot(theta, x);
    }

    /** The variance x'A^-1 x of that, up to the noise's. */
    double variance(double[] x) {
        multiply(x);
        return Math.max(0, dot(scratch, x));
    }

    void update(double[] x, double reward) {
        multiply(x);
        double scale = 1 / (1 + dot(scratch, x));
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                inverse[i * dimension + j] -= scale * scratch[i] * scratch[j];
            }
            response[i] += reward * x[i];
        }
        for (int i = 0; i < dimension; i++) {
            double sum = 0;
            for (int j = 0; j < dimension; j++) {
                sum += inverse[i * dimension + j] * response[j];
            }
            theta[i] = sum;
        }
    }

    private void multiply(double[] x) {
        for (int i = 0; i < dimension; i++) {
            double sum = 0;
            for (int j = 0; j < dimension; j++) {
                sum += inverse[i * dimension + j] * x[j];
            }
            scratch[i] = sum;
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
