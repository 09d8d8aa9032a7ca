package org.recarena.simulator.random;

import org.apache.commons.rng.core.source64.XoRoShiRo128PlusPlus;

/**
 * One stream of random numbers: xoroshiro128++ with a state of exactly two longs that can be set and read without
 * allocation.
 *
 * <p>A lane keeps its streams and re-seeds them at every episode (see {@link StreamKeys}). Unlike its superclass this
 * generator caches no bits between calls: {@link #nextInt()} and {@link #nextBoolean()} each consume one output, so the
 * two state words are the whole state.
 *
 * <p>Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators" (2021), as implemented by Apache
 * Commons RNG. Not thread-safe.
 */
public final class RandomStream extends XoRoShiRo128PlusPlus {

    /** Replaces the all-zero state, from which the generator would never leave. */
    private static final long NON_ZERO = 0x9E3779B97F4A7C15L;

    /** Creates a stream in a fixed state; give it one with {@link #reseed} or {@link StreamKeys#seed} before use. */
    public RandomStream() {
        this(0, 0);
    }

    /**
     * Creates a stream in the given state.
     *
     * @param state0 first state word
     * @param state1 second state word; if both are zero a fixed non-zero state is taken instead
     */
    public RandomStream(long state0, long state1) {
        super(state0, state1);
        reseed(state0, state1);
    }

    /**
     * Sets the whole state.
     *
     * @param newState0 first state word, as {@link #state0()} returned it
     * @param newState1 second state word, as {@link #state1()} returned it; if both are zero a fixed non-zero state is
     *     taken instead
     */
    public void reseed(long newState0, long newState1) {
        state0 = (newState0 | newState1) == 0 ? NON_ZERO : newState0;
        state1 = newState1;
    }

    /**
     * The first word of the state.
     *
     * @return half of what {@link #reseed} needs to continue from here
     */
    public long state0() {
        return state0;
    }

    /**
     * The second word of the state.
     *
     * @return half of what {@link #reseed} needs to continue from here
     */
    public long state1() {
        return state1;
    }

    @Override
    public int nextInt() {
        return (int) (next() >>> 32);
    }

    @Override
    public boolean nextBoolean() {
        return next() < 0;
    }

    /**
     * A uniform number.
     *
     * @return a multiple of 2^-53 in [0, 1)
     */
    @Override
    public double nextDouble() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /**
     * A standard normal number (mean 0, standard deviation 1). Consumes one output in about 99 of 100 calls.
     *
     * @return any finite number; the support is the whole real line up to the resolution of the uniforms
     */
    public double nextGaussian() {
        return Ziggurat.gaussian(this);
    }
}
