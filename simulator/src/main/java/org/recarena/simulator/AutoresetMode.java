package org.recarena.simulator;

/**
 * When a lane whose episode ended begins the next one. The meanings are those of Gymnasium's modes of the same names.
 */
public enum AutoresetMode {
    /** The step after the end ignores the lane's action and delivers the new episode's first observation, reward 0. */
    NEXT_STEP,
    /** The ending step delivers the new episode's first observation, and the last one of the ended episode apart. */
    SAME_STEP,
    /** Only a reset begins an episode; stepping an ended lane is an error. */
    DISABLED
}
