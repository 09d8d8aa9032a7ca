package org.recarena.simulator.session;

import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.InvalidInputException;

/**
 * The sizes of a session.
 *
 * @param items how many items there are
 * @param candidates how many of them can be recommended at a step
 * @param slots the length of slates
 * @param dimension of features and tastes
 * @param repeatsAllowed whether an item may stand in a slate more than once
 * @param maxEpisodeSteps the limit of an episode's length, or 0
 */
record SessionSize(int items, int candidates, int slots, int dimension, boolean repeatsAllowed, int maxEpisodeSteps) {

    /**
     * The largest catalogue that is sent when a simulation is opened; of a larger one, clients ask for what they need.
     */
    private static final int MAX_ITEMS_SENT = 10_000;

    static SessionSize of(Config config) {
        int items = config.integer("num_items");
        int given = config.integer("num_candidates");
        int candidates = given == 0 ? items : given;
        if (candidates > items) {
            throw new InvalidInputException(
                    "config.num_candidates", "is " + given + "; it must be at most num_items " + items);
        }
        int slots = config.integer("slate_size");
        if (slots > candidates) {
            throw new InvalidInputException(
                    "config.slate_size",
                    "is " + slots + "; it must be at most the " + candidates + " items that can be recommended");
        }
        return new SessionSize(
                items,
                candidates,
                slots,
                config.integer("items.dimension"),
                config.bool("repeats_allowed"),
                config.integer("max_episode_steps"));
    }

    /** Whether candidates are drawn anew for each step. */
    boolean drawsCandidates() {
        return candidates < items;
    }

    /** Whether the catalogue is sent once, when a simulation is opened, and not with its steps. */
    boolean sendsItemsOnce() {
        return !drawsCandidates() && fitsAMessage();
    }

    /** Whether the whole catalogue can be sent. */
    boolean fitsAMessage() {
        return items <= MAX_ITEMS_SENT;
    }
}
