package org.recarena.simulator.recsim;

/** Random numbers of one role, whatever their source. Not thread-safe. */
interface Draws {

    /** A uniform number in [0, 1). */
    double uniform();

    /** A standard normal number. */
    double gaussian();

    /** A standard normal number between {@code -bound} and {@code bound}; {@code bound} is positive. */
    default double gaussianWithin(double bound) {
        double drawn;
        do {
            drawn = gaussian();
        } while (Math.abs(drawn) > bound);
        return drawn;
    }

    /** A uniform integer from 0 to {@code bound - 1}. */
    int below(int bound);

    /**
     * A category by running sums of probabilities, from left to right.
     *
     * @param cumulative as many entries as there are categories
     */
    int category(double[] cumulative);
}
