package org.recarena.trajectories;

import java.time.Duration;

/**
 * How a log is written.
 *
 * @param segmentBytes a segment that would grow beyond so many bytes is finished and the next one begun; a record
 *     larger than that has a segment of its own
 * @param flushInterval how long an appended record may stay off stable storage when nobody waits for it
 * @param queueBytes appends wait while more than so many bytes of records are not yet written
 * @param preallocateBytes files grow by so many bytes of zeros at a time, which about halves the time of a sync; 0: by
 *     what is written
 * @param direct whether files are written past the operating system's cache, where the file system lets them. Of large
 *     records that takes a fraction of the work, and their syncs hold up nobody else's; small ones that somebody waits
 *     for are better off without
 * @param busyWait whether the log's thread may look busily, for half a millisecond at most, for what is appended next
 */
public record LogSettings(
        long segmentBytes,
        Duration flushInterval,
        long queueBytes,
        int preallocateBytes,
        boolean direct,
        boolean busyWait) {

    private static final int MIB = 1 << 20;

    /**
     * Checks the values.
     *
     * @param segmentBytes positive
     * @param flushInterval positive
     * @param queueBytes positive
     * @param preallocateBytes from 0 to 64 MiB; 0 if {@code direct}
     * @param direct any
     * @param busyWait any
     */
    public LogSettings {
        require("segmentBytes", segmentBytes, 1, Long.MAX_VALUE);
        require("flushInterval in nanoseconds", flushInterval.toNanos(), 1, Long.MAX_VALUE);
        require("queueBytes", queueBytes, 1, Long.MAX_VALUE);
        require(
                direct ? "preallocateBytes of direct files" : "preallocateBytes",
                preallocateBytes,
                0,
                direct ? 0 : 64 * MIB);
    }

    /**
     * Segments of 256 MiB, flushed every 100 ms, with a queue of 64 MiB, by a thread that waits busily: for small
     * records that somebody waits for.
     *
     * @return the settings
     */
    public static LogSettings defaults() {
        return new LogSettings(256L * MIB, Duration.ofMillis(100), 64L * MIB, MIB / 2, false, true);
    }

    /**
     * The same with another size of segments.
     *
     * @param bytes as {@link #segmentBytes}
     * @return the settings
     */
    public LogSettings withSegmentBytes(long bytes) {
        return new LogSettings(bytes, flushInterval, queueBytes, preallocateBytes, direct, busyWait);
    }

    /**
     * The same with another flush interval.
     *
     * @param interval as {@link #flushInterval}
     * @return the settings
     */
    public LogSettings withFlushInterval(Duration interval) {
        return new LogSettings(segmentBytes, interval, queueBytes, preallocateBytes, direct, busyWait);
    }

    /**
     * The same with another limit of the queue.
     *
     * @param bytes as {@link #queueBytes}
     * @return the settings
     */
    public LogSettings withQueueBytes(long bytes) {
        return new LogSettings(segmentBytes, flushInterval, bytes, preallocateBytes, direct, busyWait);
    }

    /**
     * The same with another preallocation.
     *
     * @param bytes as {@link #preallocateBytes}
     * @return the settings
     */
    public LogSettings withPreallocateBytes(int bytes) {
        return new LogSettings(segmentBytes, flushInterval, queueBytes, bytes, direct, busyWait);
    }

    /**
     * The same for large records.
     *
     * @return the settings, {@link #direct} and without preallocation
     */
    public LogSettings forLargeRecords() {
        return new LogSettings(segmentBytes, flushInterval, queueBytes, 0, true, busyWait);
    }

    /**
     * The same with or without busy waiting.
     *
     * @param waits as {@link #busyWait}
     * @return the settings
     */
    public LogSettings withBusyWait(boolean waits) {
        return new LogSettings(segmentBytes, flushInterval, queueBytes, preallocateBytes, direct, waits);
    }

    private static void require(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be from " + least + " to " + most);
        }
    }
}
