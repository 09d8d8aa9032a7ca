package org.recarena.trajectories;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** The directory that a log lives in, as far as the log needs it. Tests put failures here. */
interface Storage {

    /** No file's blocks are larger, in bytes. */
    int MAX_BLOCK = 1 << 16;

    /** The names of the files there are, in any order. */
    List<String> list() throws IOException;

    /**
     * Makes a file that must not exist, for writing. It is empty, or a block of zeros.
     *
     * @param direct whether writes go past the operating system's cache, if they can
     */
    File create(String name, boolean direct) throws IOException;

    /** Opens a file for reading and writing of any bytes. */
    File open(String name) throws IOException;

    /** Opens a file for reading only. */
    File openForReading(String name) throws IOException;

    boolean exists(String name);

    void delete(String name) throws IOException;

    /** Puts the directory's entries on stable storage. */
    void syncDirectory() throws IOException;

    /** Keeps other processes from opening the same log, until it is closed. */
    Closeable lock() throws IOException;

    /** What an error message calls a file. */
    String describe(String name);

    /** A file. */
    interface File extends Closeable {

        /**
         * What may be written: the bytes, where they begin in the file, and where they lie in memory must be multiples
         * of this. A power of two, 1 for any bytes.
         */
        int blockSize();

        /** Writes some of the bytes, whole blocks, as {@link java.nio.channels.FileChannel#write(ByteBuffer, long)}. */
        int write(ByteBuffer source, long position) throws IOException;

        /** Reads some bytes, or returns -1 at the end. */
        int read(ByteBuffer target, long position) throws IOException;

        /** Puts the content on stable storage, and of the metadata what it takes to read it back. */
        void force() throws IOException;

        void truncate(long size) throws IOException;

        long size() throws IOException;
    }
}
