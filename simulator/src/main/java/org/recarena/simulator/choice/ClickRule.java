package org.recarena.simulator.choice;

import org.recarena.simulator.random.RandomStream;

/**
 * A rule by which a user clicks on slots of a slate. It gives the exact probability of each click, and samples from the
 * same law. Stateless and thread-safe.
 */
public interface ClickRule {

    /** The longest slate for which a rule that chooses one sums over what may have been looked at. */
    int MAX_SLOTS_TO_SUM = 16;

    /**
     * Whether at most one slot is chosen, by weights against choosing nothing.
     *
     * @return false where slots are decided one by one
     */
    boolean choosesOne();

    /**
     * Whether the clicks depend on whether earlier ones satisfied.
     *
     * @return false where {@link Consideration#satisfied} and the argument {@code satisfying} of {@link #sample} are
     *     not read
     */
    default boolean dependsOnSatisfaction() {
        return false;
    }

    /**
     * The probability of a click on each slot, over everything that chance decides.
     *
     * @param slate what the user goes by
     * @param noClick what adds to the logit of choosing nothing; for rules that choose one
     * @param out receives a probability for each slot
     * @throws UnsupportedOperationException where the sum over what may have been looked at is too long: a rule that
     *     chooses one, more than {@link #MAX_SLOTS_TO_SUM} slots, and some of them looked at with a probability other
     *     than 0 and 1
     */
    void probabilities(Consideration slate, double noClick, double[] out);

    /**
     * Draws the clicks. Allocates nothing beyond small objects that the JVM keeps off the heap.
     *
     * @param slate what the user goes by
     * @param noClick what adds to the logit of choosing nothing; for rules that choose one
     * @param attentive whether each slot would be looked at, drawn with the probabilities {@code look}
     * @param satisfying whether a click on each slot would satisfy, drawn with the probabilities {@code satisfied}: the
     *     event itself, which also ends the scan, and not a further draw of the same law
     * @param stream where from: a slot uses the same draws of it whatever happens at the others
     * @param examined receives whether each slot was looked at
     * @param clicked receives whether each slot was clicked
     * @param scratch at least as long as the slate
     */
    void sample(
            Consideration slate,
            double noClick,
            boolean[] attentive,
            boolean[] satisfying,
            RandomStream stream,
            boolean[] examined,
            boolean[] clicked,
            double[] scratch);
}
