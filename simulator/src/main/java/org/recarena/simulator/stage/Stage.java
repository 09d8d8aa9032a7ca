package org.recarena.simulator.stage;

import java.util.Locale;

/** The stages of a step, in the order in which they come to pass. */
public enum Stage {
    /** Which slots of the slate are rendered; probabilities multiply. */
    EXPOSURE,
    /** Which rendered slots are looked at; probabilities multiply. */
    EXAMINATION,
    /** How much each slot appeals; shifts add in logits. */
    ATTRACTION,
    /** Which slots are clicked; one rule for each world, over perceived attraction. */
    CHOICE,
    /** What the user gets out of a click: satisfaction, dwell time, purchase. */
    SATISFACTION,
    /** What the user says about it, and whether at all; probabilities of saying multiply. */
    FEEDBACK,
    /** What the agent is told. */
    REWARD,
    /** When purchases become visible; delays add. */
    DELAY,
    /** How the user changes. */
    STATE,
    /** Whether and when the user comes back. */
    RETURN,
    /** Accidents between what the user does and what is recorded. */
    NOISE,
    /** How the world changes: with the clock, or with what is made of it. */
    WORLD;

    /**
     * Its name for people.
     *
     * @return in lower case
     */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
