package org.recarena.server.hosting;

import java.util.Map;
import org.recarena.server.wire.PropensityReader;
import org.recarena.simulator.Outcome;
import org.recarena.v1.CloseReason;

/**
 * Where one simulation's steps are kept. Inputs are recorded before the step is computed, and alone decide when it may
 * be acknowledged; its outcome follows. Called by one thread at a time, in the order of the steps.
 */
interface Journal {

    /** Whether acknowledgements wait until the inputs are on stable storage. */
    boolean synced();

    /** Records a reset's inputs; if {@link #synced()}, tells the acknowledgement when they are durable. */
    void reset(long step, byte[] mask, long[] laneSeeds, Map<String, String> labels, Acknowledgement acknowledgement);

    /** Records a step's inputs; if {@link #synced()}, tells the acknowledgement when they are durable. */
    void step(
            long step,
            int[] actions,
            PropensityReader.Checked propensities,
            Map<String, String> labels,
            Acknowledgement acknowledgement);

    /** Records what came of the last reset or step. */
    void outcome(Outcome outcome);

    /** Records the whole state after a step. */
    void checkpoint(CheckpointState state);

    /** Records the end; nothing follows. */
    void closed(CloseReason reason);

    /**
     * What a checkpoint holds.
     *
     * @param step the step after which it was taken
     * @param state as the simulation saved it
     * @param labels in force
     * @param last the last acknowledgement; absent before the first reset
     */
    @SuppressWarnings("ArrayRecordComponent") // A carrier for one hand-over; nobody compares it.
    record CheckpointState(
            long step, byte[] state, Map<String, String> labels, java.util.Optional<Acknowledgement> last) {}

    /** The journal of a simulation that is not logged. */
    Journal NONE = new Journal() {
        @Override
        public boolean synced() {
            return false;
        }

        @Override
        public void reset(
                long step, byte[] mask, long[] laneSeeds, Map<String, String> labels, Acknowledgement acknowledgement) {
            // Not logged.
        }

        @Override
        public void step(
                long step,
                int[] actions,
                PropensityReader.Checked propensities,
                Map<String, String> labels,
                Acknowledgement acknowledgement) {
            // Not logged.
        }

        @Override
        public void outcome(Outcome outcome) {
            // Not logged.
        }

        @Override
        public void checkpoint(CheckpointState state) {
            // Not logged.
        }

        @Override
        public void closed(CloseReason reason) {
            // Not logged.
        }
    };
}
