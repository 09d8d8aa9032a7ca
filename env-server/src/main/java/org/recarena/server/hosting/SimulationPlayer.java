package org.recarena.server.hosting;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.recarena.server.wire.OutcomeCodec;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.WrongStateException;
import org.recarena.trajectories.Linger;
import org.recarena.trajectories.LogFailedException;
import org.recarena.v1.CloseReason;

/**
 * Plays one simulation's calls, each exactly once: checks them, records them, computes, and acknowledges when the
 * journal allows. Used by one thread at a time; what other threads may read is said so.
 */
final class SimulationPlayer {

    private final SimulationSetup setup;
    private final Simulation simulation;
    private final Labels labels;
    private final Journal journal;
    private final StepMeter meter;
    private final CheckpointPolicy checkpoints;
    private final Runnable onFailure;
    private final LongSupplier nanoTime;
    private final int components;
    private final Linger linger;

    private @Nullable Acknowledgement last;
    private @Nullable RuntimeException end;
    /** Acknowledged, or about to be, and not recorded yet. */
    private @Nullable Outcome unrecorded;

    private long recordingNanos;
    private volatile long expectedNanos = Long.MAX_VALUE;
    private volatile long stepNumber;

    SimulationPlayer(
            SimulationSetup setup,
            Simulation simulation,
            Labels labels,
            Optional<Acknowledgement> last,
            Journal journal,
            StepMeter meter,
            CheckpointPolicy checkpoints,
            Runnable onFailure,
            Linger linger,
            LongSupplier nanoTime) {
        this.setup = setup;
        this.simulation = simulation;
        this.labels = labels;
        this.last = last.orElse(null);
        this.journal = journal;
        this.meter = meter;
        this.checkpoints = checkpoints;
        this.onFailure = onFailure;
        this.linger = linger;
        this.nanoTime = nanoTime;
        this.components = simulation.world().rewardModel().names().size();
        this.stepNumber = simulation.stepNumber();
    }

    /** The number of the last reset or step. For any thread. */
    long stepNumber() {
        return stepNumber;
    }

    /** How long a step takes, about, in nanoseconds. For any thread. */
    long expectedNanos() {
        return expectedNanos;
    }

    /** Whether the journal has so much to do that more had better wait for it. For any thread. */
    boolean isJournalBusy() {
        return journal.isBusy();
    }

    /** Why nothing is played any more; null as long as it is. */
    @Nullable
    RuntimeException end() {
        return end;
    }

    /** What is played. To be read only. */
    Simulation simulation() {
        return simulation;
    }

    /**
     * Plays a call; {@link #finish} must follow some time, and does by itself before anything else is recorded.
     *
     * @param lingers whether this thread has nothing better to do than to wait a moment for the journal
     * @return whether the state should be written some time soon
     */
    boolean perform(Call call, ReplyListener listener, boolean lingers) {
        if (end != null) {
            listener.refused(end);
            return false;
        }
        try {
            Acknowledgement previous = last;
            if (previous != null && call.number() != 0 && call.number() == previous.step()) {
                repeat(call, previous, listener);
                return false;
            }
            checkNumber(call.number());
            journal.announce();
            call.check();
        } catch (RuntimeException refused) {
            listener.refused(refused);
            return false;
        }
        return play(call, listener, lingers);
    }

    /** How long {@link #finish} will take, about, in nanoseconds. */
    long finishingNanos() {
        return unrecorded == null ? 0 : recordingNanos;
    }

    /**
     * Records what the last call brought, where that is still to be done. Its reply need not wait for this: the inputs
     * are recorded, and bring the outcome back where it is lost.
     */
    void finish() {
        Outcome outcome = unrecorded;
        if (outcome == null) {
            return;
        }
        unrecorded = null;
        long begin = nanoTime.getAsLong();
        try {
            journal.outcome(outcome, simulation);
        } catch (LogFailedException | IllegalArgumentException failed) {
            meter.unrecorded(failed);
        }
        recordingNanos += (nanoTime.getAsLong() - begin - recordingNanos) / 8;
    }

    /** Repeats the last outcome. */
    void observe(ReplyListener listener) {
        Acknowledgement previous = last;
        if (end != null) {
            listener.refused(end);
        } else if (previous == null) {
            listener.refused(new WrongStateException("nothing was reset yet, so there is no outcome"));
        } else {
            previous.whenDone(listener);
        }
    }

    /** Ends the simulation; later calls are refused. Completed when all of it is recorded for good. */
    CompletableFuture<Void> close(CloseReason reason) {
        if (end != null) {
            return CompletableFuture.completedFuture(null);
        }
        end = new UnknownSimulationException(setup.id());
        return recordEnd(reason);
    }

    /** Writes the state; later calls are refused until the server starts again. */
    void suspend() {
        if (end == null) {
            writeCheckpoint();
            end = new ShuttingDownException();
        }
    }

    private void repeat(Call call, Acknowledgement previous, ReplyListener listener) {
        if (call.fingerprint() != previous.fingerprint()) {
            throw new WrongStateException("step " + previous.step()
                    + " was done already, with other content; the next step is " + (previous.step() + 1));
        }
        previous.whenDone(listener);
    }

    private void checkNumber(long number) {
        long next = simulation.stepNumber() + 1;
        if (number < 0) {
            throw new InvalidInputException("step", "is " + number + "; the next step is " + next);
        }
        if (number != 0 && number != next) {
            throw new WrongStateException("step is " + number + "; the next step is " + next);
        }
    }

    private boolean play(Call call, ReplyListener listener, boolean lingers) {
        finish(); // Where another connection's call overtook it.
        long begin = nanoTime.getAsLong();
        long number = simulation.stepNumber() + 1;
        long fingerprint = call.fingerprint();
        Acknowledgement acknowledgement = new Acknowledgement(number, fingerprint, !journal.synced());
        try {
            call.record(journal, new Journal.Call(number, fingerprint, call.labels(), acknowledgement));
        } catch (RuntimeException refused) { // The log failed, or takes no record of that size.
            listener.refused(refused);
            return false;
        }
        Outcome outcome;
        try {
            labels.update(call.labels());
            outcome = call.compute();
            acknowledgement.computed(OutcomeCodec.encode(outcome, setup.sent().size(), components));
        } catch (RuntimeException | Error failure) {
            fail(failure, listener);
            return false;
        }
        last = acknowledgement;
        stepNumber = number;
        unrecorded = outcome;
        boolean waits = lingers && linger.isOn() && !acknowledgement.isRecorded();
        if (!waits) {
            acknowledgement.whenDone(listener);
        }
        long took = nanoTime.getAsLong() - begin;
        expectedNanos = expectedNanos == Long.MAX_VALUE ? took : expectedNanos + (took - expectedNanos) / 8;
        meter.done(outcome, took);
        if (waits) {
            finish(); // Something to do while the disk is at work.
            linger.until(acknowledgement::isRecorded);
            acknowledgement.whenDone(listener);
        }
        return checkpoints.isDue(setup.lanes());
    }

    /**
     * The inputs may be recorded and the state half changed: this simulation cannot go on, the others are untouched.
     */
    private void fail(Throwable failure, ReplyListener listener) {
        SimulationFailedException failed = new SimulationFailedException(setup.id(), failure);
        end = failed;
        CompletableFuture<Void> unused = recordEnd(CloseReason.CLOSE_REASON_FAILED);
        onFailure.run(); // First, so that whoever is told finds its place free.
        listener.refused(failed);
    }

    private CompletableFuture<Void> recordEnd(CloseReason reason) {
        finish();
        try {
            return journal.closed(reason);
        } catch (LogFailedException unrecorded) {
            meter.unrecorded(unrecorded);
            return CompletableFuture.failedFuture(unrecorded);
        }
    }

    /** Writes the whole state to the journal, so that a restart need not replay. */
    void writeCheckpoint() {
        if (end != null) {
            return;
        }
        finish();
        try {
            journal.checkpoint(readState());
        } catch (LogFailedException | IllegalArgumentException | OutOfMemoryError unrecorded) {
            // Failed, or too large for one record: a restart plays from an earlier state.
            meter.unrecorded(unrecorded);
        }
        checkpoints.taken();
    }

    /** The whole state as it stands. */
    Journal.State readState() {
        Acknowledgement previous = last;
        return Journal.State.of(
                simulation,
                labels.current(),
                Optional.ofNullable(previous).map(Acknowledgement::outcome),
                previous == null ? 0 : previous.fingerprint());
    }
}
