package org.recarena.server.hosting;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.recarena.server.wire.PropensityReader;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.v1.CloseReason;

/**
 * Where one simulation's steps are kept. Inputs are recorded before the step is computed, and alone decide when it may
 * be acknowledged; its outcome follows. Called by one thread at a time, in the order of the steps. What cannot be
 * recorded is refused with {@link org.recarena.trajectories.LogFailedException}, and then was not.
 */
public interface Journal {

    /**
     * Whether acknowledgements wait until the inputs are on stable storage.
     *
     * @return false where nobody is told about durability
     */
    boolean synced();

    /**
     * Whether recording may have to wait for the disk, so that it is no work for a thread that others need.
     *
     * @return true where much is waiting to be written
     */
    boolean isBusy();

    /** Says that inputs are about to be recorded, so that whoever writes them is ready. A hint. */
    void announce();

    /**
     * Records a reset's inputs.
     *
     * @param call what all calls have
     * @param mask one byte for each lane, or empty
     * @param laneSeeds a seed for each lane, or empty
     */
    void reset(Call call, byte[] mask, long[] laneSeeds);

    /**
     * Records a step's inputs.
     *
     * @param call what all calls have
     * @param actions item numbers, row-major
     * @param propensities as the agent reported them
     */
    void step(Call call, int[] actions, PropensityReader.Checked propensities);

    /**
     * Records what came of the last reset or step.
     *
     * @param outcome its outcome
     * @param simulation in the state after it, for ground truth
     */
    void outcome(Outcome outcome, Simulation simulation);

    /**
     * Records the whole state after a step.
     *
     * @param state what to resume from
     */
    void checkpoint(State state);

    /**
     * Records the end; nothing follows.
     *
     * @param reason why
     * @return completed when everything recorded is on stable storage, where readers find it; failed if it cannot be
     */
    CompletableFuture<Void> closed(CloseReason reason);

    /**
     * What resets and steps have in common.
     *
     * @param step its number
     * @param fingerprint of the request
     * @param labels that the request sets
     * @param listener told when the inputs are durable, if {@link #synced()}
     */
    record Call(long step, long fingerprint, Map<String, String> labels, DurabilityListener listener) {}

    /**
     * A simulation's whole state.
     *
     * @param step the step after which it was taken
     * @param simulation as the simulation saved it
     * @param labels in force
     * @param lastOutcome the reply to that step; empty before the first
     * @param lastFingerprint of the request that it answered
     */
    @SuppressWarnings("ArrayRecordComponent") // A carrier for one hand-over; nobody compares it.
    record State(
            long step,
            byte[] simulation,
            Map<String, String> labels,
            Optional<org.recarena.v1.Outcome> lastOutcome,
            long lastFingerprint) {

        /**
         * The state that a simulation is in.
         *
         * @param simulation is saved
         * @param labels in force
         * @param lastOutcome the reply to the last step; empty before the first
         * @param lastFingerprint of the request that it answered
         * @return the state as it stands
         */
        public static State of(
                Simulation simulation,
                Map<String, String> labels,
                Optional<org.recarena.v1.Outcome> lastOutcome,
                long lastFingerprint) {
            ByteArrayOutputStream saved = new ByteArrayOutputStream();
            try {
                simulation.save(new DataOutputStream(saved));
            } catch (IOException impossible) { // In memory.
                throw new UncheckedIOException(impossible);
            }
            return new State(simulation.stepNumber(), saved.toByteArray(), labels, lastOutcome, lastFingerprint);
        }

        /** The same state under other labels. */
        State withLabels(Map<String, String> others) {
            return new State(step, simulation, others, lastOutcome, lastFingerprint);
        }
    }

    /** The journal of a simulation that is not logged. */
    Journal NONE = new Journal() {
        @Override
        public boolean synced() {
            return false;
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        @Override
        public void announce() {
            // Not logged.
        }

        @Override
        public void reset(Call call, byte[] mask, long[] laneSeeds) {
            // Not logged.
        }

        @Override
        public void step(Call call, int[] actions, PropensityReader.Checked propensities) {
            // Not logged.
        }

        @Override
        public void outcome(Outcome outcome, Simulation simulation) {
            // Not logged.
        }

        @Override
        public void checkpoint(State state) {
            // Not logged.
        }

        @Override
        public CompletableFuture<Void> closed(CloseReason reason) {
            return CompletableFuture.completedFuture(null);
        }
    };
}
