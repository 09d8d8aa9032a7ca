package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.math.NormalDistribution;
import org.recarena.simulator.random.NumpyRandom;

/** Draws from a generator of the reference, which runs on from episode to episode. */
final class NumpyDraws implements Draws {

    /** The largest seed that the reference's generator takes. */
    static final long MAX_SEED = 0xFFFF_FFFFL;

    /** Taken for 0, of which there is no quantile. */
    private static final double SMALLEST = 0x1p-54;

    private final NumpyRandom random;

    NumpyDraws(long seed) {
        random = new NumpyRandom(seed);
    }

    /**
     * Refuses a seed that would, with the greatest offset, leave the generator's range.
     *
     * @param offset the greatest number that is added to the seed
     */
    static void checkSeed(long seed, long offset, String field) {
        if (seed < 0 || seed > MAX_SEED - offset) {
            throw new InvalidInputException(
                    field,
                    "is " + Long.toUnsignedString(seed) + "; with random \"numpy\" it must be at least 0 and at most "
                            + (MAX_SEED - offset));
        }
    }

    void seed(long seed) {
        random.seed(seed);
    }

    @Override
    public double uniform() {
        return random.uniform();
    }

    @Override
    public double gaussian() {
        return random.gaussian();
    }

    /**
     * As scipy.stats.truncnorm draws, which the reference uses: the inverse of the distribution, of one uniform number.
     */
    @Override
    public double gaussianWithin(double bound) {
        double below = NormalDistribution.cumulative(-bound);
        double uniform = Math.max(random.uniform(), SMALLEST);
        return NormalDistribution.quantile(below + uniform * (NormalDistribution.cumulative(bound) - below));
    }

    @Override
    public int below(int bound) {
        return random.integerBelow(bound);
    }

    @Override
    public int category(double[] cumulative) {
        return random.categorical(cumulative, cumulative.length);
    }

    void save(DataOutput out) throws IOException {
        random.save(out);
    }

    void load(DataInput in) throws IOException {
        random.load(in);
    }
}
