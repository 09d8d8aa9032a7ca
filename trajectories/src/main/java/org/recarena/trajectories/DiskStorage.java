package org.recarena.trajectories;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A directory of the file system. */
final class DiskStorage implements Storage {

    private static final String LOCK = "lock";

    /**
     * POSIX gives up a process's lock as soon as the process closes any channel of the file, so a second attempt must
     * not even open it.
     */
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final DirectFiles directFiles;

    DiskStorage(Path directory) {
        this(directory, new DirectFiles(DirectFiles.option()));
    }

    DiskStorage(Path directory, DirectFiles directFiles) {
        this.directory = directory;
        this.directFiles = directFiles;
    }

    /** Makes the directory if there is none, and puts the entries of what it made on stable storage. */
    static DiskStorage create(Path directory) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path path = directory.toAbsolutePath(); path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(path);
        }
        Files.createDirectories(directory);
        for (Path made : missing) {
            sync(made.resolveSibling("."));
        }
        return new DiskStorage(directory);
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    @Override
    public File create(String name, boolean direct) throws IOException {
        Path path = directory.resolve(name);
        Files.createFile(path);
        File file = direct ? directFiles.open(path) : null;
        return file == null ? open(name) : file;
    }

    @Override
    public File open(String name) throws IOException {
        return new DiskFile(
                FileChannel.open(directory.resolve(name), StandardOpenOption.READ, StandardOpenOption.WRITE), 1);
    }

    @Override
    public File openForReading(String name) throws IOException {
        return new DiskFile(FileChannel.open(directory.resolve(name), StandardOpenOption.READ), 1);
    }

    @Override
    public boolean exists(String name) {
        return Files.exists(directory.resolve(name));
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(directory.resolve(name));
    }

    @Override
    public void syncDirectory() throws IOException {
        sync(directory);
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public Closeable lock() throws IOException {
        Path path = directory.toRealPath().resolve(LOCK);
        if (!HELD_BY_THIS_PROCESS.add(path)) {
            throw inUse("this process");
        }
        FileChannel channel = null;
        boolean locked = false;
        try {
            channel = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw inUse(holder(channel));
            }
            locked = true;
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(pid()), 0);
            return new Lock(path, channel);
        } finally {
            if (!locked) {
                release(path, channel);
            }
        }
    }

    private IOException inUse(String holder) {
        return new IOException("the log in " + directory.toAbsolutePath() + " is in use by " + holder
                + "; two servers cannot share a directory");
    }

    private static byte[] pid() {
        return Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
    }

    private static void release(Path path, @Nullable FileChannel channel) throws IOException {
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            HELD_BY_THIS_PROCESS.remove(path);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    @Override
    public String describe(String name) {
        return directory.resolve(name).toString();
    }

    private record Lock(Path path, FileChannel channel) implements Closeable {

        @Override
        public void close() throws IOException {
            release(path, channel);
        }
    }
}
