package org.recarena.server.grpc;

import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.recarena.server.hosting.HostedSimulation;
import org.recarena.server.hosting.ReplyListener;
import org.recarena.server.hosting.ShuttingDownException;
import org.recarena.server.hosting.Simulations;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.v1.Outcome;
import org.recarena.v1.PlayRequest;
import org.recarena.v1.PlayResponse;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.StepRequest;

/**
 * One stream of resets and steps. Requests are handled as they come; replies become ready in any order, and on any
 * thread, but leave in the order of the requests. A client that does not read, or sends far ahead, is not listened to
 * until it has caught up.
 */
final class PlaySession implements StreamObserver<PlayRequest> {

    private static final int MOST_AHEAD = 256;
    private static final long MOST_BYTES_AHEAD = 64L << 20;

    private final Simulations simulations;
    private final ServerCallStreamObserver<PlayResponse> replies;
    private final Consumer<Code> refusals;
    private final Consumer<PlaySession> onEnd;

    /** Of the previous request: streams stay with one simulation, so it need not be looked up again. */
    private @Nullable HostedSimulation previous;

    // Under the lock: requests that are not answered, in order, and whether somebody is sending.
    private final ArrayDeque<Slot> unanswered = new ArrayDeque<>();
    private long unansweredBytes;
    private boolean sending;
    private boolean halfClosed;
    private boolean draining;
    private boolean paused;
    private boolean over;

    /** A session on a stream; {@code refusals} counts them, {@code onEnd} is told when the stream is over. */
    PlaySession(
            Simulations simulations,
            ServerCallStreamObserver<PlayResponse> replies,
            Consumer<Code> refusals,
            Consumer<PlaySession> onEnd) {
        this.simulations = simulations;
        this.replies = replies;
        this.refusals = refusals;
        this.onEnd = onEnd;
        replies.disableAutoRequest();
        replies.setOnReadyHandler(this::listenAgain);
        replies.setOnCancelHandler(this::cancelled);
        replies.setOnCloseHandler(this::cancelled);
        replies.request(1);
    }

    @Override
    public void onNext(PlayRequest request) {
        Slot slot = new Slot(request.getSerializedSize());
        synchronized (this) {
            unanswered.add(slot);
            unansweredBytes += slot.bytes;
        }
        try {
            start(request, slot);
        } catch (RuntimeException refusal) {
            slot.refused(refusal);
        }
        boolean more;
        synchronized (this) {
            paused = isFarAhead() || !replies.isReady();
            more = !paused && !over;
        }
        if (more) {
            replies.request(1);
        }
    }

    private boolean isFarAhead() {
        return unanswered.size() >= MOST_AHEAD || unansweredBytes >= MOST_BYTES_AHEAD;
    }

    private void start(PlayRequest request, Slot slot) {
        switch (request.getRequestCase()) {
            case RESET -> {
                ResetRequest reset = request.getReset();
                find(reset.getSimulationId()).reset(reset, slot);
            }
            case STEP -> {
                StepRequest step = request.getStep();
                find(step.getSimulationId()).step(step, slot);
            }
            case REQUEST_NOT_SET ->
                throw new InvalidInputException("request", "is missing; it must be a reset or a step");
        }
    }

    private HostedSimulation find(String id) {
        HostedSimulation known = previous;
        if (known == null || !(id.isEmpty() || id.equals(known.setup().id()))) {
            known = simulations.find(id);
            previous = known;
        }
        return known;
    }

    @Override
    public void onError(Throwable error) {
        cancelled();
    }

    @Override
    public void onCompleted() {
        synchronized (this) {
            halfClosed = true;
        }
        send();
    }

    /** What is under way is still answered; then the stream ends, and the client may go on elsewhere. */
    void drain() {
        synchronized (this) {
            draining = true;
        }
        send();
    }

    private void cancelled() {
        synchronized (this) {
            over = true;
            unanswered.clear();
        }
        onEnd.accept(this);
    }

    private void listenAgain() {
        synchronized (this) {
            if (!paused || over || isFarAhead() || !replies.isReady()) {
                return;
            }
            paused = false;
        }
        replies.request(1);
    }

    /** Sends what is ready at the head of the queue. One thread sends at a time; another one's work is taken over. */
    private void send() {
        synchronized (this) {
            if (sending) {
                return;
            }
            sending = true;
        }
        for (PlayResponse reply = takeNext(); reply != null; reply = takeNext()) {
            try {
                replies.onNext(reply);
            } catch (RuntimeException closed) { // The call ended on the transport's side meanwhile.
                cancelled();
            }
        }
        listenAgain();
    }

    /** The reply at the head of the queue; null, and nobody is sending any more, where it is not ready. */
    private @Nullable PlayResponse takeNext() {
        boolean finished;
        boolean completed;
        synchronized (this) {
            Slot head = unanswered.peek();
            PlayResponse reply = over || head == null ? null : head.reply;
            if (head != null && reply != null) {
                unanswered.poll();
                unansweredBytes -= head.bytes;
                return reply;
            }
            sending = false;
            finished = !over && unanswered.isEmpty() && (halfClosed || draining);
            completed = halfClosed;
            over |= finished;
        }
        if (finished) {
            finish(completed);
        }
        return null;
    }

    private void finish(boolean completed) {
        try {
            if (completed) {
                replies.onCompleted();
            } else {
                replies.onError(Refusals.exception(new ShuttingDownException()));
            }
        } catch (RuntimeException closed) {
            // The call ended on the transport's side meanwhile.
        }
        onEnd.accept(this);
    }

    /** The place of one request in the order of the replies. */
    private final class Slot implements ReplyListener {
        private final int bytes;
        private @Nullable PlayResponse reply;

        Slot(int bytes) {
            this.bytes = bytes;
        }

        @Override
        public void replied(Outcome outcome) {
            fill(PlayResponse.newBuilder().setOutcome(outcome).build());
        }

        @Override
        public void refused(RuntimeException refusal) {
            Status status = Refusals.status(refusal);
            refusals.accept(Code.forNumber(status.getCode()));
            fill(PlayResponse.newBuilder().setError(status).build());
        }

        private void fill(PlayResponse response) {
            synchronized (PlaySession.this) {
                reply = response;
            }
            send();
        }
    }
}
