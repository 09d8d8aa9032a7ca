package org.recarena.client.agents.slate;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * How an agent chooses a slate in one context: with probability 1 - epsilon a slate of its choice, else any slate of
 * distinct documents, each ordered one equally likely. Immutable.
 */
public final class SlatePolicy {

    private final int[] preferred;
    private final int candidates;
    private final double epsilon;
    private final boolean known;

    private SlatePolicy(int[] preferred, int candidates, double epsilon, boolean known) {
        this.preferred = preferred;
        this.candidates = candidates;
        this.epsilon = epsilon;
        this.known = known;
    }

    /**
     * Always the same slate.
     *
     * @param slate positions of candidates; copied
     * @return the policy
     */
    public static SlatePolicy certain(int... slate) {
        return new SlatePolicy(slate.clone(), slate.length, 0, true);
    }

    /**
     * A slate that the agent drew itself, from a distribution that it cannot tell.
     *
     * @param slate positions of candidates; copied
     * @return a policy whose propensities are not known
     */
    public static SlatePolicy drawn(int... slate) {
        return new SlatePolicy(slate.clone(), slate.length, 0, false);
    }

    /**
     * Any slate of distinct documents.
     *
     * @param candidates how many documents there are
     * @param slateSize how many are shown; at most {@code candidates}
     * @return the policy
     */
    public static SlatePolicy uniform(int candidates, int slateSize) {
        return explore(new int[slateSize], candidates, 1);
    }

    /**
     * A slate of one's choice, or any.
     *
     * @param slate positions of candidates; copied
     * @param candidates how many documents there are; at least the slate's length
     * @param epsilon the probability of any, 0 to 1
     * @return the policy
     */
    public static SlatePolicy explore(int[] slate, int candidates, double epsilon) {
        if (!(epsilon >= 0 && epsilon <= 1)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + "; it must be 0 to 1");
        }
        if (slate.length > candidates) {
            throw new IllegalArgumentException("a slate of " + slate.length + " of " + candidates + " candidates");
        }
        return new SlatePolicy(slate.clone(), candidates, epsilon, true);
    }

    /**
     * Whether the agent knows with which probability it shows what.
     *
     * @return false where propensities cannot be reported
     */
    public boolean known() {
        return known;
    }

    /**
     * Draws a slate.
     *
     * @param random for the draw
     * @return positions of candidates; a fresh array
     */
    public int[] draw(UniformRandomProvider random) {
        if (epsilon == 0 || (epsilon < 1 && random.nextDouble() >= epsilon)) {
            return preferred.clone();
        }
        return any(random);
    }

    /** The first k of a Fisher-Yates shuffle, without writing down the rest. */
    private int[] any(UniformRandomProvider random) {
        int[] slate = new int[preferred.length];
        for (int slot = 0; slot < slate.length; slot++) {
            int rank = random.nextInt(candidates - slot);
            slate[slot] = unusedOfRank(slate, slot, rank);
        }
        return slate;
    }

    private static int unusedOfRank(int[] slate, int used, int rank) {
        int[] taken = Arrays.copyOf(slate, used);
        Arrays.sort(taken);
        int position = rank;
        for (int each : taken) {
            if (each <= position) {
                position++;
            }
        }
        return position;
    }

    /**
     * The probability of a whole slate, in its order.
     *
     * @param slate positions of candidates
     * @return 0 to 1, with 0 for what is never shown; NaN where it is not {@link #known()}
     */
    public double propensity(int... slate) {
        if (!known) {
            return Double.NaN;
        }
        double uniform = 0;
        if (isDrawn(slate)) {
            uniform = epsilon;
            for (int slot = 0; slot < slate.length; slot++) {
                uniform /= candidates - slot;
            }
        }
        return Arrays.equals(slate, preferred) ? 1 - epsilon + uniform : uniform;
    }

    /** Whether a draw of any slate can come to this one. */
    private boolean isDrawn(int[] slate) {
        return slate.length == preferred.length
                && Arrays.stream(slate).allMatch(position -> position >= 0 && position < candidates)
                && Arrays.stream(slate).distinct().count() == slate.length;
    }

    /**
     * The probability, for each slot, that this slot shows this document, whatever the others show.
     *
     * @param slate positions of candidates
     * @return one probability for each slot, NaN where they are not {@link #known()}; a fresh array
     */
    public double[] slotPropensities(int... slate) {
        double[] out = new double[slate.length];
        for (int slot = 0; slot < slate.length; slot++) {
            double uniform = epsilon / candidates;
            out[slot] = known ? (slate[slot] == preferred[slot] ? 1 - epsilon : 0) + uniform : Double.NaN;
        }
        return out;
    }
}
