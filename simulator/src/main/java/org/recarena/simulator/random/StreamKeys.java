package org.recarena.simulator.random;

/**
 * Derives the state of a {@link RandomStream} from what it is for: (seed, lane, episode, purpose).
 *
 * <p>This is what makes outcomes independent of the number of lanes, of batch sizes, of threads and of the order in
 * which lanes are served: no stream is ever shared, and none depends on how much another one was used.
 *
 * <p>Each key word is absorbed into two independent 64-bit chains by a bijective finaliser with full avalanche. For any
 * three fixed words a chain is a bijection of the fourth, so keys that differ in one word never share a state; for keys
 * that differ in several, a coincidence of both chains has the probability of a 128-bit hash.
 *
 * <p>Sources of the finalisers: Stafford's variant 13 of the MurmurHash3 mixer, as in SplitMix64 (Steele, Lea and Flood
 * 2014), and Lea's 64-bit mixer, as in the L64X128 generators (Steele and Vigna 2021).
 */
public final class StreamKeys {

    /** The lane number under which everything that belongs to the world, and not to a lane, is drawn. */
    public static final long WORLD_LANE = -1;

    private static final long START_A = 0x243F6A8885A308D3L;
    private static final long START_B = 0x13198A2E03707344L;
    private static final long STEP_A = 0x9E3779B97F4A7C15L;
    private static final long STEP_B = 0xD1342543DE82EF95L;

    private StreamKeys() {}

    /**
     * Puts a stream at the beginning of the sequence that belongs to a key. Allocates nothing.
     *
     * @param target the stream to re-seed
     * @param seed the simulation's seed, any value
     * @param lane the lane, from 0, or {@link #WORLD_LANE}
     * @param episode the episode of that lane, from 0; 0 for the world
     * @param purpose what is drawn: a code that an environment fixes once and never reuses, because outcomes depend on
     *     it
     */
    public static void seed(RandomStream target, long seed, long lane, long episode, long purpose) {
        long a = stafford13(START_A + seed);
        long b = lea(START_B ^ seed);
        a = stafford13(a + STEP_A ^ lane);
        b = lea(b + STEP_B ^ lane);
        a = stafford13(a + STEP_A ^ episode);
        b = lea(b + STEP_B ^ episode);
        a = stafford13(a + STEP_A ^ purpose);
        b = lea(b + STEP_B ^ purpose);
        target.reseed(a, b);
    }

    /**
     * A 64-bit hash of two words, for numbers that are needed at random access, such as an entry of a matrix too large
     * to store.
     *
     * @param key a key, best one drawn from a stream
     * @param index what to hash under it
     * @return a word that is indistinguishable from random for distinct pairs
     */
    public static long hash(long key, long index) {
        return lea(stafford13(key + STEP_A ^ index) + key);
    }

    /**
     * A word of a sequence at random access, cheaper than {@link #hash}: output {@code index} of SplitMix64 (Steele,
     * Lea and Flood 2014) seeded with {@code key}.
     *
     * @param key a key, which {@link #hash} gave or a stream drew: neighbouring keys are no keys
     * @param index which word, from 0
     * @return a word that is indistinguishable from random for distinct indices
     */
    public static long word(long key, long index) {
        return stafford13(key + (index + 1) * STEP_A);
    }

    private static long stafford13(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    private static long lea(long value) {
        long z = value;
        z = (z ^ (z >>> 32)) * 0xDABA0B6EB09322E3L;
        z = (z ^ (z >>> 32)) * 0xDABA0B6EB09322E3L;
        return z ^ (z >>> 32);
    }
}
