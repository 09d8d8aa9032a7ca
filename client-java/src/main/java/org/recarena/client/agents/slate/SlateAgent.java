package org.recarena.client.agents.slate;

/**
 * A recommender of slates. It says how it would choose a slate, and the {@link SlateTrial} draws from that: so the
 * propensities that reach the log are true by construction. Deterministic given its seed; used by one thread.
 */
public interface SlateAgent {

    /**
     * A short name for tables and labels.
     *
     * @return lower case, words joined by hyphens
     */
    String name();

    /**
     * A new user comes to a lane; called before the first slate too.
     *
     * @param lane the lane
     */
    default void begin(int lane) {
        // Most agents know nothing of single users beyond what is in the context.
    }

    /**
     * How it chooses the slate that it would show now.
     *
     * @param lane the lane
     * @param context what is known when the slate is chosen
     * @return a distribution over slates of the context's size
     */
    SlatePolicy policy(int lane, SlateContext context);

    /**
     * Learns from one slate. Steps of a lane come in their order.
     *
     * @param lane where it was shown
     * @param experience what was shown, and what came of it
     */
    default void learn(int lane, SlateExperience experience) {
        // Some agents do not.
    }
}
