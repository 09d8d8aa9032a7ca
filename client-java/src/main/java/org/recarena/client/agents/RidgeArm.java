package org.recarena.client.agents;

/**
 * Ridge regression of a reward on features x, updated one observation at a time: the inverse of A = ridge I + sum x x'
 * by the Sherman-Morrison formula, b = sum r x, theta = A^-1 b (Li, Chu, Langford and Schapire 2010, algorithm 1). Used
 * by one thread.
 */
public final class RidgeArm {

    private final int dimension;
    private final double[] inverse;
    private final double[] response;
    private final double[] theta;
    private final double[] scratch;

    /**
     * A regression of which nothing was observed, with a ridge of 1.
     *
     * @param dimension the number of features; positive
     */
    public RidgeArm(int dimension) {
        this(dimension, 1);
    }

    /**
     * A regression of which nothing was observed.
     *
     * @param dimension the number of features; positive
     * @param ridge the inverse of the prior variance of theta, in units of the noise's; positive
     */
    public RidgeArm(int dimension, double ridge) {
        if (!(ridge > 0)) {
            throw new IllegalArgumentException("ridge is " + ridge + "; it must be positive");
        }
        this.dimension = dimension;
        inverse = new double[dimension * dimension];
        response = new double[dimension];
        theta = new double[dimension];
        scratch = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            inverse[i * dimension + i] = 1 / ridge;
        }
    }

    /**
     * The expected reward theta'x.
     *
     * @param x as many features as there are
     * @return the estimate; 0 before the first observation
     */
    public double mean(double[] x) {
        return dot(theta, x);
    }

    /**
     * The variance x'A^-1 x of that, up to the noise's.
     *
     * @param x as many features as there are
     * @return not negative
     */
    public double variance(double[] x) {
        multiply(x);
        return Math.max(0, dot(scratch, x));
    }

    /**
     * Takes in one observation.
     *
     * @param x as many features as there are
     * @param reward what came of it
     */
    public void update(double[] x, double reward) {
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
