package org.recarena.client;

import org.recarena.v1.AutoresetMode;

/** When a lane whose episode ended begins the next one. The meanings are Gymnasium's. */
public enum Autoreset {
    /** The step after the end ignores the lane's action and answers with the new episode's first observation. */
    NEXT_STEP(AutoresetMode.AUTORESET_MODE_NEXT_STEP),
    /** The ending step answers with the new episode's first observation; see {@link Result#finalObservations()}. */
    SAME_STEP(AutoresetMode.AUTORESET_MODE_SAME_STEP),
    /** Only a reset begins an episode. */
    DISABLED(AutoresetMode.AUTORESET_MODE_DISABLED);

    private final AutoresetMode mode;

    Autoreset(AutoresetMode mode) {
        this.mode = mode;
    }

    AutoresetMode mode() {
        return mode;
    }
}
