package org.recarena.simulator.recsim;

/**
 * Documents on one of several topics, all equally likely. Quality is normal around the topic's mean and hidden; the
 * means rise from the lowest to 0 over the first 70 % of topics, and from 0 to the highest over the rest.
 *
 * <p>Source: Ie et al., "SlateQ" (2019), as {@code UtilityModelVideoSampler} of RecSim.
 */
final class TopicDocuments implements DocumentModel {

    private final double[] means;
    private final double stddev;

    /**
     * Documents of given qualities.
     *
     * @param means the mean quality of each topic
     * @param stddev the standard deviation of quality within a topic
     */
    TopicDocuments(double[] means, double stddev) {
        this.means = means.clone();
        this.stddev = stddev;
    }

    /**
     * The mean quality of each topic.
     *
     * @param topics how many topics
     * @param lowest the mean of the first topic
     * @param highest the mean of the last topic
     */
    static double[] means(int topics, double lowest, double highest) {
        int bad = (int) (0.7 * topics);
        int good = topics - bad;
        double[] means = new double[topics];
        line(means, 0, bad, lowest, 0);
        line(means, bad, good, 0, highest);
        return means;
    }

    /** How many topics the reference knows a mean for: fewer than there are, where 70 and 30 % are not whole. */
    static int referenceMeans(int topics) {
        return (int) (0.7 * topics) + (int) (0.3 * topics);
    }

    /** As {@code numpy.linspace}, whose last number is not rounded: a quality of 0 gives no time back. */
    private static void line(double[] target, int from, int count, double first, double last) {
        for (int i = 0; i < count; i++) {
            target[from + i] = count == 1 ? first : first + i * ((last - first) / (count - 1));
        }
        if (count > 1) {
            target[from + count - 1] = last;
        }
    }

    @Override
    public int clusters() {
        return means.length;
    }

    @Override
    public int cluster(long id, Draws draws) {
        return draws.below(means.length);
    }

    @Override
    public double value(int cluster, Draws draws) {
        return means[cluster] + stddev * draws.gaussian();
    }
}
