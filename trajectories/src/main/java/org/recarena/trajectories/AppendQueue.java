package org.recarena.trajectories;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.LogRecord;

/** What was appended and is not yet written, between any number of appending threads and the one that writes. */
final class AppendQueue {

    /** So many bytes are worth a write, even if nobody waits for them. */
    private static final long WORTH_WRITING = 1 << 20;

    /** How long the writing thread looks for more before it sleeps: about what it costs to wake it. */
    private static final long SPIN_NANOS = 10_000;

    /**
     * How long it stays awake for the next that somebody will wait for: until a client that plays a thousand lanes is
     * back with its next step.
     */
    private static final long AWAKE_NANOS = 500_000;

    /** How long it looks for what was announced: longer than it takes to make a record. */
    private static final long ANNOUNCED_NANOS = 50_000;

    /**
     * An appended record, or a wish to hear when all before it is synced.
     *
     * @param logRecord null for the latter
     * @param size of the serialized record
     * @param listener null where nobody waits
     */
    record Entry(
            @Nullable LogRecord logRecord,
            int size,
            @Nullable SyncListener listener) {}

    /**
     * What was taken at once.
     *
     * @param entries valid until more is taken
     * @param firstAt when the first of them was appended, as {@link System#nanoTime}; meaningful if there is one
     */
    record Batch(List<Entry> entries, long firstAt) {}

    /** Takes the place of an entry that was taken and is done with. */
    static final Entry DONE = new Entry(null, 0, null);

    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private List<Entry> entries = new ArrayList<>();
    private List<Entry> spare = new ArrayList<>();
    private long queuedBytes;
    private boolean closing;
    private @Nullable LogFailedException failure;
    private boolean sleeping;
    private boolean sleepingForAny;
    private boolean announced;
    private long firstAt;
    private volatile boolean urgent;
    /** Whether somebody waits for what is queued. */
    private boolean awaited;
    /** Whether somebody waited for what was taken last. Of the writing thread alone. */
    private boolean takenWasAwaited;

    private final Linger linger;
    private final Runnable spin;
    private final AtomicLong pendingRecords = new AtomicLong();
    private final AtomicLong pendingBytes = new AtomicLong();

    /**
     * A queue whose appenders wait while more than so many bytes are not yet written, and whose writing thread may wait
     * busily or not.
     */
    AppendQueue(long limit, boolean busyWait) {
        this(limit, new Linger(busyWait, AWAKE_NANOS, Thread::yield), Thread::onSpinWait);
    }

    /**
     * The same, with how its writing thread stays awake, and what it does between two looks where it is about to sleep
     * or was announced something. Where it does not stay awake it does not look either.
     */
    AppendQueue(long limit, Linger linger, Runnable spin) {
        this.limit = limit;
        this.linger = linger;
        this.spin = spin;
    }

    /**
     * Appends. Only {@code mayWait} waits for room.
     *
     * @throws LogFailedException if the log is closed or failed; then the entry is not appended
     */
    void add(Entry entry, boolean mayWait) {
        lock.lock();
        try {
            while (mayWait && pendingBytes.get() > limit && failure == null && !closing) {
                room.awaitUninterruptibly();
            }
            requireWorking();
            if (closing) {
                throw new LogFailedException("the log is closed", null);
            }
            boolean first = entries.isEmpty();
            if (first) {
                firstAt = System.nanoTime();
            }
            entries.add(entry);
            queuedBytes += entry.size();
            count(entry.logRecord() == null ? 0 : 1, entry.size());
            awaited |= entry.listener() != null;
            urgent |= awaited || queuedBytes >= WORTH_WRITING;
            if (sleeping && (urgent || (first && sleepingForAny))) {
                sleeping = false;
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that somebody is about to append, and to wait: the writing thread wakes while the record is made. */
    void announce() {
        if (!linger.isOn()) {
            return; // It would only go back to sleep.
        }
        lock.lock();
        try {
            if (sleeping) {
                sleeping = false;
                announced = true;
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until somebody waits for a record, there is enough to write, the deadline comes, or the queue is closed.
     * After a batch that somebody waited for it may notice the deadline, and what nobody waits for, half a millisecond
     * late.
     *
     * @param deadline as {@link System#nanoTime}; null: none
     * @param forAny whether anything at all is enough
     * @return true if it was not the deadline
     */
    boolean await(@Nullable Long deadline, boolean forAny) {
        if (takenWasAwaited) { // Then whoever waited may be back soon.
            linger.until(() -> urgent);
        }
        spin(SPIN_NANOS);
        while (true) {
            lock.lock();
            try {
                announced = false;
                while (!announced) {
                    if (urgent || closing || (forAny && !entries.isEmpty())) {
                        return true;
                    }
                    long left = deadline == null ? Long.MAX_VALUE : deadline - System.nanoTime();
                    if (left <= 0) {
                        return false;
                    }
                    sleeping = true;
                    sleepingForAny = forAny;
                    sleep(left);
                }
            } finally {
                sleeping = false;
                lock.unlock();
            }
            spin(ANNOUNCED_NANOS);
        }
    }

    private void spin(long nanos) {
        if (!linger.isOn()) {
            return;
        }
        long end = System.nanoTime() + nanos;
        while (!urgent && System.nanoTime() - end < 0) {
            spin.run();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // The loop is in await.
    private void sleep(long nanos) {
        try {
            work.awaitNanos(nanos);
        } catch (InterruptedException nobodyMayStopTheLog) {
            // The caller looks again.
        }
    }

    /** Takes all there is. */
    Batch take() {
        lock.lock();
        try {
            List<Entry> taken = entries;
            entries = spare;
            entries.clear();
            spare = taken;
            queuedBytes = 0;
            urgent = false;
            takenWasAwaited = awaited;
            awaited = false;
            return new Batch(taken, firstAt);
        } finally {
            lock.unlock();
        }
    }

    /** Says that so much of what was taken is written. */
    void written(int records, long bytes) {
        lock.lock();
        try {
            count(-records, -bytes);
            if (pendingBytes.get() <= limit) {
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void count(int records, long bytes) {
        pendingRecords.addAndGet(records);
        pendingBytes.addAndGet(bytes);
    }

    /** Refuses further entries; those in the queue can still be taken. */
    void close() {
        lock.lock();
        try {
            closing = true;
            urgent = true; // Whoever looks busily is to see it.
            work.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return entries.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further entries for this reason, and returns those that will never be written. */
    List<Entry> fail(LogFailedException reason) {
        lock.lock();
        try {
            failure = reason;
            room.signalAll();
        } finally {
            lock.unlock();
        }
        return take().entries();
    }

    /** Throws if it has failed. */
    void requireWorking() {
        LogFailedException reason = failure();
        if (reason != null) {
            throw new LogFailedException(reason.getMessage(), reason);
        }
    }

    @Nullable
    LogFailedException failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    long pendingRecords() {
        return pendingRecords.get();
    }

    long pendingBytes() {
        return pendingBytes.get();
    }
}
