package org.recarena.server.hosting;

import org.recarena.simulator.Outcome;

/** Counts what a simulation does. Called by one thread at a time, on the hot path: nothing is looked up here. */
public interface StepMeter {

    /**
     * A reset or step was computed.
     *
     * @param outcome what came of it
     * @param nanos how long it took, from the check to the reply
     */
    void done(Outcome outcome, long nanos);

    /**
     * Something could not be written to the log.
     *
     * @param cause why
     */
    void unrecorded(Throwable cause);

    /** The simulation was closed: what was held for it can go. */
    void closed();
}
