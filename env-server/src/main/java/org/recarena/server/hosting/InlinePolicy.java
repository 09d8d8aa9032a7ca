package org.recarena.server.hosting;

import java.util.function.LongSupplier;

/**
 * Says whether a request is played on the transport's thread that brings it, which saves waking another one, or on the
 * pool, which keeps that thread free for others. What is short is played at once; what is longer only while no other
 * simulation is played on, since then nobody is kept waiting. Thread-safe: what threads see late makes them choose the
 * pool or the own thread once too often, and nothing worse.
 */
final class InlinePolicy {

    /** Nobody minds waiting so long. */
    private static final long SHORT_NANOS = 60_000;

    /** The most that is played on a transport's thread: its other clients' calls that are no steps wait as well. */
    private static final long LONE_NANOS = 2_000_000;

    /** Waking another thread for it costs the machine about half of this. */
    private static final long FINISHING_NANOS = 100_000;

    /** After so long without a request to another simulation, one is alone: far more than lock-step clients pause. */
    private static final long ALONE_AFTER_NANOS = 20_000_000;

    private final LongSupplier nanoTime;
    /** Identifies the simulation of the last request, without keeping it from being collected. */
    private volatile int last;

    private volatile long changedAt;

    /** A policy for the simulations of one server. */
    InlinePolicy(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.changedAt = nanoTime.getAsLong();
    }

    /**
     * Decides about one request.
     *
     * @param alone whether no other simulation is played on, see {@link #isAlone}
     * @param expectedNanos how long playing it will take
     * @return whether to play it on the calling thread
     */
    boolean playsInline(boolean alone, long expectedNanos) {
        return expectedNanos <= SHORT_NANOS || (alone && expectedNanos <= LONE_NANOS);
    }

    /**
     * Decides about what is left to do for a request that was played on the calling thread and answered: the thread
     * sends the reply only when it is let go.
     *
     * @param expectedNanos how long it will take
     * @return whether to do it on the calling thread
     */
    boolean finishesInline(long expectedNanos) {
        return expectedNanos <= FINISHING_NANOS;
    }

    /**
     * Takes note of a request.
     *
     * @param simulation whose request it is; compared by identity
     * @return whether there was none to another one lately
     */
    boolean isAlone(Object simulation) {
        long now = nanoTime.getAsLong();
        int identity = System.identityHashCode(simulation);
        if (last != identity) {
            last = identity;
            changedAt = now;
        }
        return now - changedAt >= ALONE_AFTER_NANOS;
    }
}
