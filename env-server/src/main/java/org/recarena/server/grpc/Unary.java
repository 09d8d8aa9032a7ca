package org.recarena.server.grpc;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Answers calls that have one reply. Stateless. */
final class Unary {

    private Unary() {}

    /** Answers with what is computed here, or with what refuses it. */
    static <R> void answer(StreamObserver<R> replies, Supplier<R> compute) {
        R reply;
        try {
            reply = compute.get();
        } catch (RuntimeException refusal) {
            replies.onError(Refusals.exception(refusal));
            return;
        }
        replies.onNext(reply);
        replies.onCompleted();
    }

    /** Answers with what will be computed elsewhere, or with what refuses it, here or there. */
    static <R> void answerLater(StreamObserver<R> replies, Supplier<CompletionStage<R>> compute) {
        // Without a handler of its own, a call that the client gave up would throw at whoever answers it.
        ((ServerCallStreamObserver<R>) replies).setOnCancelHandler(() -> {});
        try {
            CompletionStage<?> unused = compute.get().whenComplete((reply, refusal) -> {
                if (refusal != null) {
                    replies.onError(Refusals.exception(refusal));
                } else {
                    replies.onNext(reply);
                    replies.onCompleted();
                }
            });
        } catch (RuntimeException refusal) {
            replies.onError(Refusals.exception(refusal));
        }
    }
}
