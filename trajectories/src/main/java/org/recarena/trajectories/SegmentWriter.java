package org.recarena.trajectories;

import com.google.protobuf.CodedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.recarena.v1.LogRecord;

/** Writes frames to the current segment, and goes on to the next one when it is full. Used by one thread. */
final class SegmentWriter implements Closeable {

    private final Storage storage;
    private final LogSettings settings;
    private final IntSupplier salts;
    private final LongSupplier nextSimulation;
    private final LongConsumer begun;
    private final FileWriter file;
    private SegmentHeader header;
    private long synced;
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
        this.header = new SegmentHeader(segment, salts.getAsInt(), nextSimulation.getAsLong());
        this.file = new FileWriter(create(), settings.preallocateBytes());
        begin();
    }

    private Storage.File create() throws IOException {
        return storage.create(SegmentHeader.fileName(header.segment()), settings.direct());
    }

    /** Puts the header on stable storage. */
    private void begin() throws IOException {
        boolean done = false;
        try {
            file.put(header.encode());
            file.sync();
            storage.syncDirectory();
            done = true;
        } finally {
            if (!done) {
                file.close();
            }
        }
        synced = SegmentHeader.BYTES;
        marked = false;
    }

    /** Puts a record into the buffer, and writes what does not fit. */
    void append(LogRecord logRecord, int size) throws IOException {
        int needed = Frame.HEADER + size;
        boolean empty = file.position() == SegmentHeader.BYTES;
        if (!empty && file.position() + needed > settings.segmentBytes()) {
            rotate();
        }
        if (needed <= FileWriter.BUFFER) {
            encode(logRecord, size, file.room(needed));
        } else {
            ByteBuffer large = ByteBuffer.allocate(needed).order(ByteOrder.LITTLE_ENDIAN);
            encode(logRecord, size, large);
            file.put(large.flip());
        }
        marked = false;
    }

    private void encode(LogRecord logRecord, int size, ByteBuffer room) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(room.slice(room.position() + Frame.HEADER, size));
        logRecord.writeTo(out);
        out.flush();
        out.checkNoSpaceLeft();
        seal(room, size);
    }

    /** Completes the frame of a payload that is in place, and moves on behind it. */
    private void seal(ByteBuffer room, int size) {
        int at = room.position();
        Frame.seal(room, at, size, synced, header.salt());
        room.position(at + Frame.HEADER + size);
    }

    /** Hands the buffer to the operating system. */
    void write() throws IOException {
        file.write();
    }

    /** Writes the buffer and puts all on stable storage. */
    void sync() throws IOException {
        if (synced < file.position()) {
            file.sync();
            synced = file.position();
        }
    }

    /** Tells a later recovery, if only the process dies, that all so far was synced. Needs no sync itself. */
    void mark() throws IOException {
        if (!marked) {
            seal(file.room(Frame.HEADER), 0);
            file.write();
            marked = true;
        }
    }

    private void rotate() throws IOException {
        close();
        header = new SegmentHeader(header.segment() + 1, salts.getAsInt(), nextSimulation.getAsLong());
        file.goOnWith(create());
        begin();
        begun.accept(header.segment());
    }

    /** Finishes the segment: all of it, and a mark at its end, is on stable storage. */
    @Override
    public void close() throws IOException {
        sync();
        mark();
        file.finish();
    }

    /** Closes the file as it is. */
    void abandon() throws IOException {
        file.close();
    }

    long segment() {
        return header.segment();
    }
}
