package org.recarena.trajectories;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A file of the file system. */
record DiskFile(FileChannel channel, int blockSize) implements Storage.File {

    /**
     * Opens an empty file to be written past the operating system's cache, with a first block of zeros; null, and the
     * file is still empty, where that cannot be.
     */
    static @Nullable DiskFile direct(Path path) throws IOException {
        FileChannel channel = null;
        boolean works = false;
        try {
            Optional<OpenOption> direct = directOption();
            long block = Files.getFileStore(path).getBlockSize();
            if (direct.isPresent() && block <= Storage.MAX_BLOCK && Long.bitCount(block) == 1) {
                channel = FileChannel.open(path, StandardOpenOption.WRITE, direct.get());
                DiskFile file = new DiskFile(channel, (int) block);
                works = file.isWritable();
                return works ? file : null;
            }
            return null;
        } catch (UnsupportedOperationException | IOException notHere) {
            return null; // An ordinary file says what is wrong, if more is.
        } finally {
            if (channel != null && !works) {
                channel.close();
            }
        }
    }

    /**
     * What Java calls {@code O_DIRECT}. By its name in text: it is documented, and no part of Java SE, so that a Java
     * may be without it, and compilers have a warning for its class that cannot be turned off.
     */
    private static Optional<OpenOption> directOption() {
        try {
            Class<? extends OpenOption> options =
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").asSubclass(OpenOption.class);
            return Stream.of(options.getEnumConstants())
                    .filter(option -> option.toString().equals("DIRECT"))
                    .map(OpenOption.class::cast)
                    .findFirst();
        } catch (ClassNotFoundException none) {
            return Optional.empty();
        }
    }

    /**
     * Some file systems let a file be opened so, and refuse the first write. The zeros of this one stay, for a reader
     * may look at them already.
     */
    private boolean isWritable() throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect(2 * blockSize).alignedSlice(blockSize);
        boolean written = channel.write(zeros.limit(blockSize), 0) == blockSize;
        if (!written) {
            channel.truncate(0);
        }
        return written;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
        return channel.write(source, position);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return channel.read(target, position);
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
