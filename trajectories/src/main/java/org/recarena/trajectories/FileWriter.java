package org.recarena.trajectories;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a file from its beginning to its end, in whole blocks: a last block that is not full is written with zeros
 * behind its content, kept, and written again with what comes next. Used by one thread.
 */
final class FileWriter implements Closeable {

    /** So much can be put into the buffer at once. */
    static final int BUFFER = 1 << 20;

    private static final byte[] PADDING = new byte[Storage.MAX_BLOCK];

    /** Outside Java's heap, since it would be copied there for each write; with room for a block that is kept. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER + 2 * Storage.MAX_BLOCK)
            .alignedSlice(Storage.MAX_BLOCK)
            .order(ByteOrder.LITTLE_ENDIAN);

    private final ByteBuffer zeros;
    private Storage.File file;
    /** Where in the file the buffer begins. */
    private long start;
    /** Of the buffer. */
    private int written;
    /** Of the file, with what it was made longer by. */
    private long length;

    /**
     * Begins with an empty file.
     *
     * @param preallocateBytes as {@link LogSettings#preallocateBytes}; 0 where the file's blocks are of more than a
     *     byte
     */
    FileWriter(Storage.File file, int preallocateBytes) {
        this.file = file;
        this.zeros = ByteBuffer.allocateDirect(preallocateBytes);
    }

    /** Goes on with an empty file, after the last one was finished. */
    void goOnWith(Storage.File next) {
        file = next;
        start = 0;
        written = 0;
        length = 0;
        buffer.clear();
    }

    /** The size of all that was put, in bytes. */
    long position() {
        return start + buffer.position();
    }

    /**
     * Makes room in the buffer, and writes what is there if that takes it.
     *
     * @param bytes at most {@link #BUFFER}
     * @return the buffer: whoever fills it from its position on moves that on
     */
    ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            write();
        }
        return buffer;
    }

    /** Puts any number of bytes, and writes what does not fit. */
    void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int piece = Math.min(BUFFER, bytes.remaining());
            room(piece).put(bytes.slice(bytes.position(), piece));
            bytes.position(bytes.position() + piece);
        }
    }

    /** Hands to the operating system what was put. */
    void write() throws IOException {
        int end = buffer.position();
        if (end == written) {
            return;
        }
        int block = file.blockSize();
        int whole = end - end % block;
        int padded = end == whole ? end : whole + block;
        preallocate(end - written, start + padded);
        buffer.put(end, PADDING, 0, padded - end);
        writeFully(file, buffer.position(0).limit(padded), start);
        buffer.limit(end).position(whole).compact();
        start += whole;
        written = end - whole;
    }

    /**
     * Makes the file longer, so that a sync of what is written into it later need not sync its length. Large writes
     * would gain nothing. Not before the first write is done: a file of zeros that a crash left there must be short, to
     * be told from a destroyed one.
     */
    private void preallocate(int bytes, long end) throws IOException {
        if (length > 0 && end > length && bytes <= zeros.capacity() / 4) {
            writeFully(file, zeros.clear(), length);
            length += zeros.capacity();
        }
        length = Math.max(length, end);
    }

    /** Writes what was put, and puts all on stable storage. */
    void sync() throws IOException {
        write();
        file.force();
    }

    /** Puts all on stable storage, with nothing behind it, and closes the file. */
    void finish() throws IOException {
        write();
        if (length > position()) {
            file.truncate(position());
        }
        file.force();
        file.close();
    }

    /** Closes the file as it is. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    static void writeFully(Storage.File file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }
}
