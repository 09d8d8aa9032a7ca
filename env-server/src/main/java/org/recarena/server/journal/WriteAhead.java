package org.recarena.server.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ThreadFactory;
import org.recarena.trajectories.LogFailedException;
import org.recarena.trajectories.LogSettings;
import org.recarena.trajectories.SyncListener;
import org.recarena.trajectories.TrajectoryLog;
import org.recarena.v1.LogRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what must not be lost, until the log has it on stable storage. The log's outcomes are a hundred times as large
 * as the inputs, which are all it takes to compute them again; so those who wait for the disk wait for the inputs
 * alone, in files of their own, and the log is written in large pieces that nobody waits for. Thread-safe.
 */
final class WriteAhead {

    private static final Logger LOG = LoggerFactory.getLogger(WriteAhead.class);

    /** A new server reads so much at most, twice over; and so much is removed at a time. */
    private static final long SEGMENT_BYTES = 16L << 20;

    private final Path directory;
    private final TrajectoryLog log;
    private final TrajectoryLog ahead;
    /** Whether the log has all that an earlier server left here. */
    private volatile boolean complete;

    /**
     * Opens the files.
     *
     * @param directory of these alone
     * @param settings as for the log
     * @param log which everything goes to as well; stays open when this is closed
     * @param threads makes the one thread that writes
     * @throws IOException if the directory is in use or damaged, or storage fails
     */
    WriteAhead(Path directory, LogSettings settings, TrajectoryLog log, ThreadFactory threads) throws IOException {
        this.directory = directory;
        this.log = log;
        this.ahead = TrajectoryLog.open(
                directory,
                settings.withSegmentBytes(Math.min(SEGMENT_BYTES, settings.segmentBytes())),
                this::segmentBegun,
                threads);
        log.reserveSimulations(ahead.recovery().highestSimulation());
    }

    /** Says that {@link #append} is about to be called. */
    void announce() {
        ahead.announce();
    }

    /**
     * Appends a record to the log, and tells when it cannot be lost any more.
     *
     * @param needed an opening, or inputs
     * @param listener told once, unless this method throws
     * @throws LogFailedException if it cannot be recorded; after a restart it may be there all the same
     */
    void append(LogRecord needed, SyncListener listener) {
        ahead.requireWorking(); // Else the log would get a record for each vain attempt.
        log.append(needed); // First, so that the log has, at the latest when it is synced, what is in older segments.
        ahead.append(needed, listener);
    }

    /** Where the files are. */
    Path directory() {
        return directory;
    }

    /** The last sync that somebody waited for, in nanoseconds; 0 before the first. */
    long lastSyncNanos() {
        return ahead.lastSyncNanos();
    }

    /**
     * Says that the log has everything that an earlier server left here, and has it on stable storage.
     *
     * @throws IOException if storage fails
     */
    void complete() throws IOException {
        ahead.removeSegments(ahead.firstSegment());
        complete = true;
    }

    private void segmentBegun(long segment) {
        if (!complete) {
            return;
        }
        try {
            log.whenSynced(new SyncListener() {
                @Override
                public void onSynced() {
                    remove(segment);
                }

                @Override
                public void onFailure(LogFailedException failure) {
                    // What is here is needed then.
                }
            });
        } catch (LogFailedException failed) {
            LOG.debug("segments before {} are kept, since the log failed", segment, failed);
        }
    }

    private void remove(long before) {
        try {
            ahead.removeSegments(before);
        } catch (IOException failed) {
            LOG.warn("segments that are not needed any more could not be removed from {}", directory, failed);
        }
    }

    /**
     * Closes the files.
     *
     * @param logClosed whether the log is closed, with all that was appended to it: nothing here is needed then
     * @throws IOException if storage fails
     */
    void close(boolean logClosed) throws IOException {
        ahead.close();
        if (logClosed && complete) {
            ahead.removeSegments(Long.MAX_VALUE);
        }
    }
}
