package org.recarena.trajectories;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.LogRecord;

/**
 * A directory of records that survives the process. Records are in the order in which they were appended, across all
 * threads.
 *
 * <p>Appending does not touch the disk: one thread of the log's own writes, and puts on stable storage with one sync
 * all that was appended in the meantime. When that fails, the log is failed for good: whoever waits is told so, and
 * every later append is refused. Opening the directory again recovers what is there.
 *
 * <p>All methods may be called by any thread.
 */
public final class TrajectoryLog implements Closeable {

    /** No record is larger. */
    public static final int MAX_RECORD_BYTES = Frame.MAX_PAYLOAD;

    private final Storage storage;
    private final Closeable lock;
    private final RecoveryReport recovery;
    private final AtomicLong highestSimulation;
    private final AppendQueue queue;
    private final LogWriter writer;
    private final Thread thread;
    private final long firstSegment;

    private TrajectoryLog(
            Storage storage, LogSettings settings, LongConsumer segmentBegun, ThreadFactory threads, Closeable lock)
            throws IOException {
        this.storage = storage;
        this.lock = lock;
        this.recovery = new Recovery(storage).run();
        this.highestSimulation = new AtomicLong(recovery.highestSimulation());
        this.queue = new AppendQueue(settings.queueBytes(), settings.busyWait());
        List<Long> existing = Recovery.segments(storage);
        this.firstSegment = existing.isEmpty() ? 1 : existing.get(existing.size() - 1) + 1;
        SegmentWriter segments = new SegmentWriter(
                storage,
                settings,
                firstSegment,
                new SecureRandom()::nextInt,
                () -> highestSimulation.get() + 1,
                segmentBegun);
        this.writer = new LogWriter(queue, segments, settings.flushInterval().toNanos(), TrajectoryLog::report);
        this.thread = threads.newThread(writer);
        thread.start();
    }

    /**
     * Opens the log of a directory, recovering it first; makes the directory if there is none. What a crash left
     * unfinished at the end is cut off, and {@link #recovery} tells how much.
     *
     * @param directory of this log alone
     * @param settings how to write
     * @param threads makes the one thread that writes; nothing may interrupt it
     * @return the log
     * @throws CorruptLogException if something is damaged that was once on stable storage; nothing is changed then
     * @throws IOException if another log has the directory open, or storage fails
     */
    public static TrajectoryLog open(Path directory, LogSettings settings, ThreadFactory threads) throws IOException {
        return open(directory, settings, segment -> {}, threads);
    }

    /**
     * Opens the log of a directory, as the other method of this name does.
     *
     * @param directory of this log alone
     * @param settings how to write
     * @param segmentBegun told the number of each segment that is begun later than now, on the log's thread, when all
     *     before it is on stable storage; must not throw
     * @param threads makes the one thread that writes; nothing may interrupt it
     * @return the log
     * @throws CorruptLogException if something is damaged that was once on stable storage; nothing is changed then
     * @throws IOException if another log has the directory open, or storage fails
     */
    public static TrajectoryLog open(
            Path directory, LogSettings settings, LongConsumer segmentBegun, ThreadFactory threads) throws IOException {
        return open(DiskStorage.create(directory), settings, segmentBegun, threads);
    }

    static TrajectoryLog open(Storage storage, LogSettings settings, ThreadFactory threads) throws IOException {
        return open(storage, settings, segment -> {}, threads);
    }

    static TrajectoryLog open(Storage storage, LogSettings settings, LongConsumer segmentBegun, ThreadFactory threads)
            throws IOException {
        Closeable lock = storage.lock();
        boolean opened = false;
        try {
            TrajectoryLog log = new TrajectoryLog(storage, settings, segmentBegun, threads, lock);
            opened = true;
            return log;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static void report(RuntimeException listenerFailed) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, listenerFailed);
    }

    /**
     * What was found when the log was opened.
     *
     * @return the report
     */
    public RecoveryReport recovery() {
        return recovery;
    }

    /**
     * A number that no simulation in this log has had, nor will have. Unique across restarts as soon as a record with
     * it is synced.
     *
     * @return the number, positive
     */
    public long nextSimulation() {
        return highestSimulation.incrementAndGet();
    }

    /**
     * Takes numbers out of use that another log (that of the ground truth) has records of, which this one lost.
     *
     * @param highest {@link #nextSimulation} returns higher numbers from now on
     */
    public void reserveSimulations(long highest) {
        highestSimulation.accumulateAndGet(highest, Math::max);
    }

    /**
     * Appends a record that nobody waits for. It is on stable storage after the flush interval at the latest, or with
     * the next record that somebody waits for. Waits only if the queue is full, and never on the log's own thread.
     *
     * @param logRecord the record; must not be changed any more, which messages cannot
     * @throws LogFailedException if the log is closed or has failed; the record is not appended then
     * @throws IllegalArgumentException if the record is larger than 512 MiB
     */
    public void append(LogRecord logRecord) {
        add(logRecord, null);
    }

    /**
     * Appends a record and tells when it is on stable storage. Waits only if the queue is full, and never on the log's
     * own thread.
     *
     * @param logRecord the record
     * @param listener told once, on the log's thread, unless this method throws
     * @throws LogFailedException if the log is closed or has failed; the record is not appended then
     * @throws IllegalArgumentException if the record is larger than 512 MiB
     */
    public void append(LogRecord logRecord, SyncListener listener) {
        add(logRecord, listener);
    }

    /**
     * Says that a record is about to be appended that somebody will wait for. The log's thread is awake by then, where
     * it would have to be woken otherwise. A hint: nothing follows from it.
     */
    public void announce() {
        queue.announce();
    }

    private void add(LogRecord logRecord, @Nullable SyncListener listener) {
        int size = logRecord.getSerializedSize();
        if (size == 0 || size > Frame.MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "the record has " + size + " bytes; it must have from 1 to " + Frame.MAX_PAYLOAD);
        }
        queue.add(new AppendQueue.Entry(logRecord, size, listener), Thread.currentThread() != thread);
    }

    /**
     * Waits until everything that was appended before is on stable storage.
     *
     * @throws LogFailedException if it cannot be
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public void sync() throws InterruptedException {
        AwaitedSync sync = new AwaitedSync();
        whenSynced(sync);
        sync.await();
    }

    /**
     * Tells when everything that was appended before is on stable storage.
     *
     * @param listener told once, on the log's thread, unless this method throws
     * @throws LogFailedException if the log is closed or has failed
     */
    public void whenSynced(SyncListener listener) {
        queue.add(new AppendQueue.Entry(null, 0, listener), false);
    }

    /**
     * The segment that was begun when this log was opened.
     *
     * @return its number; what was there before is in those with lower ones
     */
    public long firstSegment() {
        return firstSegment;
    }

    /**
     * Removes the oldest segments, with all that is in them.
     *
     * @param before those with lower numbers are removed; while the log is open, no higher than that of the segment
     *     that is written to
     * @throws IOException if storage fails; some may be removed then, the oldest first
     */
    public void removeSegments(long before) throws IOException {
        for (long segment : Recovery.segments(storage)) {
            if (segment < before) {
                storage.delete(SegmentHeader.fileName(segment));
                storage.syncDirectory(); // Each before the next, so that a power cut leaves no gap.
            }
        }
    }

    /**
     * Writes and syncs what was appended, tells who waits, finishes the segment and lets go of the directory. Closing
     * twice does nothing more.
     *
     * @throws IOException if the log had failed or fails now: records that nobody waited for may be lost
     */
    @Override
    public void close() throws IOException {
        queue.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        lock.close();
        LogFailedException failure = failure();
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /**
     * Why the log has failed.
     *
     * @return null if it has not
     */
    public @Nullable LogFailedException failure() {
        return queue.failure();
    }

    /**
     * Does nothing, unless the log has failed.
     *
     * @throws LogFailedException if it has: appending would throw the same
     */
    public void requireWorking() {
        queue.requireWorking();
    }

    /**
     * How many records are appended and not yet written.
     *
     * @return the number now
     */
    public long pendingRecords() {
        return queue.pendingRecords();
    }

    /**
     * The size of the records that are appended and not yet written.
     *
     * @return in bytes
     */
    public long pendingBytes() {
        return queue.pendingBytes();
    }

    /**
     * How many records were written since the log was opened.
     *
     * @return the number now
     */
    public long writtenRecords() {
        return writer.writtenRecords();
    }

    /**
     * How much was written since the log was opened.
     *
     * @return in bytes
     */
    public long writtenBytes() {
        return writer.writtenBytes();
    }

    /**
     * How many times storage was synced since the log was opened.
     *
     * @return the number now
     */
    public long syncs() {
        return writer.syncs();
    }

    /**
     * How long the last sync took.
     *
     * @return in nanoseconds; 0 before the first
     */
    public long lastSyncNanos() {
        return writer.lastSyncNanos();
    }

    /**
     * How many segments there are now.
     *
     * @return the number of files
     * @throws IOException if the directory cannot be read
     */
    public int segments() throws IOException {
        return Recovery.segments(storage).size();
    }

    /**
     * The size of the log.
     *
     * @return in bytes, without what is pending
     */
    public long bytes() {
        return recovery.bytes() + writer.writtenBytes();
    }
}
