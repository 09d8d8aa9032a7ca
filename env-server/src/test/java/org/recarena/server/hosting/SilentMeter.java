package org.recarena.server.hosting;

import org.recarena.simulator.Outcome;

/** Counts nothing, and takes it for an error where something is not logged. */
final class SilentMeter implements StepMeter {

    @Override
    public void done(Outcome outcome, long nanos) {
        // Nobody looks.
    }

    @Override
    public void unrecorded(Throwable cause) {
        throw new AssertionError("not written to the log", cause);
    }

    @Override
    public void closed() {
        // Nobody looks.
    }
}
