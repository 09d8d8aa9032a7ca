package org.recarena.client;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.DeleteRequest;
import org.recarena.v1.ForkRequest;
import org.recarena.v1.GetRequest;
import org.recarena.v1.ObserveRequest;
import org.recarena.v1.ObserveResponse;
import org.recarena.v1.Outcome;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.ResetResponse;
import org.recarena.v1.Simulation;
import org.recarena.v1.SimulationServiceGrpc;
import org.recarena.v1.StepResponse;

/**
 * A world opened on the server, whose lanes step together.
 *
 * <p>Every reset and step carries its number, so that a call that got no answer is repeated without being done twice.
 * Resets and steps are done in the order in which they are asked for, one call at a time; {@link #play()} sends them on
 * a stream instead, which is several times faster.
 */
public final class RemoteSimulation implements AutoCloseable {

    private final Calls calls;
    private final Simulation description;
    private final List<String> warnings;
    private final Layout layout;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private long done;
    private @Nullable PlayStream stream;

    RemoteSimulation(Calls calls, Simulation description, List<String> warnings) {
        this.calls = calls;
        this.description = description;
        this.warnings = List.copyOf(warnings);
        this.layout = new Layout(description);
        this.done = description.getStep();
    }

    /**
     * Its handle, with which another client can {@link RecArenaClient#attach} to it.
     *
     * @return the handle; who has it can step the simulation
     */
    public String id() {
        return description.getSimulationId();
    }

    /**
     * As the server opened it: the complete config, the seed in use, spaces.
     *
     * @return the protocol's message
     */
    public Simulation description() {
        return description;
    }

    /**
     * How many lanes it has.
     *
     * @return at least 1
     */
    public int lanes() {
        return description.getLanes();
    }

    /**
     * How many items can be recommended.
     *
     * @return at least 1
     */
    public int items() {
        return Math.toIntExact(description.getAction().getItemCount());
    }

    /**
     * What the server found odd about the config, if anything.
     *
     * @return one sentence for each
     */
    public List<String> warnings() {
        return warnings;
    }

    /**
     * Ground truth of this simulation.
     *
     * @return its oracle
     */
    public Oracle oracle() {
        return new Oracle(calls, id());
    }

    /**
     * Begins a new episode in every lane.
     *
     * @return what the agents see first
     */
    public Result reset() {
        return Waiting.join(resetAsync(Reset.all()));
    }

    /**
     * Begins new episodes.
     *
     * @param reset in which lanes, and with which seeds
     * @return what the agents see first
     */
    public Result reset(Reset reset) {
        return Waiting.join(resetAsync(reset));
    }

    /**
     * {@link #reset(Reset)} without waiting.
     *
     * @param reset in which lanes, and with which seeds
     * @return what the agents see first, later
     */
    public CompletableFuture<Result> resetAsync(Reset reset) {
        return enqueue(number -> {
            ResetRequest request = reset.request(number).setSimulationId(id()).build();
            return calls.call(SimulationServiceGrpc.getResetMethod(), request).thenApply(ResetResponse::getOutcome);
        });
    }

    /**
     * Shows one recommendation in every lane.
     *
     * @param recommendation what is shown
     * @return what happened
     */
    public Result step(Recommendation recommendation) {
        return Waiting.join(stepAsync(recommendation));
    }

    /**
     * Shows one item in every lane.
     *
     * @param items an item number for each lane
     * @return what happened
     */
    public Result step(int... items) {
        return step(Recommendation.items(items));
    }

    /**
     * {@link #step(Recommendation)} without waiting.
     *
     * @param recommendation what is shown
     * @return what happened, later
     */
    public CompletableFuture<Result> stepAsync(Recommendation recommendation) {
        return enqueue(number -> calls.call(
                        PlayStream.STEP,
                        recommendation.request(number).setSimulationId(id()).build())
                .thenApply(StepResponse::getOutcome));
    }

    /**
     * The last result again; changes nothing.
     *
     * @return as it was answered to the last reset or step
     */
    public Result observe() {
        ObserveRequest request =
                ObserveRequest.newBuilder().setSimulationId(id()).build();
        return Waiting.join(calls.call(SimulationServiceGrpc.getObserveMethod(), request)
                .thenApply(ObserveResponse::getOutcome)
                .thenApply(outcome -> new Result(layout, outcome)));
    }

    /**
     * Copies it as it stands, random streams included: both go on alike for as long as they are played alike.
     *
     * @return the copy, to be closed by itself
     */
    public RemoteSimulation fork() {
        return fork(Map.of());
    }

    /**
     * Copies it as it stands, random streams included, after what was asked of it before. What was sent on an open
     * stream and is not answered yet may be in the copy or not.
     *
     * @param labels set or replaced in the copy; an empty value removes the key
     * @return the copy, to be closed by itself
     */
    public RemoteSimulation fork(Map<String, String> labels) {
        CompletableFuture<?> before;
        synchronized (this) {
            before = last;
        }
        Waiting.join(before.handle((result, failure) -> true));
        ForkRequest request = ForkRequest.newBuilder()
                .setSimulationId(id())
                .putAllLabels(labels)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        return new RemoteSimulation(
                calls,
                Waiting.join(calls.call(SimulationServiceGrpc.getForkMethod(), request))
                        .getSimulation(),
                warnings);
    }

    /**
     * Resets and steps on one stream. While it is open, this object's own resets and steps are refused.
     *
     * @return a stream, to be closed
     */
    public synchronized PlayStream play() {
        requireNoStream();
        Waiting.join(last.handle((result, failure) -> true));
        PlayStream opened = new PlayStream(calls, id(), layout, done, this::streamEnded);
        stream = opened;
        return opened;
    }

    /**
     * Asks the server which step was the last. Needed only after a call failed with
     * {@link RecArenaException.Unavailable}, when nobody here knows whether it was done.
     *
     * @return the number of the last reset or step; 0 before the first
     */
    public synchronized long resume() {
        requireNoStream();
        GetRequest request = GetRequest.newBuilder().setSimulationId(id()).build();
        done = Waiting.join(calls.call(SimulationServiceGrpc.getGetMethod(), request))
                .getSimulation()
                .getStep();
        return done;
    }

    /** Closes the simulation and frees it. Its log stays. */
    @Override
    public void close() {
        PlayStream open;
        synchronized (this) {
            open = stream;
        }
        if (open != null) {
            open.close();
        }
        try {
            Waiting.join(calls.call(
                    SimulationServiceGrpc.getDeleteMethod(),
                    DeleteRequest.newBuilder().setSimulationId(id()).build()));
        } catch (RecArenaException.NotFound e) {
            return; // Expired, or an earlier attempt had deleted it.
        }
    }

    private synchronized CompletableFuture<Result> enqueue(LongFunction<CompletableFuture<Outcome>> call) {
        requireNoStream();
        CompletableFuture<Result> next = last.handle((result, failure) -> true)
                .thenCompose(previous -> call.apply(next()))
                .thenApply(this::taken);
        last = next;
        return next;
    }

    private synchronized long next() {
        return done + 1;
    }

    private synchronized Result taken(Outcome outcome) {
        done = outcome.getStep();
        return new Result(layout, outcome);
    }

    private synchronized void streamEnded(long step) {
        done = step;
        stream = null;
    }

    private void requireNoStream() {
        if (stream != null) {
            throw new IllegalStateException("a stream of this simulation is open; use it, or close it first");
        }
    }
}
