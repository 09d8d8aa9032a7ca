package org.recarena.server.hosting;

/**
 * Says when a simulation's whole state is written, so that a restart replays at most so many lane-steps of it. Used by
 * one thread at a time.
 */
final class CheckpointPolicy {

    private final long everyLaneSteps;
    private long since;

    CheckpointPolicy(long everyLaneSteps) {
        this.everyLaneSteps = everyLaneSteps;
    }

    /** Counts one step of so many lanes; true once each time that a checkpoint falls due. */
    boolean isDue(int lanes) {
        long before = since;
        since += lanes;
        return before < everyLaneSteps && since >= everyLaneSteps;
    }

    void taken() {
        since = 0;
    }
}
