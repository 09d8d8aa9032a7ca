package org.recarena.client.agents;

import org.recarena.client.RemoteSimulation;

/**
 * A recommender of single items. It says with which probability it would recommend each item, and the {@link Trial}
 * draws from that: so the propensities that reach the log are true by construction. Deterministic given its seed; used
 * by one thread.
 */
public interface Agent {

    /**
     * A short name for tables and labels.
     *
     * @return lower case, words joined by hyphens
     */
    String name();

    /**
     * Called before the recommendations of a step, for agents that ask the server something.
     *
     * @param simulation the simulation that is played
     */
    default void prepare(RemoteSimulation simulation) {
        // Most agents have all they need in the visits.
    }

    /**
     * The policy: the probability of recommending each item now.
     *
     * @param lane the lane
     * @param visit what is known of its user
     * @param out receives one probability for each item; they sum to 1
     */
    void probabilities(int lane, Visit visit, double[] out);

    /**
     * Learns from what a user viewed without being recommended anything.
     *
     * @param item the product that was viewed
     */
    default void viewed(int item) {
        // Most agents learn from clicks.
    }

    /**
     * Learns from all that a user viewed between two recommendations; by default {@link #viewed} for each view.
     *
     * @param items the products, oldest first; never empty
     */
    default void session(int[] items) {
        for (int item : items) {
            viewed(item);
        }
    }

    /**
     * Learns from one recommendation.
     *
     * @param visit as it was when the item was recommended
     * @param item what was recommended
     * @param propensity the probability with which it was
     * @param reward what came of it
     */
    default void learn(Visit visit, int item, double propensity, double reward) {
        // Some agents do not.
    }

    /**
     * The last user of the plan has left a lane. Until all lanes are so far, the agent is still asked what it would
     * show there, but nothing of it counts, and it learns nothing from it.
     *
     * @param lane the lane
     */
    default void finished(int lane) {
        // Only who counts has to know.
    }
}
