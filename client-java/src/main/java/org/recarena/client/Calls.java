package org.recarena.client;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes calls, and makes them again while the server cannot be reached. */
final class Calls {

    private final ManagedChannel channel;
    private final RetryPolicy retries;
    private final Executor elsewhere = new CompletableFuture<Void>().defaultExecutor();

    Calls(ManagedChannel channel, RetryPolicy retries) {
        this.channel = channel;
        this.retries = retries;
    }

    ManagedChannel channel() {
        return channel;
    }

    RetryPolicy retries() {
        return retries;
    }

    /** Runs after the pause that follows a number of failed attempts. */
    void afterPause(int failed, Runnable next) {
        CompletableFuture.delayedExecutor(retries.pauseMillis(failed), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    channel.resetConnectBackoff(); // The pauses are ours, not the channel's own longer ones.
                    next.run();
                });
    }

    /** Runs on another thread: for what calls back, from where a lock is held or the caller may be the one called. */
    void elsewhere(Runnable task) {
        elsewhere.execute(task);
    }

    /** A call that may be repeated without harm. */
    <Q, R> CompletableFuture<R> call(MethodDescriptor<Q, R> method, Q request) {
        CompletableFuture<R> result = new CompletableFuture<>();
        attempt(method, request, 1, result);
        return result;
    }

    private <Q, R> void attempt(MethodDescriptor<Q, R> method, Q request, int attempt, CompletableFuture<R> result) {
        CallOptions options =
                CallOptions.DEFAULT.withDeadlineAfter(retries.callTimeout().toMillis(), TimeUnit.MILLISECONDS);
        ClientCalls.asyncUnaryCall(channel.newCall(method, options), request, new StreamObserver<R>() {
            private @Nullable R answer;

            @Override
            public void onNext(R message) {
                answer = message;
            }

            @Override
            public void onError(Throwable error) {
                RecArenaException failure = Failures.of(error);
                if (Failures.isTransient(failure) && attempt < retries.attempts()) {
                    afterPause(attempt, () -> attempt(method, request, attempt + 1, result));
                } else {
                    result.completeExceptionally(failure);
                }
            }

            @Override
            public void onCompleted() {
                if (answer == null) {
                    result.completeExceptionally(new IllegalStateException("the server answered with nothing"));
                } else {
                    result.complete(answer);
                }
            }
        });
    }
}
