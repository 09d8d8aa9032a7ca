package org.recarena.server.hosting;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reply to one reset or step, which may be sent when its outcome is computed and its inputs are as durable as was
 * promised. These happen side by side, on two threads. Kept until the next one, to answer repetitions. Thread-safe.
 */
final class Acknowledgement implements DurabilityListener {

    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgement.class);

    private final long step;
    private final long fingerprint;
    private @Nullable Outcome outcome;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean durable;
    private List<ReplyListener> waiting = new ArrayList<>(1);

    /** A reply that is still to come. */
    Acknowledgement(long step, long fingerprint, boolean durable) {
        this.step = step;
        this.fingerprint = fingerprint;
        this.durable = durable;
    }

    /** A reply that was given before this server started. */
    static Acknowledgement restored(Outcome outcome, long fingerprint) {
        Acknowledgement restored = new Acknowledgement(outcome.getStep(), fingerprint, true);
        restored.computed(outcome);
        return restored;
    }

    long step() {
        return step;
    }

    long fingerprint() {
        return fingerprint;
    }

    /** Whether it does not wait for the journal any more. */
    boolean isRecorded() {
        return durable || failure != null;
    }

    /** The outcome, where it is computed. */
    synchronized @Nullable Outcome outcome() {
        return outcome;
    }

    void computed(Outcome result) {
        List<ReplyListener> ready;
        synchronized (this) {
            outcome = result;
            ready = takeIfDone();
        }
        tell(ready);
    }

    @Override
    public void durable() {
        List<ReplyListener> ready;
        synchronized (this) {
            durable = true;
            ready = takeIfDone();
        }
        tell(ready);
    }

    @Override
    public void failed(RuntimeException cause) {
        List<ReplyListener> ready;
        synchronized (this) {
            if (failure == null) {
                failure = cause;
            }
            ready = takeIfDone();
        }
        tell(ready);
    }

    /** Tells a listener, now or later. */
    void whenDone(ReplyListener listener) {
        List<ReplyListener> ready;
        synchronized (this) {
            waiting.add(listener);
            ready = takeIfDone();
        }
        tell(ready);
    }

    private List<ReplyListener> takeIfDone() {
        if (failure == null && (outcome == null || !durable)) {
            return List.of();
        }
        List<ReplyListener> ready = waiting;
        waiting = new ArrayList<>(1);
        return ready;
    }

    /** Outside the lock: a listener writes to the network. What it reads here is final once anybody is ready. */
    private void tell(List<ReplyListener> ready) {
        if (ready.isEmpty()) {
            return;
        }
        RuntimeException cause;
        Outcome result;
        synchronized (this) {
            cause = failure;
            result = outcome;
        }
        for (ReplyListener listener : ready) {
            try {
                if (cause != null) {
                    listener.refused(cause);
                } else if (result != null) {
                    listener.replied(result);
                }
            } catch (RuntimeException gone) {
                // Its connection was closed meanwhile: no business of the simulation's, nor of the other listeners'.
                LOG.debug("step {} could not be answered", step, gone);
            }
        }
    }
}
