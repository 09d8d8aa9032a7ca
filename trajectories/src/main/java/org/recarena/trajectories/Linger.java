package org.recarena.trajectories;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Waits busily, for a moment, for what another thread is about to have done: where that takes no longer than waking a
 * thread, being there when it is done is the fastest way to go on. (A virtual machine gives a core back that has
 * nothing to do, and takes tens of microseconds to fetch it again.)
 *
 * <p>Only where it pays: where the thing was not done in time, or another thread had the core for long, the next
 * occasions are let pass, twice as many each time, up to sixteen. So slow disks, slow clients and busy machines cost
 * little. One that is off never waits. Used by one thread at a time.
 */
public final class Linger {

    /** So few that a client which was slow for a while is soon waited for again. */
    private static final int MOST_PASSED = 16;

    /** Whoever has the core for longer, between two looks, needs it. */
    private static final long TAKEN_NANOS = 200_000;

    private final boolean on;
    private final long mostNanos;
    private final Runnable pause;
    private final LongSupplier nanoTime;
    private int passes;
    private int passed;

    /**
     * The first occasion is waited for.
     *
     * @param on whether to wait at all
     * @param mostNanos the longest that one waiting may take, in nanoseconds
     * @param pause what to do between two looks: {@link Thread#onSpinWait} where the thing will be done by a thread
     *     that runs, {@link Thread#yield} where others should go first
     */
    public Linger(boolean on, long mostNanos, Runnable pause) {
        this(on, mostNanos, pause, System::nanoTime);
    }

    Linger(boolean on, long mostNanos, Runnable pause, LongSupplier nanoTime) {
        this.on = on;
        this.mostNanos = mostNanos;
        this.pause = pause;
        this.nanoTime = nanoTime;
    }

    /**
     * Whether it waits at all.
     *
     * @return false if {@link #until} always returns at once
     */
    public boolean isOn() {
        return on;
    }

    /**
     * Returns as soon as it is done, or after a moment, or at once.
     *
     * @param done whether it is; asked at least once, and again and again while this waits
     */
    public void until(BooleanSupplier done) {
        if (done.getAsBoolean() || !on) {
            return;
        }
        if (passed < passes) {
            passed++;
            return;
        }
        passed = 0;
        passes = isDoneInTime(done) ? 0 : Math.min(2 * passes + 1, MOST_PASSED);
    }

    private boolean isDoneInTime(BooleanSupplier done) {
        long begin = nanoTime.getAsLong();
        long now = begin;
        while (now - begin <= mostNanos) {
            pause.run();
            boolean isDone = done.getAsBoolean();
            long after = nanoTime.getAsLong();
            boolean wasTaken = after - now > TAKEN_NANOS;
            if (isDone || wasTaken) {
                return isDone && !wasTaken;
            }
            now = after;
        }
        return false;
    }
}
