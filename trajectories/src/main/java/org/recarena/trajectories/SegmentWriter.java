package org.recarena.trajectories;

import com.google.protobuf.CodedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.recarena.v1.LogRecord;

/** Writes frames to the current segment, and goes on to the next one when it is full. Used by one thread. */
final class SegmentWriter implements Closeable {

    private static final int BUFFER = 1 << 20;

    private final Storage storage;
    private final LogSettings settings;
    private final IntSupplier salts;
    private final LongSupplier nextSimulation;
    private final LongConsumer begun;
    private final ByteBuffer zeros;
    private byte[] buffer = new byte[BUFFER];
    private int buffered;
    private Storage.File file;
    private SegmentHeader header;
    private long written;
    private long synced;
    private long allocated;
    private boolean marked;

    /** Begins a segment, which must not exist; {@code begun} is told the numbers of those that follow. */
    SegmentWriter(
            Storage storage,
            LogSettings settings,
            long segment,
            IntSupplier salts,
            LongSupplier nextSimulation,
            LongConsumer begun)
            throws IOException {
        this.storage = storage;
        this.settings = settings;
        this.salts = salts;
        this.nextSimulation = nextSimulation;
        this.begun = begun;
        this.zeros = ByteBuffer.allocateDirect(settings.preallocateBytes());
        this.header = new SegmentHeader(segment, salts.getAsInt(), nextSimulation.getAsLong());
        this.file = begin();
    }

    private Storage.File begin() throws IOException {
        Storage.File created = storage.create(SegmentHeader.fileName(header.segment()));
        boolean begun = false;
        try {
            writeFully(created, header.encode(), 0);
            created.force();
            storage.syncDirectory();
            begun = true;
        } finally {
            if (!begun) {
                created.close();
            }
        }
        written = SegmentHeader.BYTES;
        synced = written;
        allocated = written;
        marked = false;
        return created;
    }

    /** Puts a record into the buffer, and writes what does not fit. */
    void append(LogRecord logRecord, int size) throws IOException {
        int needed = Frame.HEADER + size;
        boolean empty = written + buffered == SegmentHeader.BYTES;
        if (!empty && written + buffered + needed > settings.segmentBytes()) {
            rotate();
        }
        reserve(needed);
        CodedOutputStream out = CodedOutputStream.newInstance(buffer, buffered + Frame.HEADER, size);
        logRecord.writeTo(out);
        out.checkNoSpaceLeft();
        Frame.seal(buffer, buffered, size, synced, header.salt());
        buffered += needed;
        marked = false;
    }

    private void reserve(int needed) throws IOException {
        if (buffered + needed > BUFFER) {
            write();
        }
        if (needed > buffer.length) {
            buffer = new byte[needed];
        } else if (buffer.length > BUFFER && needed <= BUFFER) {
            buffer = new byte[BUFFER];
        }
    }

    /** Hands the buffer to the operating system. */
    void write() throws IOException {
        if (buffered == 0) {
            return;
        }
        preallocate();
        for (int from = 0; from < buffered; from += BUFFER) {
            int length = Math.min(BUFFER, buffered - from);
            writeFully(file, ByteBuffer.wrap(buffer, from, length), written + from);
        }
        written += buffered;
        buffered = 0;
    }

    /**
     * Makes the file longer, so that a sync of what is written into it later need not sync its length. Large writes
     * would gain nothing.
     */
    private void preallocate() throws IOException {
        long end = written + buffered;
        if (end > allocated && buffered <= zeros.capacity() / 4) {
            writeFully(file, zeros.clear(), Math.max(written, allocated));
            allocated = Math.max(written, allocated) + zeros.capacity();
        }
        allocated = Math.max(allocated, end);
    }

    /** Writes the buffer and puts all on stable storage. */
    void sync() throws IOException {
        write();
        if (synced < written) {
            file.force();
            synced = written;
        }
    }

    /** Tells a later recovery, if only the process dies, that all so far was synced. Needs no sync itself. */
    void mark() throws IOException {
        if (!marked) {
            reserve(Frame.HEADER);
            Frame.seal(buffer, buffered, 0, synced, header.salt());
            buffered += Frame.HEADER;
            write();
            marked = true;
        }
    }

    private void rotate() throws IOException {
        close();
        header = new SegmentHeader(header.segment() + 1, salts.getAsInt(), nextSimulation.getAsLong());
        file = begin();
        begun.accept(header.segment());
    }

    /** Finishes the segment: all of it, and a mark at its end, is on stable storage. */
    @Override
    public void close() throws IOException {
        sync();
        mark();
        if (allocated > written) {
            file.truncate(written);
        }
        file.force();
        file.close();
    }

    /** Closes the file as it is. */
    void abandon() throws IOException {
        file.close();
    }

    long segment() {
        return header.segment();
    }

    /** The size of the current segment so far, in bytes. */
    long position() {
        return written + buffered;
    }

    static void writeFully(Storage.File file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }
}
