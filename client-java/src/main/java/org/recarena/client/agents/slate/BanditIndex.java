package org.recarena.client.agents.slate;

/** How promising each arm of a bandit is. Deterministic given its seed; used by one thread. */
public interface BanditIndex {

    /**
     * A short name.
     *
     * @return lower case, words joined by hyphens
     */
    String name();

    /**
     * Scores the arms.
     *
     * @param pulls how often each arm was pulled
     * @param rewards the sum of what each brought, each reward in [0, 1]
     * @param time how often any arm was pulled; positive
     * @param out receives a score for each arm, the higher, the better; infinite where an arm has to be tried first
     */
    void score(double[] pulls, double[] rewards, double time, double[] out);

    /**
     * Whether the same arms always get the same scores.
     *
     * @return false where scores are drawn
     */
    default boolean deterministic() {
        return true;
    }
}
