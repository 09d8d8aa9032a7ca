package org.recarena.simulator.bias;

import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Knob;

/**
 * Abrupt changes of what topics are worth. Between two changes each topic has a standard normal number, the same for
 * all users; numbers are hashed from the world's key, so that none is stored.
 *
 * @param hours how long it is between two changes, on average
 * @param poisson whether changes come at random, as a Poisson process, rather than at equal distances
 * @param sets how many sets of numbers take turns; 0 for new ones at each change
 * @param kept the share of a number that never changes
 * @param fade the hours before a change over which the next number is mixed in; for changes at equal distances
 * @param coin where the user's state has a uniform number, drawn anew for each step, that decides between this number
 *     and the next; or {@link #BLEND}
 * @param topics how many topics
 * @param key the world's word
 */
record Regimes(Knob hours, boolean poisson, int sets, Knob kept, Knob fade, int coin, int topics, long key) {

    /** No coin: numbers are blended. */
    static final int BLEND = -1;

    /** Room for the changes within one stretch of a Poisson process, of which there is 1 on average. */
    private static final int MOST_CHANGES = 64;

    /** What is hashed with the world's word for numbers beside those of regimes; none of theirs is as small. */
    private static final long CONSTANTS = Long.MIN_VALUE;

    private static final long CHANGES = Long.MIN_VALUE + 1;
    private static final double TO_UNIT = 0x1.0p-53;

    /** A number that tells regimes apart and grows with the clock. */
    long regime(Impression shown) {
        double stretches = shown.hours / shown.value(hours);
        long stretch = (long) Math.floor(stretches);
        if (!poisson) {
            return stretch;
        }
        int passed = passed(stretch, stretches - stretch);
        while (passed == 0) {
            stretch--;
            passed = passed(stretch, 1);
        }
        return stretch * MOST_CHANGES + passed;
    }

    /** The same, or the next one where the coin fell for it. */
    long current(Impression shown) {
        long regime = regime(shown);
        return coin == BLEND || poisson || mixed(shown, regime) == 0 ? regime : regime + 1;
    }

    /** How many changes of a stretch have come by a share of it: the number is Poisson's, their places are uniform. */
    private int passed(long stretch, double share) {
        long word = StreamKeys.hash(StreamKeys.hash(key, CHANGES), stretch);
        double left = unit(word);
        double probability = 1 / Math.E;
        int passed = 0;
        for (int change = 1; change < MOST_CHANGES && left >= probability; change++) {
            left -= probability;
            probability /= change;
            passed += unit(StreamKeys.hash(word, change)) <= share ? 1 : 0;
        }
        return passed;
    }

    /** What a topic has now. */
    double offset(Impression shown, int topic) {
        long regime = regime(shown);
        double changing = normal(set(regime), topic);
        double mixed = poisson ? 0 : mixed(shown, regime);
        if (mixed > 0) {
            changing = (1 - mixed) * changing + mixed * normal(set(regime + 1), topic);
        }
        double share = shown.value(kept);
        return share == 0 ? changing : share * constant(topic) + (1 - share) * changing;
    }

    /** The number that a topic never loses. */
    private double constant(int topic) {
        return normal(StreamKeys.hash(StreamKeys.hash(key, CONSTANTS), topic));
    }

    private long set(long regime) {
        return sets == 0 ? regime : Math.floorMod(regime, (long) sets);
    }

    /** The share of the next regime. */
    private double mixed(Impression shown, long regime) {
        double over = shown.value(fade);
        double ahead = (regime + 1) * shown.value(hours) - shown.hours;
        double share = ahead < over ? 1 - ahead / over : 0;
        return coin == BLEND ? share : shown.state(coin) < share ? 1 : 0;
    }

    /** A standard normal number that regime and topic fix, by the method of Box and Muller (1958). */
    private double normal(long regime, int topic) {
        return normal(StreamKeys.hash(key, regime * topics + topic));
    }

    /** A standard normal number that a word fixes. */
    static double normal(long word) {
        double radius = ((word >>> 11) + 1) * TO_UNIT;
        double angle = unit(StreamKeys.hash(word, 1));
        return Math.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
    }

    /** A uniform number that a word fixes. */
    static double unit(long word) {
        return (word >>> 11) * TO_UNIT;
    }
}
