package org.recarena.client;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.GetRequest;
import org.recarena.v1.PlayRequest;
import org.recarena.v1.PlayResponse;
import org.recarena.v1.SimulationServiceGrpc;
import org.recarena.v1.StepRequest;
import org.recarena.v1.StepResponse;

/**
 * Resets and steps of one simulation on one stream, answered in order.
 *
 * <p>Any number may be sent ahead of the answers. Futures complete on the transport's thread: what hangs on them runs
 * there, should be short and must not wait for another answer. A step that is sent from there is on its way soonest.
 *
 * <p>When the connection breaks, the stream is opened again and what was not answered is sent again. If more than one
 * request was under way, the server may have answers no more; those fail with {@link RecArenaException.ResultLost}.
 */
public final class PlayStream implements AutoCloseable {

    static final MethodDescriptor<StepRequest, StepResponse> STEP =
            AliasingMarshaller.on(SimulationServiceGrpc.getStepMethod(), StepResponse.parser());
    private static final MethodDescriptor<PlayRequest, PlayResponse> PLAY =
            AliasingMarshaller.on(SimulationServiceGrpc.getPlayMethod(), PlayResponse.parser());

    private final Calls calls;
    private final String simulationId;
    private final Layout layout;
    private final LongConsumer whenClosed;
    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private @Nullable Connection connection;
    private long sent;
    private int failedAttempts;
    private boolean recovering;
    private boolean closed;

    PlayStream(Calls calls, String simulationId, Layout layout, long done, LongConsumer whenClosed) {
        this.calls = calls;
        this.simulationId = simulationId;
        this.layout = layout;
        this.sent = done;
        this.whenClosed = whenClosed;
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
     * @return what the agents see first, later
     */
    public CompletableFuture<Result> resetAsync(Reset reset) {
        return send(number -> PlayRequest.newBuilder()
                .setReset(reset.request(number).setSimulationId(simulationId))
                .build());
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
        return send(number -> PlayRequest.newBuilder()
                .setStep(recommendation.request(number).setSimulationId(simulationId))
                .build());
    }

    /** Waits for what is under way, and ends the stream. The simulation stays open. */
    @Override
    public void close() {
        List<CompletableFuture<Result>> open = new ArrayList<>();
        Connection ending;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending.forEach(request -> open.add(request.result));
        }
        for (CompletableFuture<Result> result : open) {
            Waiting.join(result.handle((value, failure) -> true));
        }
        long done;
        synchronized (this) {
            ending = connection;
            connection = null;
            done = sent;
        }
        if (ending != null) {
            ending.call.halfClose();
        }
        whenClosed.accept(done);
    }

    private synchronized CompletableFuture<Result> send(LongFunction<PlayRequest> request) {
        if (closed) {
            throw new IllegalStateException("this stream is closed");
        }
        Pending next = new Pending(sent + 1, request.apply(sent + 1));
        sent++;
        pending.add(next);
        if (!recovering) {
            Connection current = connection;
            if (current != null) {
                current.call.sendMessage(next.request);
            } else {
                connect();
            }
        }
        return next.result;
    }

    /** Opens the stream and sends all that is pending. */
    private synchronized void connect() {
        Connection fresh = new Connection();
        connection = fresh; // First: where the server cannot be reached, the call may end while it is started.
        fresh.start();
        for (Pending request : List.copyOf(pending)) {
            if (connection != fresh) {
                return; // It ended meanwhile, which was seen to.
            }
            fresh.call.sendMessage(request.request);
        }
    }

    private void answered(Connection from, PlayResponse response) {
        Pending head;
        synchronized (this) {
            if (from != connection) {
                return;
            }
            head = pending.peek();
            if (head == null) {
                return; // Nothing was asked: not ours.
            }
            if (response.hasError() && retry(head, Failures.of(response.getError(), null))) {
                return;
            }
            pending.poll();
            failedAttempts = 0;
            if (response.hasError() && !head.doomed) {
                sent = head.number - 1;
                pending.forEach(request -> request.doomed = true);
            }
        }
        if (response.hasError()) {
            head.result.completeExceptionally(Failures.of(response.getError(), null));
        } else {
            head.result.complete(new Result(layout, response.getOutcome()));
        }
    }

    /** Whether a refusal means that the request is to be made again; if so, sees to it. */
    private boolean retry(Pending head, RecArenaException refusal) {
        if (head.doomed || !Failures.isTransient(refusal)) {
            return false;
        }
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            broken.call.cancel("to be made again", null);
        }
        recover(refusal);
        return true;
    }

    private synchronized void ended(Connection from, Status status) {
        if (from != connection) {
            return;
        }
        connection = null;
        if (!pending.isEmpty()) {
            RecArenaException failure = Failures.of(
                    status.isOk()
                            ? Status.UNAVAILABLE
                                    .withDescription("the server ended the stream")
                                    .asRuntimeException()
                            : status.asRuntimeException());
            if (Failures.isTransient(failure)) {
                recover(failure);
            } else {
                fail(failure);
            }
        }
    }

    private synchronized void recover(RecArenaException failure) {
        failedAttempts++;
        if (failedAttempts >= calls.retries().attempts()) {
            fail(failure);
            return;
        }
        recovering = true;
        calls.afterPause(failedAttempts, this::reopen);
    }

    private void reopen() {
        boolean alone;
        synchronized (this) {
            alone = pending.size() == 1;
        }
        if (alone) {
            sendAgain(-1);
            return;
        }
        GetRequest where = GetRequest.newBuilder().setSimulationId(simulationId).build();
        CompletableFuture<Void> unused = calls.call(SimulationServiceGrpc.getGetMethod(), where)
                .thenAccept(response -> sendAgain(response.getSimulation().getStep()))
                .exceptionally(error -> {
                    fail(Failures.of(error));
                    return null;
                });
    }

    /** Sends what is pending, but for what the server has left behind: it keeps the answer to its last step only. */
    private void sendAgain(long serverStep) {
        List<Pending> lost = new ArrayList<>();
        synchronized (this) {
            recovering = false;
            pending.removeIf(request -> request.doomed && lost.add(request));
            while (!pending.isEmpty() && pending.element().number < serverStep) {
                lost.add(pending.remove());
            }
            if (!pending.isEmpty()) {
                connect();
            }
        }
        lost.forEach(request -> request.result.completeExceptionally(new RecArenaException.ResultLost(request.number)));
    }

    private synchronized void fail(RecArenaException failure) {
        recovering = false;
        failedAttempts = 0; // Whatever is sent next has all attempts before it.
        List<Pending> failed = new ArrayList<>(pending);
        pending.clear();
        if (!failed.isEmpty()) {
            sent = failed.get(0).number - 1;
        }
        calls.elsewhere(() -> failed.forEach(request -> request.result.completeExceptionally(failure)));
    }

    /** A request that was not answered yet. */
    private static final class Pending {
        private final long number;
        private final PlayRequest request;
        private final CompletableFuture<Result> result = new CompletableFuture<>();
        /** One before it was refused, so its number is wrong. */
        private boolean doomed;

        Pending(long number, PlayRequest request) {
            this.number = number;
            this.request = request;
        }
    }

    /** One stream on the wire. */
    private final class Connection extends ClientCall.Listener<PlayResponse> {
        private final ClientCall<PlayRequest, PlayResponse> call;

        Connection() {
            call = calls.channel().newCall(PLAY, CallOptions.DEFAULT);
        }

        void start() {
            call.start(this, new Metadata());
            call.request(Integer.MAX_VALUE);
        }

        @Override
        public void onMessage(PlayResponse message) {
            answered(this, message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            ended(this, status);
        }
    }
}
