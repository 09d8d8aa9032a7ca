package org.recarena.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.recarena.server.hosting.HostedSimulation;
import org.recarena.server.hosting.ReplyListener;
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

    private final Simulations simulations;
    private final ServerCallStreamObserver<PlayResponse> replies;

    /** Of the previous request: streams stay with one simulation, so it need not be looked up again. */
    private @Nullable HostedSimulation previous;

    // Under the lock: requests that are not answered, in order, and whether somebody is sending.
    private final ArrayDeque<Slot> unanswered = new ArrayDeque<>();
    private boolean sending;
    private boolean halfClosed;
    private boolean paused;
    private boolean over;

    PlaySession(Simulations simulations, ServerCallStreamObserver<PlayResponse> replies) {
        this.simulations = simulations;
        this.replies = replies;
        replies.disableAutoRequest();
        replies.setOnReadyHandler(this::listenAgain);
        replies.setOnCancelHandler(this::cancelled);
        replies.request(1);
    }

    @Override
    public void onNext(PlayRequest request) {
        Slot slot = new Slot();
        synchronized (this) {
            unanswered.add(slot);
        }
        try {
            start(request, slot);
        } catch (RuntimeException refusal) {
            slot.refused(refusal);
        }
        boolean more;
        synchronized (this) {
            paused = unanswered.size() >= MOST_AHEAD || !replies.isReady();
            more = !paused && !over;
        }
        if (more) {
            replies.request(1);
        }
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

    private void cancelled() {
        synchronized (this) {
            over = true;
            unanswered.clear();
        }
    }

    private void listenAgain() {
        synchronized (this) {
            if (!paused || over || unanswered.size() >= MOST_AHEAD || !replies.isReady()) {
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
        while (true) {
            PlayResponse reply;
            synchronized (this) {
                Slot head = unanswered.peek();
                reply = over || head == null ? null : head.reply;
                if (reply == null) {
                    sending = false;
                    if (over || !halfClosed || !unanswered.isEmpty()) {
                        break;
                    }
                    over = true;
                } else {
                    unanswered.poll();
                }
            }
            if (reply == null) {
                replies.onCompleted();
                return;
            }
            replies.onNext(reply);
        }
        listenAgain();
    }

    /** The place of one request in the order of the replies. */
    private final class Slot implements ReplyListener {
        private @Nullable PlayResponse reply;

        @Override
        public void replied(Outcome outcome) {
            fill(PlayResponse.newBuilder().setOutcome(outcome).build());
        }

        @Override
        public void refused(RuntimeException refusal) {
            fill(PlayResponse.newBuilder().setError(Refusals.status(refusal)).build());
        }

        private void fill(PlayResponse response) {
            synchronized (PlaySession.this) {
                reply = response;
            }
            send();
        }
    }
}
