package org.recarena.simulator.recsim;

import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;

/** Draws from one of the project's own streams, which can be put anywhere at no cost. */
final class StreamDraws implements Draws {

    private final RandomStream stream = new RandomStream();

    /** Goes to the beginning of the sequence of (seed, lane, episode, purpose). */
    void at(long seed, long lane, long episode, long purpose) {
        StreamKeys.seed(stream, seed, lane, episode, purpose);
    }

    /** Goes to the beginning of the sequence that belongs to an index under a key of two words. */
    void at(long key0, long key1, long index) {
        stream.reseed(StreamKeys.hash(key0, index), StreamKeys.hash(key1, index));
    }

    /** The first word of the position; two of them make a key. */
    long word0() {
        return stream.state0();
    }

    /** The second word of the position. */
    long word1() {
        return stream.state1();
    }

    @Override
    public double uniform() {
        return stream.nextDouble();
    }

    @Override
    public double gaussian() {
        return stream.nextGaussian();
    }

    /** Uniform up to a bias of 2^-53 * bound, which no experiment can notice. */
    @Override
    public int below(int bound) {
        return (int) (stream.nextDouble() * bound);
    }

    @Override
    public int category(double[] cumulative) {
        return category(stream.nextDouble(), cumulative);
    }

    /** The first category whose running sum, as a share of the last one, exceeds a uniform number. */
    static int category(double uniform, double[] cumulative) {
        int last = cumulative.length - 1;
        double target = uniform * cumulative[last];
        int category = 0;
        while (category < last && cumulative[category] <= target) {
            category++;
        }
        return category;
    }
}
