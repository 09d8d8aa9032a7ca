package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares events with the probabilities that they were said to have, group by group. The sum of (event - probability)
 * is a martingale, whatever the probabilities depend on, with variance sum of p (1 - p).
 */
final class Closeness {

    private final double[] difference;
    private final double[] variance;
    private final int[] count;

    Closeness(int groups) {
        difference = new double[groups];
        variance = new double[groups];
        count = new int[groups];
    }

    void add(int group, double event, double probability) {
        assertThat(probability).isBetween(0.0, 1.0);
        difference[group] += event - probability;
        variance[group] += probability * (1 - probability);
        count[group]++;
    }

    /** Fails where a group is off by more than some standard errors; 4 are exceeded by chance once in 16,000 groups. */
    void assertWithin(double standardErrors) {
        for (int group = 0; group < count.length; group++) {
            assertThat(count[group]).isGreaterThan(1000);
            assertThat(Math.abs(difference[group]))
                    .as("group " + group + " of " + count[group] + " events")
                    .isLessThanOrEqualTo(standardErrors * Math.sqrt(variance[group]) + 1e-9);
        }
    }
}
