package org.recarena.trajectories;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files in memory that remember what was synced, write less than asked, and fail at a chosen operation. After a power
 * cut any part of what was not synced may be there, page by page. What is written directly has to be whole blocks.
 */
final class CrashingStorage implements Storage {

    private static final int PAGE = 64;
    /** A power cut may leave some of a block's pages. */
    private static final int BLOCK = 256;

    private final Map<String, Content> files = new TreeMap<>();
    private final Map<String, Content> durableEntries = new HashMap<>();
    private final Random random;
    private final boolean shortWrites;
    private int operationsLeft;

    CrashingStorage(Random random, int operationsUntilFailure, boolean shortWrites) {
        this.random = random;
        this.operationsLeft = operationsUntilFailure;
        this.shortWrites = shortWrites;
    }

    /** What a process finds after a power cut. */
    synchronized CrashingStorage afterPowerCut(int operationsUntilFailure) {
        CrashingStorage after = new CrashingStorage(random, operationsUntilFailure, shortWrites);
        int chance = random.nextInt(3) * 50;
        for (Map.Entry<String, Content> file : files.entrySet()) {
            boolean there = file.getValue().equals(durableEntries.get(file.getKey())) || random.nextBoolean();
            if (there) {
                Content survived = file.getValue().afterPowerCut(random, chance);
                after.files.put(file.getKey(), survived);
                after.durableEntries.put(file.getKey(), survived);
            }
        }
        return after;
    }

    /** What another process finds after this one was killed. */
    synchronized CrashingStorage afterKill(int operationsUntilFailure) {
        CrashingStorage after = new CrashingStorage(random, operationsUntilFailure, shortWrites);
        after.files.putAll(files);
        after.durableEntries.putAll(durableEntries);
        return after;
    }

    private void operate(String what) throws IOException {
        if (operationsLeft-- <= 0) {
            throw new IOException("injected failure of " + what);
        }
    }

    @Override
    public synchronized List<String> list() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public synchronized File create(String name, boolean direct) throws IOException {
        operate("create");
        Content content = new Content();
        if (files.putIfAbsent(name, content) != null) {
            throw new IOException(name + " exists");
        }
        return new Handle(content, direct ? BLOCK : 1);
    }

    @Override
    public synchronized File open(String name) throws IOException {
        Content content = files.get(name);
        if (content == null) {
            throw new IOException(name + " does not exist");
        }
        return new Handle(content, 1);
    }

    @Override
    public File openForReading(String name) throws IOException {
        return open(name);
    }

    @Override
    public synchronized boolean exists(String name) {
        return files.containsKey(name);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        operate("delete");
        files.remove(name);
    }

    @Override
    public synchronized void syncDirectory() throws IOException {
        operate("directory sync");
        durableEntries.clear();
        durableEntries.putAll(files);
    }

    @Override
    public Closeable lock() {
        return () -> {};
    }

    @Override
    public String describe(String name) {
        return name;
    }

    /** A file's bytes now, and what is surely still there after a power cut. */
    private static final class Content {

        private byte[] bytes = {};
        private byte[] durable = {};
        private final Set<Integer> dirtyPages = new TreeSet<>();

        Content afterPowerCut(Random random, int chance) {
            Content after = new Content();
            after.bytes = durable.clone();
            Set<Integer> lost = new HashSet<>();
            for (int page : dirtyPages) {
                if (random.nextInt(100) >= chance) {
                    lost.add(page);
                }
            }
            for (int page : dirtyPages) {
                int from = page * PAGE;
                int to = Math.min(from + PAGE, bytes.length);
                if (!lost.contains(page) && from < to) {
                    after.bytes = Arrays.copyOf(after.bytes, Math.max(after.bytes.length, to));
                    System.arraycopy(bytes, from, after.bytes, from, to - from);
                }
            }
            if (random.nextBoolean()) {
                after.bytes = Arrays.copyOf(after.bytes, Math.max(after.bytes.length, bytes.length));
            }
            after.durable = after.bytes.clone();
            return after;
        }
    }

    private final class Handle implements File {

        private final Content content;
        private final int blockSize;

        Handle(Content content, int blockSize) {
            this.content = content;
            this.blockSize = blockSize;
        }

        @Override
        public int blockSize() {
            return blockSize;
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            synchronized (CrashingStorage.this) {
                operate("write");
                int blocks = source.remaining() / blockSize;
                int length = (shortWrites ? 1 + random.nextInt(blocks) : blocks) * blockSize;
                int start = (int) position;
                if (source.remaining() % blockSize != 0
                        || start % blockSize != 0
                        || (blockSize > 1 && source.alignmentOffset(source.position(), blockSize) != 0)) {
                    throw new IOException("not whole blocks");
                }
                if (start + length > content.bytes.length) {
                    content.bytes = Arrays.copyOf(content.bytes, start + length);
                }
                source.get(content.bytes, start, length);
                for (int page = start / PAGE; page <= (start + length - 1) / PAGE; page++) {
                    content.dirtyPages.add(page);
                }
                return length;
            }
        }

        @Override
        public int read(ByteBuffer target, long position) {
            synchronized (CrashingStorage.this) {
                int length = Math.min(target.remaining(), content.bytes.length - (int) position);
                if (length <= 0) {
                    return -1;
                }
                target.put(content.bytes, (int) position, length);
                return length;
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (CrashingStorage.this) {
                operate("sync");
                content.durable = content.bytes.clone();
                content.dirtyPages.clear();
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (CrashingStorage.this) {
                operate("truncate");
                content.bytes = Arrays.copyOf(content.bytes, (int) Math.min(size, content.bytes.length));
            }
        }

        @Override
        public long size() {
            synchronized (CrashingStorage.this) {
                return content.bytes.length;
            }
        }

        @Override
        public void close() {}
    }
}
