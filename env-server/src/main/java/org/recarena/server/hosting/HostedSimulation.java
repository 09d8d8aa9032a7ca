package org.recarena.server.hosting;

import com.google.protobuf.util.Timestamps;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.recarena.server.wire.OutcomeCodec;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.WrongStateException;
import org.recarena.trajectories.LogFailedException;
import org.recarena.v1.CloseReason;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.StepRequest;

/**
 * A simulation that is open on this server: checks requests, keeps their order, plays each exactly once, and replies
 * when the journal allows. Its state belongs to its serial executor; the public methods are thread-safe and do not
 * block.
 */
public final class HostedSimulation {

    private final SimulationSetup setup;
    private final Simulation simulation;
    private final Journal journal;
    private final StepMeter meter;
    private final LongSupplier nanoTime;
    private final CheckpointPolicy checkpoints;
    private final Runnable onFailure;
    private final InlinePolicy inline;
    private final SerialExecutor executor;
    private final int components;

    private final Labels labels;
    private @Nullable Acknowledgement last;
    private @Nullable RuntimeException end;

    private volatile long lastUsed;
    private volatile long expectedNanos = Long.MAX_VALUE;
    private volatile long stepNumber;

    HostedSimulation(
            SimulationSetup setup,
            Simulation simulation,
            Labels labels,
            Optional<Acknowledgement> last,
            Journal journal,
            StepMeter meter,
            CheckpointPolicy checkpoints,
            Runnable onFailure,
            Duration idle,
            LongSupplier nanoTime,
            InlinePolicy inline,
            Executor pool) {
        this.setup = setup;
        this.simulation = simulation;
        this.labels = labels;
        this.last = last.orElse(null);
        this.journal = journal;
        this.meter = meter;
        this.checkpoints = checkpoints;
        this.onFailure = onFailure;
        this.nanoTime = nanoTime;
        this.inline = inline;
        this.executor = new SerialExecutor(pool);
        this.components = simulation.world().rewardModel().names().size();
        this.stepNumber = simulation.stepNumber();
        this.lastUsed = nanoTime.getAsLong() - idle.toNanos();
    }

    /**
     * What stays as it is.
     *
     * @return the setup
     */
    public SimulationSetup setup() {
        return setup;
    }

    /**
     * In the contract's form, as it stands.
     *
     * @return a description with the constants, which may be large
     */
    public org.recarena.v1.Simulation describe() {
        org.recarena.v1.Simulation.Builder description = summarize().toBuilder();
        simulation
                .world()
                .constants(setup.sentOnce())
                .forEach(constant -> description.addConstants(OutcomeCodec.column(constant)));
        return description.build();
    }

    /**
     * In the contract's form, as it stands.
     *
     * @return a description without the constants
     */
    public org.recarena.v1.Simulation summarize() {
        long idle = nanoTime.getAsLong() - lastUsed;
        long expiresInMillis = setup.idleTimeout().minusNanos(idle).toMillis();
        return setup.describe()
                .putAllLabels(labels.current())
                .setStep(stepNumber)
                .setExpires(Timestamps.fromMillis(System.currentTimeMillis() + expiresInMillis))
                .build();
    }

    /**
     * The labels in force.
     *
     * @return an immutable copy
     */
    public Map<String, String> labels() {
        return labels.current();
    }

    /**
     * How long nothing was called.
     *
     * @return nanoseconds
     */
    long idleNanos() {
        return nanoTime.getAsLong() - lastUsed;
    }

    /**
     * Begins episodes.
     *
     * @param request from a client
     * @param listener told once
     */
    public void reset(ResetRequest request, ReplyListener listener) {
        lastUsed = nanoTime.getAsLong();
        executor.execute(() -> perform(new ResetCall(request, simulation, labels), listener), false);
    }

    /**
     * Shows recommendations.
     *
     * @param request from a client
     * @param listener told once
     */
    public void step(StepRequest request, ReplyListener listener) {
        lastUsed = nanoTime.getAsLong();
        executor.execute(
                () -> perform(new StepCall(request, setup, simulation, labels), listener),
                inline.playsInline(this, expectedNanos) && !journal.isBusy());
    }

    /**
     * Repeats the last outcome.
     *
     * @param listener told once
     */
    public void observe(ReplyListener listener) {
        lastUsed = nanoTime.getAsLong();
        executor.execute(
                () -> {
                    Acknowledgement previous = last;
                    if (end != null) {
                        listener.refused(end);
                    } else if (previous == null) {
                        listener.refused(new WrongStateException("nothing was reset yet, so there is no outcome"));
                    } else {
                        previous.whenDone(listener);
                    }
                },
                inline.playsInline(this, expectedNanos));
    }

    /**
     * Reads from the simulation, between two steps.
     *
     * @param <T> what is read
     * @param query must not change the simulation
     * @return completed on another thread, or failed by what the query threw
     */
    public <T> CompletableFuture<T> query(Function<Simulation, T> query) {
        lastUsed = nanoTime.getAsLong();
        CompletableFuture<T> answer = new CompletableFuture<>();
        executor.execute(
                () -> {
                    if (end != null) {
                        answer.completeExceptionally(end);
                        return;
                    }
                    try {
                        answer.complete(query.apply(simulation));
                    } catch (RuntimeException | Error refused) {
                        answer.completeExceptionally(refused);
                    }
                },
                false);
        return answer;
    }

    /**
     * Its whole state after what was asked before.
     *
     * @return completed on another thread
     */
    CompletableFuture<Journal.State> state() {
        return query(ignored -> {
            try {
                return readState();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        });
    }

    /**
     * What it is a simulation of.
     *
     * @return the world
     */
    World world() {
        return simulation.world();
    }

    /**
     * Ends it after what was asked before; what is asked later is refused.
     *
     * @param reason why
     * @return completed when it has ended
     */
    CompletableFuture<Void> close(CloseReason reason) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        executor.execute(
                () -> {
                    try {
                        if (end == null) {
                            end = new UnknownSimulationException(setup.id());
                            recordEnd(reason);
                        }
                    } finally {
                        closed.complete(null);
                    }
                },
                false);
        return closed;
    }

    /**
     * Writes the whole state to the journal, so that a restart need not replay. What is asked later is refused.
     *
     * @return completed when it is written
     */
    CompletableFuture<Void> suspend() {
        CompletableFuture<Void> suspended = new CompletableFuture<>();
        executor.execute(
                () -> {
                    try {
                        if (end == null) {
                            writeCheckpoint();
                            end = new ShuttingDownException();
                        }
                    } finally {
                        suspended.complete(null);
                    }
                },
                false);
        return suspended;
    }

    private void perform(Call call, ReplyListener listener) {
        if (end != null) {
            listener.refused(end);
            return;
        }
        try {
            Acknowledgement previous = last;
            if (previous != null && call.number() != 0 && call.number() == previous.step()) {
                repeat(call, previous, listener);
                return;
            }
            checkNumber(call.number());
            call.check();
        } catch (RuntimeException refused) {
            listener.refused(refused);
            return;
        }
        play(call, listener);
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

    private void play(Call call, ReplyListener listener) {
        long begin = nanoTime.getAsLong();
        long number = simulation.stepNumber() + 1;
        Acknowledgement acknowledgement = new Acknowledgement(number, call.fingerprint(), !journal.synced());
        try {
            call.record(journal, new Journal.Call(number, call.fingerprint(), call.labels(), acknowledgement));
        } catch (RuntimeException unrecorded) { // The log failed, or takes no record of that size.
            listener.refused(unrecorded);
            return;
        }
        Outcome outcome;
        try {
            labels.update(call.labels());
            outcome = call.compute();
            acknowledgement.computed(OutcomeCodec.encode(outcome, setup.sent().size(), components));
        } catch (RuntimeException | Error failure) {
            fail(failure, listener);
            return;
        }
        last = acknowledgement;
        stepNumber = number;
        acknowledgement.whenDone(listener);
        record(outcome);
        long took = nanoTime.getAsLong() - begin;
        expectedNanos = expectedNanos == Long.MAX_VALUE ? took : expectedNanos + (took - expectedNanos) / 8;
        meter.done(outcome, took);
        if (checkpoints.isDue(setup.lanes())) {
            executor.execute(this::writeCheckpoint, false);
        }
    }

    /** The reply need not wait for this: the inputs are recorded, and bring the outcome back where it is lost. */
    private void record(Outcome outcome) {
        try {
            journal.outcome(outcome, simulation);
        } catch (LogFailedException | IllegalArgumentException unrecorded) {
            meter.unrecorded(unrecorded);
        }
    }

    /**
     * The inputs may be recorded and the state half changed: this simulation cannot go on, the others are untouched.
     */
    private void fail(Throwable failure, ReplyListener listener) {
        SimulationFailedException failed = new SimulationFailedException(setup.id(), failure);
        end = failed;
        recordEnd(CloseReason.CLOSE_REASON_FAILED);
        onFailure.run(); // First, so that whoever is told finds its place free.
        listener.refused(failed);
    }

    private void recordEnd(CloseReason reason) {
        try {
            journal.closed(reason);
        } catch (LogFailedException unrecorded) {
            meter.unrecorded(unrecorded);
        }
    }

    private void writeCheckpoint() {
        if (end != null) {
            return;
        }
        try {
            journal.checkpoint(readState());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (LogFailedException | IllegalArgumentException | OutOfMemoryError unrecorded) {
            // Failed, or too large for one record: a restart plays from an earlier state.
            meter.unrecorded(unrecorded);
        }
        checkpoints.taken();
    }

    private Journal.State readState() throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        simulation.save(new DataOutputStream(state));
        Acknowledgement previous = last;
        return new Journal.State(
                simulation.stepNumber(),
                state.toByteArray(),
                labels.current(),
                Optional.ofNullable(previous).map(Acknowledgement::outcome),
                previous == null ? 0 : previous.fingerprint());
    }
}
