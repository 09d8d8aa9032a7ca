package org.recarena.server.hosting;

import java.util.function.BooleanSupplier;

/**
 * Waits busily, for a moment, for what another thread is about to have done: where that takes no longer than waking a
 * thread, being there when it is done is the fastest way to go on. Where it was not done in time, the next occasions
 * are let pass, twice as many each time, so that a slow disk costs nothing. Used by one thread at a time.
 */
final class Linger {

    /** A sync of a fast disk and the waking of the thread that does it. */
    private static final long MOST_NANOS = 250_000;

    private static final int MOST_PASSED = 1 << 10;

    private int passes;
    private int passed;

    /** Returns as soon as it is done, or after a moment. */
    void until(BooleanSupplier done) {
        if (done.getAsBoolean()) {
            return;
        }
        if (passed < passes) {
            passed++;
            return;
        }
        passed = 0;
        long begin = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - begin > MOST_NANOS) {
                passes = Math.min(2 * passes + 1, MOST_PASSED);
                return;
            }
            Thread.onSpinWait();
        }
        passes = 0;
    }
}
