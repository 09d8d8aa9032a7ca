package org.recarena.trajectories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.recarena.v1.DataType;
import org.recarena.v1.LogRecord;

/** Measures how fast the log is on this machine's disk. Arguments: a directory, which is emptied. */
final class LogMeasurement {

    private final Path directory;

    private LogMeasurement(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws Exception {
        LogMeasurement measurement = new LogMeasurement(Path.of(arguments[0]));
        measurement.packing();
        for (int preallocate : new int[] {0, LogSettings.defaults().preallocateBytes()}) {
            for (int bytes : new int[] {50, 8000}) {
                measurement.latency(preallocate, bytes);
            }
        }
        measurement.fromManyThreads(16, 8000);
        for (int bytes : new int[] {100, 8000, 100_000}) {
            measurement.throughput(bytes, false);
        }
        measurement.throughput(8000, true);
    }

    private TrajectoryLog open(LogSettings settings) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        return TrajectoryLog.open(directory, settings, Thread::new);
    }

    private void latency(int preallocate, int bytes) throws Exception {
        int count = 5000;
        long[] nanos = new long[count];
        LogRecord next = Records.record(1, 1, new byte[bytes]);
        long syncNanos = 0;
        try (TrajectoryLog log = open(LogSettings.defaults().withPreallocateBytes(preallocate))) {
            for (int i = 0; i < count; i++) {
                CountDownLatch done = new CountDownLatch(1);
                long begin = System.nanoTime();
                log.append(next, new Then(done::countDown));
                done.await();
                nanos[i] = System.nanoTime() - begin;
                syncNanos += log.lastSyncNanos();
            }
        }
        Arrays.sort(nanos);
        print(
                "one at a time, %d bytes, preallocating %d: median %.0f us, 99 %% %.0f us, mean sync %.0f us",
                bytes, preallocate, nanos[count / 2] / 1e3, nanos[count * 99 / 100] / 1e3, syncNanos / 1e3 / count);
    }

    private void fromManyThreads(int threads, int bytes) throws Exception {
        int each = 2000;
        LogRecord next = Records.record(1, 1, new byte[bytes]);
        try (TrajectoryLog log = open(LogSettings.defaults())) {
            Thread[] waiting = new Thread[threads];
            long begin = System.nanoTime();
            for (int t = 0; t < threads; t++) {
                waiting[t] = new Thread(() -> {
                    Semaphore done = new Semaphore(0);
                    for (int i = 0; i < each; i++) {
                        log.append(next, new Then(done::release));
                        done.acquireUninterruptibly();
                    }
                });
                waiting[t].start();
            }
            for (Thread thread : waiting) {
                thread.join();
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            print(
                    "%d threads that wait, %d bytes: %.0f records/s in %.0f syncs/s",
                    threads, bytes, threads * each / seconds, log.syncs() / seconds);
        }
    }

    private void throughput(int bytes, boolean listen) throws Exception {
        byte[] payload = new byte[bytes];
        new Random(1).nextBytes(payload);
        long total = 3_000_000_000L;
        int count = (int) Math.min(total / bytes, 8_000_000);
        LogRecord[] records = new LogRecord[64];
        Arrays.setAll(records, i -> Records.record(1, i, payload));
        CountDownLatch done = new CountDownLatch(listen ? count : 0);
        Then then = new Then(done::countDown);
        try (TrajectoryLog log = open(LogSettings.defaults())) {
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                if (listen) {
                    log.append(records[i & 63], then);
                } else {
                    log.append(records[i & 63]);
                }
            }
            log.sync();
            done.await();
            double seconds = (System.nanoTime() - begin) / 1e9;
            print(
                    "%s, %d bytes: %.0f MB/s, %.0f records/s, %d syncs",
                    listen ? "all synced, none waited for" : "none synced",
                    bytes,
                    log.writtenBytes() / 1e6 / seconds,
                    count / seconds,
                    log.syncs());
        }
        long begin = System.nanoTime();
        int read = 0;
        try (LogReader reader = LogReader.open(directory)) {
            while (reader.next() != null) {
                read++;
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        long size = size();
        begin = System.nanoTime();
        TrajectoryLog.open(directory, LogSettings.defaults(), Thread::new).close();
        double recovery = (System.nanoTime() - begin) / 1e9;
        print("  read back %d at %.0f MB/s, recovered at %.0f MB/s", read, size / 1e6 / seconds, size / 1e6 / recovery);
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(LogMeasurement::sizeOf).sum();
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ten columns of 1024 lanes, such as a step has; in processor time, since others may use the machine. */
    private void packing() {
        int lanes = 1024;
        Random random = new Random(1);
        byte[] actions = LittleEndian.bytes(random.ints(lanes, 0, 1000).toArray());
        byte[] propensities = LittleEndian.bytes(random.doubles(lanes).toArray());
        byte[] clicks =
                LittleEndian.bytes(random.ints(lanes, 0, 2).asDoubleStream().toArray());
        byte[] rewards = clicks.clone();
        byte[] terminated = new byte[lanes];
        terminated[7] = 1;
        byte[] truncated = new byte[lanes];
        byte[] ones = new byte[lanes];
        Arrays.fill(ones, (byte) 1);
        byte[] episodes = LittleEndian.bytes(random.longs(lanes, 0, 300).toArray());
        byte[] views = LittleEndian.bytes(random.ints(lanes, 0, 10).toArray());
        byte[] times = LittleEndian.bytes(
                random.ints(lanes, 0, 70_000).asDoubleStream().toArray());
        int rounds = 50_000;
        long sink = 0;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int repeat = 0; repeat < 4; repeat++) {
            long begin = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < rounds; i++) {
                sink += PackedColumns.pack(DataType.DATA_TYPE_INT32, actions).getCount()
                        + PackedColumns.pack(DataType.DATA_TYPE_FLOAT64, propensities)
                                .getCount()
                        + PackedColumns.pack(DataType.DATA_TYPE_FLOAT64, rewards)
                                .getCount()
                        + PackedColumns.pack(DataType.DATA_TYPE_FLOAT64, clicks).getCount()
                        + PackedColumns.packFlags(terminated).getCount()
                        + PackedColumns.packFlags(truncated).getCount()
                        + PackedColumns.packFlags(ones).getCount()
                        + PackedColumns.pack(DataType.DATA_TYPE_INT64, episodes).getCount()
                        + PackedColumns.pack(DataType.DATA_TYPE_INT32, views).getCount()
                        + PackedColumns.pack(DataType.DATA_TYPE_FLOAT64, times).getCount();
            }
            double micros = (threads.getCurrentThreadCpuTime() - begin) / 1e3 / rounds;
            print("packing 10 columns of %d: %.2f us (%d)", lanes, micros, sink);
        }
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private record Then(Runnable action) implements SyncListener {
        @Override
        public void onSynced() {
            action.run();
        }

        @Override
        public void onFailure(LogFailedException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
