package org.recarena.simulator.session;

import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;

/** Where users come from: cohorts of given sizes, each with a mean taste. With one cohort the mean is 0. Immutable. */
final class Cohorts {

    private final double[] cumulative;
    private final double[] means;
    private final int dimension;

    Cohorts(double[] shares, int dimension, double spread, long seed) {
        this.dimension = dimension;
        cumulative = new double[shares.length];
        double sum = 0;
        for (int cohort = 0; cohort < shares.length; cohort++) {
            sum += shares[cohort];
            cumulative[cohort] = sum;
        }
        means = new double[shares.length * dimension];
        if (shares.length > 1) {
            RandomStream stream = new RandomStream();
            StreamKeys.seed(stream, seed, StreamKeys.WORLD_LANE, 0, Purposes.COHORTS);
            for (int i = 0; i < means.length; i++) {
                means[i] = spread * stream.nextGaussian();
            }
        }
    }

    int count() {
        return cumulative.length;
    }

    /** Draws a user: a cohort, and a taste around its mean, with standard normal deviations. */
    int draw(RandomStream stream, double[] taste, int at) {
        int last = cumulative.length - 1;
        double target = stream.nextDouble() * cumulative[last];
        int cohort = 0;
        while (cohort < last && cumulative[cohort] <= target) {
            cohort++;
        }
        for (int feature = 0; feature < dimension; feature++) {
            taste[at + feature] = means[cohort * dimension + feature] + stream.nextGaussian();
        }
        return cohort;
    }

    double[] means() {
        return means.clone();
    }
}
