package org.recarena.simulator.recsim;

/** A ratio of sums over episodes, with its standard error by linearisation; a mean where every denominator is 1. */
final class Ratio {

    private final double[] numerators;
    private final double[] denominators;

    Ratio(int episodes) {
        numerators = new double[episodes];
        denominators = new double[episodes];
    }

    void add(int episode, double numerator, double denominator) {
        numerators[episode] += numerator;
        denominators[episode] += denominator;
    }

    double value() {
        return sum(numerators) / sum(denominators);
    }

    double standardError() {
        double value = value();
        double squares = 0;
        for (int i = 0; i < numerators.length; i++) {
            double residual = numerators[i] - value * denominators[i];
            squares += residual * residual;
        }
        return Math.sqrt(squares) / sum(denominators);
    }

    /** The ratio within each episode. */
    double[] values() {
        double[] values = new double[numerators.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numerators[i] / denominators[i];
        }
        return values;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
