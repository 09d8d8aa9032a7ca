package org.recarena.client;

import io.grpc.Status;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for an answer: a moment on the processor, since a parked thread takes longer to wake than a step takes. */
final class Waiting {

    private static final int SPINS = spins();

    private Waiting() {}

    /** The value of a future, or its failure as one of ours. */
    static <T> T join(CompletableFuture<T> future) {
        for (int spin = 0; spin < SPINS && !future.isDone(); spin++) {
            Thread.onSpinWait();
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw rethrown(Failures.of(e));
        } catch (CancellationException e) {
            throw Failures.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.of(Status.CANCELLED
                    .withDescription("interrupted while waiting for an answer")
                    .withCause(e)
                    .asRuntimeException());
        }
    }

    /** The stack of the caller belongs to what the caller sees, not that of the transport's thread. */
    private static RecArenaException rethrown(RecArenaException failure) {
        failure.addSuppressed(new Throwable("waited for here"));
        return failure;
    }

    private static int spins() {
        return Runtime.getRuntime().availableProcessors() > 2 ? 2000 : 200;
    }
}
