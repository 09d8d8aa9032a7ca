package org.recarena.server.hosting;

import com.google.protobuf.util.Timestamps;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.recarena.server.wire.OutcomeCodec;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.v1.CloseReason;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.StepRequest;

/**
 * A simulation that is open on this server: keeps the order of what is asked of it, and has its
 * {@link SimulationPlayer} answer one after the other. Thread-safe; no method blocks.
 */
public final class HostedSimulation {

    private final SimulationSetup setup;
    private final World world;
    private final Labels labels;
    private final SimulationPlayer player;
    private final LongSupplier nanoTime;
    private final InlinePolicy inline;
    private final SerialExecutor executor;

    private volatile long lastUsed;

    /**
     * A simulation that begins to take calls.
     *
     * @param setup what stays as it is
     * @param labels those that the player updates
     * @param player answers; to be used by this simulation alone
     * @param idle how long nothing was called
     * @param nanoTime the clock
     * @param inline says which calls are played on the calling thread
     * @param pool plays the others
     */
    HostedSimulation(
            SimulationSetup setup,
            Labels labels,
            SimulationPlayer player,
            Duration idle,
            LongSupplier nanoTime,
            InlinePolicy inline,
            Executor pool) {
        this.setup = setup;
        this.world = player.simulation().world();
        this.labels = labels;
        this.player = player;
        this.nanoTime = nanoTime;
        this.inline = inline;
        this.executor = new SerialExecutor(pool);
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
        world.constants(setup.sentOnce()).forEach(constant -> description.addConstants(OutcomeCodec.column(constant)));
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
                .setStep(player.stepNumber())
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
        executor.execute(
                () -> perform(new ResetCall(request, player.simulation(), labels), listener, false, false), false);
    }

    /**
     * Shows recommendations.
     *
     * @param request from a client
     * @param listener told once
     */
    public void step(StepRequest request, ReplyListener listener) {
        lastUsed = nanoTime.getAsLong();
        boolean alone = inline.isAlone(this);
        Thread transport = Thread.currentThread();
        executor.execute(
                () -> perform(
                        new StepCall(request, setup, player.simulation(), labels),
                        listener,
                        alone,
                        Thread.currentThread() == transport),
                inline.playsInline(alone, player.expectedNanos()) && !player.isJournalBusy());
    }

    /**
     * Repeats the last outcome.
     *
     * @param listener told once
     */
    public void observe(ReplyListener listener) {
        lastUsed = nanoTime.getAsLong();
        executor.execute(
                () -> player.observe(listener), inline.playsInline(inline.isAlone(this), player.expectedNanos()));
    }

    private void perform(Call call, ReplyListener listener, boolean lingers, boolean onTransport) {
        boolean checkpoint = player.perform(call, listener, lingers);
        if (onTransport && !inline.finishesInline(player.finishingNanos())) {
            executor.execute(player::finish, false);
        } else {
            player.finish();
        }
        if (checkpoint) {
            executor.execute(player::writeCheckpoint, false);
        }
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
                    RuntimeException end = player.end();
                    if (end != null) {
                        answer.completeExceptionally(end);
                        return;
                    }
                    try {
                        answer.complete(query.apply(player.simulation()));
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
        return query(ignored -> player.readState());
    }

    /**
     * What it is a simulation of.
     *
     * @return the world
     */
    World world() {
        return world;
    }

    /**
     * Ends it after what was asked before; what is asked later is refused.
     *
     * @param reason why
     * @param ended run when it has ended, on the thread that played it last
     * @return completed when all of it is recorded for good; failed if it cannot be
     */
    CompletableFuture<Void> close(CloseReason reason, Runnable ended) {
        CompletableFuture<CompletableFuture<Void>> recorded = new CompletableFuture<>();
        executor.execute(
                () -> {
                    try {
                        recorded.complete(player.close(reason));
                    } catch (RuntimeException | Error failed) {
                        recorded.completeExceptionally(failed);
                    } finally {
                        ended.run();
                    }
                },
                false);
        return recorded.thenCompose(Function.identity());
    }

    /**
     * Writes the whole state to the journal, so that a restart need not replay. What is asked later is refused.
     *
     * @return completed when it is written
     */
    CompletableFuture<Void> suspend() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        executor.execute(
                () -> {
                    try {
                        player.suspend();
                    } finally { // Whatever comes of it.
                        done.complete(null);
                    }
                },
                false);
        return done;
    }
}
