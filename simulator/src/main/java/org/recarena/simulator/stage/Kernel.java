package org.recarena.simulator.stage;

import java.util.List;
import org.recarena.simulator.random.RandomStream;

/**
 * A bias at work in a world. It implements the interface of each stage that it takes part in. Immutable and
 * thread-safe: what it remembers of a user stands in the user's state (see {@link Setup#reserve}), what it needs for
 * one step in the {@link Impression}. Its methods allocate nothing.
 *
 * <p>All but {@link Remembers#update} and {@link Arrives#arrive} only read the state, so that the engine can also ask
 * what would have happened otherwise.
 */
public interface Kernel {

    /**
     * Ground truth for the log and the oracle: numbers of this step by name.
     *
     * @return the names, in the order of {@link #truth}
     */
    default List<String> truthNames() {
        return List.of();
    }

    /**
     * The values of {@link #truthNames} for one slot.
     *
     * @param shown the impression, prepared
     * @param slot the slot
     * @param out receives one number for each name
     */
    default void truth(Impression shown, int slot, double[] out) {
        // Nothing to tell.
    }

    /** Takes part in {@link Stage#WORLD}: what items are by now. */
    interface Shapes extends Kernel {
        /**
         * Adds to {@link Impression#utility}, before anything follows from it.
         *
         * @param shown the impression
         */
        void shape(Impression shown);
    }

    /** Takes part in {@link Stage#EXPOSURE}. */
    interface Exposes extends Kernel {
        /**
         * Multiplies {@link Impression#exposure}.
         *
         * @param shown the impression
         */
        void expose(Impression shown);
    }

    /** Takes part in {@link Stage#EXAMINATION}. */
    interface Examines extends Kernel {
        /**
         * Multiplies {@link Impression#examination} or {@link Impression#overlooked}: a slot is looked at with
         * probability 1 - (1 - examination) * overlooked.
         *
         * @param shown the impression
         */
        void examine(Impression shown);
    }

    /** Takes part in {@link Stage#ATTRACTION}. */
    interface Attracts extends Kernel {
        /**
         * Adds to {@link Impression#appeal}. What others add is not to be read: use {@link Impression#utility}.
         *
         * @param shown the impression
         */
        void attract(Impression shown);
    }

    /** Takes part in {@link Stage#CHOICE}, before the rule. */
    interface Perceives extends Kernel {
        /**
         * Multiplies {@link Impression#trueClick}, raises {@link Impression#falseClick}, or adds to
         * {@link Impression#noClick}.
         *
         * @param shown the impression
         */
        void perceive(Impression shown);
    }

    /** Takes part in {@link Stage#SATISFACTION}. */
    interface Satisfies extends Kernel {
        /**
         * Adds to {@link Impression#satisfaction}, {@link Impression#dwellLogMean} and {@link Impression#purchase}, or
         * lowers {@link Impression#dwellLimit}.
         *
         * @param shown the impression
         */
        void satisfy(Impression shown);
    }

    /** Takes part in {@link Stage#FEEDBACK}: the value of what the user says. */
    interface Rates extends Kernel {
        /**
         * When it has its say: kernels of an earlier phase come first.
         *
         * @return the phase
         */
        Phase phase();

        /**
         * Changes {@link Impression#rating} or {@link Impression#ratingVariance}.
         *
         * @param shown the impression
         */
        void rate(Impression shown);

        /** The order in which the value of a rating comes about. */
        enum Phase {
            /** How the user maps what was felt to the scale. */
            SCALE,
            /** What others do to it. */
            SOCIAL,
            /** What accident does to it. */
            NOISE
        }
    }

    /** Takes part in {@link Stage#FEEDBACK}: whether the user says anything. */
    interface Reports extends Kernel {
        /**
         * The factor by which a rating is less likely to be given.
         *
         * @param shown the impression
         * @param slot the slot that was clicked
         * @param rating the rating that would be given, in stars, by steps of one or of a half
         * @return at least 0; products above 1 count as 1
         */
        double reported(Impression shown, int slot, double rating);
    }

    /** Takes part in {@link Stage#NOISE}. */
    interface Disturbs extends Kernel {
        /**
         * Raises {@link Impression#spurious} or {@link Impression#lost}.
         *
         * @param shown the impression
         */
        void disturb(Impression shown);
    }

    /** Takes part in {@link Stage#DELAY}. */
    interface Delays extends Kernel {
        /**
         * A part of the time until a purchase becomes visible.
         *
         * @param shown the impression
         * @param slot the slot of the purchase
         * @param stream the kernel's own, at the beginning of what belongs to this step and slot
         * @return hours, at least 0; infinite for never
         */
        double delay(Impression shown, int slot, RandomStream stream);
    }

    /** Begins with a draw for each user. */
    interface Arrives extends Kernel {
        /**
         * Sets the kernel's part of a new user's state.
         *
         * @param who an impression whose state is the user's, its slots still empty
         * @param stream the kernel's own, at the beginning of what belongs to this user
         */
        void arrive(Impression who, RandomStream stream);
    }

    /** Takes part in {@link Stage#STATE}. */
    interface Remembers extends Kernel {
        /**
         * Moves the kernel's part of the state, or the user's taste, over one step: a function of the state, what came
         * to pass, the clock and the kernel's own stream.
         *
         * @param shown the impression, sampled
         * @param stream the kernel's own, at the beginning of what belongs to this step
         */
        void update(Impression shown, RandomStream stream);
    }

    /** Takes part in {@link Stage#RETURN}. */
    interface Leaves extends Kernel {
        /**
         * Adds to {@link Impression#leave}, or changes {@link Impression#gap} by a factor.
         *
         * @param shown the impression, sampled
         */
        void leave(Impression shown);
    }
}
