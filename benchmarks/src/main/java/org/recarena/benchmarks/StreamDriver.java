package org.recarena.benchmarks;

import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Keeps one message in flight on a stream: each reply sends the next request from the transport's own thread, so that
 * what is measured is the round trip and not a hand-over between threads of the client.
 *
 * @param <Q> the requests
 * @param <R> the replies
 */
final class StreamDriver<Q, R> {

    private final Function<StreamObserver<R>, StreamObserver<Q>> call;
    private final LongFunction<Q> requests;
    private final Function<R, String> fault;

    /**
     * A driver of one kind of stream.
     *
     * @param call opens the stream
     * @param requests makes the request of a given index
     * @param fault says what is wrong with a reply; empty if nothing
     */
    StreamDriver(
            Function<StreamObserver<R>, StreamObserver<Q>> call, LongFunction<Q> requests, Function<R, String> fault) {
        this.call = call;
        this.requests = requests;
        this.fault = fault;
    }

    /** Round trips a second, over a number of seconds, continuing with the request of a given index. */
    Rate run(long firstRequest, double seconds) {
        Loop loop = new Loop(firstRequest, System.nanoTime() + (long) (seconds * 1e9));
        long begin = System.nanoTime();
        StreamObserver<Q> out = call.apply(loop);
        loop.start(out);
        long next = loop.done.orTimeout((long) seconds + 60, TimeUnit.SECONDS).join();
        return new Rate((next - firstRequest) * 1e9 / (System.nanoTime() - begin), next);
    }

    /**
     * What was measured.
     *
     * @param perSecond round trips a second
     * @param nextRequest the index to continue with
     */
    record Rate(double perSecond, long nextRequest) {}

    private final class Loop implements StreamObserver<R> {
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private final CompletableFuture<StreamObserver<Q>> out = new CompletableFuture<>();
        private final long deadline;
        private long next;

        Loop(long first, long deadline) {
            this.next = first;
            this.deadline = deadline;
        }

        void start(StreamObserver<Q> requestsOut) {
            Q first = requests.apply(next++);
            out.complete(requestsOut);
            requestsOut.onNext(first);
        }

        @Override
        public void onNext(R reply) {
            String wrong = fault.apply(reply);
            if (!wrong.isEmpty()) {
                done.completeExceptionally(new IllegalStateException(wrong));
            } else if (System.nanoTime() < deadline) {
                out.join().onNext(requests.apply(next++));
            } else {
                out.join().onCompleted();
            }
        }

        @Override
        public void onError(Throwable error) {
            done.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            done.complete(next);
        }
    }
}
