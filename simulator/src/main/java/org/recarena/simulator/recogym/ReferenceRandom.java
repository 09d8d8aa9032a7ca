package org.recarena.simulator.recogym;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.random.NumpyRandom;

/**
 * The reference's generator and order of draws: one generator for everything but the clock, which has another with the
 * same seed. Both run on from user to user, so an episode depends on those before it.
 */
final class ReferenceRandom implements UserRandom {

    /** The largest seed that the reference's generator takes. */
    static final long MAX_SEED = 0xFFFF_FFFFL;

    private final NumpyRandom users = new NumpyRandom(0);
    private final NumpyRandom clock = new NumpyRandom(0);

    /** Refuses what the reference refuses. */
    static void checkSeed(long seed, String field) {
        if (seed < 0 || seed > MAX_SEED) {
            throw new InvalidInputException(
                    field,
                    "is " + Long.toUnsignedString(seed) + "; NumPy's generator takes seeds from 0 to " + MAX_SEED);
        }
    }

    @Override
    public void seed(long seed, long streamLane) {
        checkSeed(seed, "seed");
        if (seed + streamLane > MAX_SEED) {
            throw new InvalidInputException(
                    "seed",
                    "is " + seed + "; lane " + streamLane + " is seeded with seed + lane, and NumPy's generator takes "
                            + "seeds from 0 to " + MAX_SEED);
        }
        users.seed(seed + streamLane);
        clock.seed(seed + streamLane);
    }

    @Override
    public void begin(long episode) {
        // The generators run on.
    }

    @Override
    public double userNormal() {
        return users.gaussian();
    }

    @Override
    public double clockNormal() {
        return clock.gaussian();
    }

    @Override
    public double transitionUniform() {
        return users.uniform();
    }

    @Override
    public int view(double[] cumulative, int size) {
        return users.categorical(cumulative, size);
    }

    @Override
    public int view(SoftmaxViews views, double[] omega, SoftmaxViews.Scratch scratch) {
        return users.categorical(views.cumulative(omega, scratch), views.products());
    }

    @Override
    public boolean clicks(UserModel model, double[] user, int product, double shift) {
        double ceiling = model.clickCeiling();
        if (ceiling < 0.5) {
            // Both rules below fail for every lower uniform, whatever the probability.
            double uniform = users.uniform();
            if (uniform < 1 - ceiling) {
                return false;
            }
            double probability = model.clickProbability(user, product, shift);
            return model.clicksByBinomial()
                    ? NumpyRandom.binomialSucceeds(uniform, probability)
                    : NumpyRandom.choiceSucceeds(uniform, probability);
        }
        double probability = model.clickProbability(user, product, shift);
        return model.clicksByBinomial() ? users.binomialTrial(probability) : users.choiceTrial(probability);
    }

    @Override
    public double nextClickUniform() {
        throw new UnsupportedOperationException(
                "there are no twins with random \"numpy\", whose generator runs on from draw to draw; use \"streams\"");
    }

    @Override
    public int loggingPolicy(int products) {
        return users.integerBelow(products);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        users.save(out);
        clock.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        users.load(in);
        clock.load(in);
    }

    /** The generator that the reference also gives its built-in logging policy. */
    NumpyRandom users() {
        return users;
    }
}
