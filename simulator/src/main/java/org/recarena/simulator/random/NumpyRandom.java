package org.recarena.simulator.random;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * NumPy's legacy generator ({@code numpy.random.RandomState}): the same seed gives the same uniforms, integers and
 * categories bit for bit, and the same normals up to the last digit of the platform's logarithm.
 *
 * <p>MT19937 (Matsumoto and Nishimura 1998) with 53-bit uniforms, and normals by Marsaglia's polar method. Its spare
 * normal outlives draws of other kinds, so the state is 624 words, a position and the spare. Not thread-safe.
 */
public final class NumpyRandom {

    private static final int SIZE = 624;
    private static final int SHIFT = 397;
    private static final long MAX_SEED = 0xFFFF_FFFFL;

    private final int[] words = new int[SIZE];
    private int position;
    private double spareGaussian;
    private boolean hasSpareGaussian;

    /**
     * Creates a generator as {@code RandomState(seed)} does.
     *
     * @param seed 0 to 2^32 - 1
     * @throws IllegalArgumentException if the seed is outside that range
     */
    public NumpyRandom(long seed) {
        seed(seed);
    }

    private NumpyRandom(NumpyRandom source) {
        copyFrom(source);
    }

    /**
     * Starts over with a seed; a spare normal is dropped.
     *
     * @param seed 0 to 2^32 - 1
     * @throws IllegalArgumentException if the seed is outside that range
     */
    public void seed(long seed) {
        if (seed < 0 || seed > MAX_SEED) {
            throw new IllegalArgumentException("seed is " + seed + "; allowed are 0 to " + MAX_SEED);
        }
        words[0] = (int) seed;
        for (int i = 1; i < SIZE; i++) {
            words[i] = 1812433253 * (words[i - 1] ^ (words[i - 1] >>> 30)) + i;
        }
        position = SIZE;
        hasSpareGaussian = false;
        spareGaussian = 0;
    }

    /**
     * Takes over the state of another generator.
     *
     * @param source the generator whose future this one shall share
     */
    public void copyFrom(NumpyRandom source) {
        System.arraycopy(source.words, 0, words, 0, SIZE);
        position = source.position;
        spareGaussian = source.spareGaussian;
        hasSpareGaussian = source.hasSpareGaussian;
    }

    /**
     * An independent generator in the same state.
     *
     * @return a copy
     */
    public NumpyRandom copy() {
        return new NumpyRandom(this);
    }

    /**
     * The next 32 random bits.
     *
     * @return any int
     */
    public int nextBits() {
        if (position == SIZE) {
            refill();
        }
        int y = words[position++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >>> 18);
    }

    private void refill() {
        for (int i = 0; i < SIZE; i++) {
            int joined = (words[i] & 0x80000000) | (words[(i + 1) % SIZE] & 0x7FFFFFFF);
            words[i] = words[(i + SHIFT) % SIZE] ^ (joined >>> 1) ^ (-(joined & 1) & 0x9908B0DF);
        }
        position = 0;
    }

    /**
     * A uniform number, as {@code rand()}.
     *
     * @return a multiple of 2^-53 in [0, 1)
     */
    public double uniform() {
        int high = nextBits() >>> 5;
        int low = nextBits() >>> 6;
        return (high * 0x1.0p26 + low) * 0x1.0p-53;
    }

    /**
     * A standard normal number, as {@code randn()}.
     *
     * @return a number with mean 0 and standard deviation 1
     */
    public double gaussian() {
        if (hasSpareGaussian) {
            hasSpareGaussian = false;
            double spare = spareGaussian;
            spareGaussian = 0;
            return spare;
        }
        double first;
        double second;
        double squaredRadius;
        do {
            first = 2 * uniform() - 1;
            second = 2 * uniform() - 1;
            squaredRadius = first * first + second * second;
        } while (squaredRadius >= 1 || squaredRadius == 0);
        double factor = Math.sqrt(-2 * StrictMath.log(squaredRadius) / squaredRadius);
        spareGaussian = factor * first;
        hasSpareGaussian = true;
        return factor * second;
    }

    /**
     * A normal number, as {@code normal(mean, deviation)}. Consumes the generator even if the deviation is 0.
     *
     * @param mean the mean
     * @param deviation the standard deviation, at least 0
     * @return mean + deviation * {@link #gaussian()}
     */
    public double normal(double mean, double deviation) {
        return mean + deviation * gaussian();
    }

    /**
     * A category, as {@code choice(n, p=probabilities)}: the number of cumulative probabilities, divided by the last
     * one, that do not exceed one uniform.
     *
     * @param cumulative running sums of the probabilities from left to right; not changed
     * @param size how many categories there are, at least 1
     * @return a category, 0 to size - 1
     */
    public int categorical(double[] cumulative, int size) {
        double uniform = uniform();
        double total = cumulative[size - 1];
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] / total <= uniform) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * A uniform integer, as {@code choice(bound)} and {@code randint(bound)} below 2^32: random bits under a mask,
     * drawn again until they fit.
     *
     * @param bound 1 to 2^31 - 1; a bound of 1 consumes nothing
     * @return an integer from 0 to bound - 1
     * @throws IllegalArgumentException if the bound is less than 1
     */
    public int integerBelow(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound is " + bound + "; it must be at least 1");
        }
        int largest = bound - 1;
        if (largest == 0) {
            return 0;
        }
        int mask = -1 >>> Integer.numberOfLeadingZeros(largest);
        while (true) {
            int value = nextBits() & mask;
            if (value <= largest) {
                return value;
            }
        }
    }

    /**
     * One trial, as {@code choice([0, 1], p=[1 - p, p])}.
     *
     * @param probability of success, 0 to 1
     * @return whether it succeeded
     */
    public boolean choiceTrial(double probability) {
        return choiceSucceeds(uniform(), probability);
    }

    /**
     * What {@link #choiceTrial} makes of a uniform.
     *
     * @param uniform in [0, 1)
     * @param probability of success, 0 to 1
     * @return whether it succeeds
     */
    public static boolean choiceSucceeds(double uniform, double probability) {
        double failure = 1 - probability;
        return uniform >= failure / (failure + probability);
    }

    /**
     * One trial, as {@code binomial(1, p)}, which compares its uniform the other way round than {@link #choiceTrial}.
     * Consumes the generator even if the probability is 0, other than NumPy's newer generators.
     *
     * @param probability of success, 0 to 1
     * @return whether it succeeded
     */
    public boolean binomialTrial(double probability) {
        return binomialSucceeds(uniform(), probability);
    }

    /**
     * What {@link #binomialTrial} makes of a uniform.
     *
     * @param uniform in [0, 1)
     * @param probability of success, 0 to 1
     * @return whether it succeeds
     */
    public static boolean binomialSucceeds(double uniform, double probability) {
        return probability <= 0.5 ? uniform > 1 - probability : uniform <= probability;
    }

    /**
     * Writes the whole state.
     *
     * @param out where to
     * @throws IOException if writing fails
     */
    public void save(DataOutput out) throws IOException {
        for (int word : words) {
            out.writeInt(word);
        }
        out.writeShort(position);
        out.writeBoolean(hasSpareGaussian);
        out.writeDouble(spareGaussian);
    }

    /**
     * Reads the whole state.
     *
     * @param in what {@link #save} wrote
     * @throws IOException if reading fails or the position is impossible
     */
    public void load(DataInput in) throws IOException {
        for (int i = 0; i < SIZE; i++) {
            words[i] = in.readInt();
        }
        int storedPosition = in.readShort();
        if (storedPosition < 0 || storedPosition > SIZE) {
            throw new IOException("generator position is " + storedPosition + "; allowed are 0 to " + SIZE);
        }
        position = storedPosition;
        hasSpareGaussian = in.readBoolean();
        spareGaussian = in.readDouble();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumpyRandom that
                && position == that.position
                && hasSpareGaussian == that.hasSpareGaussian
                && Double.compare(spareGaussian, that.spareGaussian) == 0
                && Arrays.equals(words, that.words);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(words) + position;
    }
}
