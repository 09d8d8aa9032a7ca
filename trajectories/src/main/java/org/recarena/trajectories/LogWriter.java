package org.recarena.trajectories;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.recarena.trajectories.AppendQueue.Entry;

/** What the log's thread does: takes what was appended, writes it, syncs it, and tells who waits. */
final class LogWriter implements Runnable {

    private static final int CHUNK = 1 << 20;

    /** What was appended is seen by readers, and survives a kill of the process, after so long. */
    private static final long WRITE_NANOS = 10_000_000;

    private final AppendQueue queue;
    private final SegmentWriter segments;
    private final long flushNanos;
    private final Consumer<RuntimeException> listenerFailed;
    private final List<SyncListener> waiting = new ArrayList<>();
    private @Nullable Long syncBy;
    private @Nullable Long markAt;
    private final AtomicLong writtenRecords = new AtomicLong();
    private final AtomicLong writtenBytes = new AtomicLong();
    private final AtomicLong syncs = new AtomicLong();
    private volatile long lastSyncNanos;

    LogWriter(AppendQueue queue, SegmentWriter segments, long flushNanos, Consumer<RuntimeException> listenerFailed) {
        this.queue = queue;
        this.segments = segments;
        this.flushNanos = flushNanos;
        this.listenerFailed = listenerFailed;
    }

    @Override
    public void run() {
        try {
            boolean open = true;
            while (open) {
                boolean closing = queue.isClosing();
                round(closing);
                open = !closing || !queue.isEmpty();
            }
            segments.close();
        } catch (IOException | RuntimeException | Error cause) {
            fail(cause);
        }
    }

    private boolean await() {
        Long by = syncBy;
        return by == null
                ? queue.await(markAt, true)
                : queue.await(Math.min(by - System.nanoTime(), WRITE_NANOS) + System.nanoTime(), false);
    }

    private void round(boolean closing) throws IOException {
        boolean called = closing || await();
        AppendQueue.Batch batch = queue.take();
        if (batch.entries().isEmpty() && !called && syncBy == null) {
            segments.mark();
            markAt = null;
            return;
        }
        write(batch.entries());
        if (!batch.entries().isEmpty() && syncBy == null) {
            syncBy = batch.firstAt() + flushNanos;
        }
        if (closing || !waiting.isEmpty() || (syncBy != null && syncBy - System.nanoTime() <= 0)) {
            sync();
        }
    }

    /**
     * Leaves nothing in the buffer, so that what is pending is what the operating system does not have. Lets go of each
     * record as soon as it is done with.
     */
    private void write(List<Entry> batch) throws IOException {
        for (Entry entry : batch) {
            if (entry.listener() != null) {
                waiting.add(entry.listener());
            }
        }
        int records = 0;
        long bytes = 0;
        for (int i = 0; i < batch.size(); i++) {
            Entry entry = batch.set(i, AppendQueue.DONE);
            if (entry.logRecord() != null) {
                segments.append(entry.logRecord(), entry.size());
                records++;
                bytes += entry.size();
            }
            if (bytes >= CHUNK) {
                flush(records, bytes);
                records = 0;
                bytes = 0;
            }
        }
        flush(records, bytes);
    }

    private void flush(int records, long bytes) throws IOException {
        if (records > 0) {
            segments.write();
            writtenRecords.addAndGet(records);
            writtenBytes.addAndGet(bytes + (long) records * Frame.HEADER);
            queue.written(records, bytes);
        }
    }

    private void sync() throws IOException {
        long begin = System.nanoTime();
        segments.sync();
        long end = System.nanoTime();
        lastSyncNanos = end - begin;
        syncs.incrementAndGet();
        syncBy = null;
        markAt = end + flushNanos;
        for (SyncListener listener : waiting) {
            tell(listener::onSynced);
        }
        waiting.clear();
    }

    private void fail(Throwable cause) {
        LogFailedException failure =
                new LogFailedException("the log failed in segment " + segments.segment() + ": " + cause, cause);
        for (Entry entry : queue.fail(failure)) {
            if (entry.listener() != null) {
                waiting.add(entry.listener());
            }
        }
        for (SyncListener listener : waiting) {
            tell(() -> listener.onFailure(failure));
        }
        waiting.clear();
        try {
            segments.abandon();
        } catch (IOException second) {
            failure.addSuppressed(second);
        }
    }

    private void tell(Runnable message) {
        try {
            message.run();
        } catch (RuntimeException e) {
            listenerFailed.accept(e);
        }
    }

    long writtenRecords() {
        return writtenRecords.get();
    }

    long writtenBytes() {
        return writtenBytes.get();
    }

    long syncs() {
        return syncs.get();
    }

    long lastSyncNanos() {
        return lastSyncNanos;
    }
}
