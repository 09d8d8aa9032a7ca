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

/** Files that are written past the operating system's cache, where Java and the file system let them. */
final class DirectFiles {

    private final Opener opener;

    /** The way to open an empty file so, which throws where there is none. */
    interface Opener {
        Storage.File open(Path path) throws IOException;
    }

    /** Opens files with an option of Java's; none at all where Java has no such option. */
    DirectFiles(Optional<OpenOption> option) {
        this(path -> open(path, option.orElseThrow(UnsupportedOperationException::new)));
    }

    DirectFiles(Opener opener) {
        this.opener = opener;
    }

    /**
     * What Java calls {@code O_DIRECT}. By its name in text: it is documented, and no part of Java SE, so that a Java
     * may be without it, and compilers have a warning for its class that cannot be turned off.
     */
    static Optional<OpenOption> option() {
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

    private static Storage.File open(Path path, OpenOption option) throws IOException {
        long block = Files.getFileStore(path).getBlockSize();
        if (block > Storage.MAX_BLOCK || Long.bitCount(block) != 1) {
            throw new UnsupportedOperationException();
        }
        return new DiskFile(FileChannel.open(path, StandardOpenOption.WRITE, option), (int) block);
    }

    /** Opens an empty file, and begins it with a block of zeros; null, and it is still empty, where that cannot be. */
    Storage.@Nullable File open(Path path) {
        try {
            return begin(opener.open(path));
        } catch (UnsupportedOperationException | IOException notHere) {
            return null; // An ordinary file says what is wrong, if more is.
        }
    }

    /**
     * Some file systems let a file be opened so, and refuse the first write. The zeros of this one stay, for a reader
     * may look at them already.
     */
    private static Storage.File begin(Storage.File file) throws IOException {
        boolean begun = false;
        try {
            int block = file.blockSize();
            ByteBuffer zeros =
                    ByteBuffer.allocateDirect(2 * block).alignedSlice(block).limit(block);
            if (file.write(zeros, 0) < block) {
                file.truncate(0);
                throw new IOException("less than a block was written");
            }
            begun = true;
            return file;
        } finally {
            if (!begun) {
                file.close();
            }
        }
    }
}
