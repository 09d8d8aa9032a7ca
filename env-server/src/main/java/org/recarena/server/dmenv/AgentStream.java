package org.recarena.server.dmenv;

import com.google.rpc.Code;
import com.google.rpc.Status;
import dm_env_rpc.v1.EnvironmentRequest;
import dm_env_rpc.v1.EnvironmentResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.recarena.server.grpc.Refusals;
import org.recarena.server.hosting.ShuttingDownException;

/**
 * One stream of requests. The next one is asked for when the last one is answered and the client has room for more, so
 * that an agent is never in two places; what a client sends ahead waits in the transport.
 */
final class AgentStream implements StreamObserver<EnvironmentRequest> {

    private final Agent agent;
    private final ServerCallStreamObserver<EnvironmentResponse> replies;
    private final Consumer<Code> refusals;
    private final Consumer<AgentStream> onEnd;

    // Under the lock.
    private boolean answering;
    private boolean paused;
    private boolean halfClosed;
    private boolean draining;
    private boolean over;

    /** A stream of an agent; {@code refusals} counts them, {@code onEnd} is told when the stream is over. */
    AgentStream(
            Agent agent,
            ServerCallStreamObserver<EnvironmentResponse> replies,
            Consumer<Code> refusals,
            Consumer<AgentStream> onEnd) {
        this.agent = agent;
        this.replies = replies;
        this.refusals = refusals;
        this.onEnd = onEnd;
        replies.disableAutoRequest();
        replies.setOnReadyHandler(this::listenAgain);
        replies.setOnCancelHandler(this::ended);
        replies.setOnCloseHandler(this::ended);
        replies.request(1);
    }

    @Override
    public void onNext(EnvironmentRequest request) {
        synchronized (this) {
            answering = true;
        }
        CompletionStage<EnvironmentResponse> answer;
        try {
            answer = agent.handle(request);
        } catch (RuntimeException refusal) {
            answer = CompletableFuture.failedFuture(refusal);
        }
        CompletionStage<?> unused =
                answer.whenComplete((response, refusal) -> send(refusal == null ? response : refused(refusal)));
    }

    private EnvironmentResponse refused(Throwable refusal) {
        Status status = refusal instanceof PropertyException property ? property.status() : Refusals.status(refusal);
        refusals.accept(Code.forNumber(status.getCode()));
        return EnvironmentResponse.newBuilder().setError(status).build();
    }

    private void send(EnvironmentResponse response) {
        synchronized (this) {
            if (over) {
                return;
            }
        }
        try {
            replies.onNext(response);
        } catch (RuntimeException closed) { // The call ended on the transport's side meanwhile.
            ended();
            return;
        }
        synchronized (this) {
            answering = false;
            paused = true;
        }
        endIfDone();
        listenAgain();
    }

    private void listenAgain() {
        synchronized (this) {
            if (!paused || over || !replies.isReady()) {
                return;
            }
            paused = false;
        }
        replies.request(1);
    }

    @Override
    public void onError(Throwable error) {
        ended();
    }

    @Override
    public void onCompleted() {
        synchronized (this) {
            halfClosed = true;
        }
        endIfDone();
    }

    /** What is under way is still answered; then the stream ends. */
    void drain() {
        synchronized (this) {
            draining = true;
        }
        endIfDone();
    }

    private void endIfDone() {
        boolean completed;
        synchronized (this) {
            if (over || answering || !(halfClosed || draining)) {
                return;
            }
            over = true;
            completed = halfClosed;
        }
        try {
            if (completed) {
                replies.onCompleted();
            } else {
                replies.onError(Refusals.exception(new ShuttingDownException()));
            }
        } catch (RuntimeException closed) {
            // The call ended on the transport's side meanwhile.
        }
        ended();
    }

    private void ended() {
        synchronized (this) {
            over = true;
        }
        agent.leave();
        onEnd.accept(this);
    }
}
