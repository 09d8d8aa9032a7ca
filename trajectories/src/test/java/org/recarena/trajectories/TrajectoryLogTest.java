package org.recarena.trajectories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.v1.LogRecord;

class TrajectoryLogTest {

    private static final LogSettings SETTINGS = LogSettings.defaults();

    @TempDir
    private Path directory;

    private TrajectoryLog open(LogSettings settings) throws IOException {
        return TrajectoryLog.open(directory, settings, Thread::new);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void whatIsAppendedIsReadBackAcrossSegmentsAndRestarts(long seed) throws Exception {
        Random random = new Random(seed);
        List<LogRecord> expected = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
            LogSettings small = SETTINGS.withSegmentBytes(1 + random.nextInt(300_000))
                    .withQueueBytes(1 + random.nextInt(50_000))
                    .withPreallocateBytes(random.nextInt(3) * 4096);
            LogSettings settings = run % 2 == 0 ? small : small.forLargeRecords();
            try (TrajectoryLog log = open(settings)) {
                assertThat(log.recovery().records()).isEqualTo(expected.size());
                assertThat(log.recovery().cutBytes()).isZero();
                for (int i = 0; i < 200; i++) {
                    LogRecord next = Records.random(random, i, random.nextInt(50) == 0 ? 3_000_000 : 500);
                    expected.add(next);
                    log.append(next);
                    if (random.nextInt(20) == 0) {
                        log.sync();
                        assertThat(log.pendingRecords()).isZero();
                        assertThat(log.pendingBytes()).isZero();
                    }
                }
            }
            assertThat(Records.readAll(directory)).isEqualTo(expected);
        }
    }

    @Test
    void simulationNumbersAreNeverUsedTwice() throws Exception {
        long last = 0;
        for (int run = 0; run < 3; run++) {
            try (TrajectoryLog log = open(SETTINGS)) {
                for (int i = 0; i < 3; i++) {
                    long number = log.nextSimulation();
                    assertThat(number).isGreaterThan(last);
                    last = number;
                    log.append(Records.small(number, 1));
                }
            }
        }
        try (TrajectoryLog log = open(SETTINGS)) {
            log.reserveSimulations(1000);
            log.reserveSimulations(7);
            assertThat(log.nextSimulation()).isEqualTo(1001);
        }
    }

    @Test
    void simulationNumbersOutliveTheSegmentsThatHadThem() throws Exception {
        try (TrajectoryLog log = open(SETTINGS)) {
            log.append(Records.small(41, 1));
        }
        open(SETTINGS).close();
        Files.delete(directory.resolve("0000000001.log"));
        try (TrajectoryLog log = open(SETTINGS)) {
            assertThat(log.nextSimulation()).isEqualTo(42);
        }
    }

    @Test
    void aDirectoryBelongsToOneLog() throws Exception {
        try (TrajectoryLog log = open(SETTINGS)) {
            assertThatThrownBy(() -> open(SETTINGS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use by this process");
            log.append(Records.small(1, 1));
        }
        open(SETTINGS).close();
    }

    @Test
    void recordsThatNobodyWaitsForAreWrittenInTime() throws Exception {
        try (TrajectoryLog log = open(SETTINGS.withFlushInterval(Duration.ofMillis(50)))) {
            log.append(Records.small(1, 1));
            Thread.sleep(20);
            assertThat(log.syncs()).isZero();
            long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (log.syncs() == 0 && System.nanoTime() < end) {
                Thread.sleep(5);
            }
            assertThat(log.syncs()).isOne();
            assertThat(log.lastSyncNanos()).isPositive();
            assertThat(Records.readAll(directory)).containsExactly(Records.small(1, 1));
        }
    }

    @Test
    void aClosedLogRefusesRecords() throws Exception {
        TrajectoryLog log = open(SETTINGS);
        log.close();
        log.close();
        assertThatThrownBy(() -> log.append(Records.small(1, 1)))
                .isInstanceOf(LogFailedException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> log.append(LogRecord.getDefaultInstance()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyThreadsRecordsKeepTheirOrder() throws Exception {
        int threads = 4;
        int each = 5000;
        try (TrajectoryLog log = open(SETTINGS.withQueueBytes(20_000).withSegmentBytes(100_000))) {
            List<Thread> appenders = new ArrayList<>();
            CountDownLatch synced = new CountDownLatch(threads * each / 10);
            for (int t = 1; t <= threads; t++) {
                long simulation = t;
                appenders.add(new Thread(() -> {
                    for (int i = 1; i <= each; i++) {
                        if (i % 10 == 0) {
                            log.append(Records.small(simulation, i), new Countdown(synced));
                        } else {
                            log.append(Records.small(simulation, i));
                        }
                    }
                }));
            }
            appenders.forEach(Thread::start);
            synced.await();
            for (Thread appender : appenders) {
                appender.join();
            }
        }
        long[] last = new long[threads + 1];
        for (LogRecord next : Records.readAll(directory)) {
            assertThat(next.getStep().getStep()).isEqualTo(++last[(int) next.getSimulation()]);
        }
        assertThat(last).containsExactly(0, each, each, each, each);
    }

    @ParameterizedTest(name = "direct {0}")
    @ValueSource(booleans = {false, true})
    void aReaderFollowsALogThatGrows(boolean direct) throws Exception {
        Random random = new Random(7);
        LogSettings settings = direct ? SETTINGS.forLargeRecords() : SETTINGS;
        List<LogRecord> expected = new ArrayList<>();
        List<LogRecord> seen = new ArrayList<>();
        try (TrajectoryLog log = open(settings.withSegmentBytes(20_000))) {
            LogReader reader = LogReader.open(directory);
            for (int i = 0; i < 2000; i++) {
                LogRecord next = Records.random(random, i, 300);
                expected.add(next);
                log.append(next);
                if (random.nextInt(10) == 0) {
                    for (LogRecord read = reader.next(); read != null; read = reader.next()) {
                        seen.add(read);
                    }
                }
                if (random.nextInt(50) == 0) {
                    LogPosition position = reader.position();
                    reader.close();
                    reader = LogReader.open(directory, position, simulation -> true);
                }
                if (random.nextInt(100) == 0) {
                    log.sync();
                }
            }
            log.sync();
            for (LogRecord read = reader.next(); read != null; read = reader.next()) {
                seen.add(read);
            }
            reader.close();
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void aReaderReturnsTheSimulationsAskedFor() throws Exception {
        try (TrajectoryLog log = open(SETTINGS)) {
            for (int i = 0; i < 100; i++) {
                log.append(Records.small(i % 3, i));
            }
        }
        try (LogReader reader = LogReader.open(directory, simulation -> simulation == 2)) {
            for (int i = 2; i < 100; i += 3) {
                assertThat(reader.next()).isEqualTo(Records.small(2, i));
            }
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void theOldestSegmentsCanBeRemovedAsNewOnesBegin() throws Exception {
        int records = 2000;
        List<Long> begun = Collections.synchronizedList(new ArrayList<>());
        try (TrajectoryLog log =
                TrajectoryLog.open(directory, SETTINGS.withSegmentBytes(2000), begun::add, Thread::new)) {
            assertThat(log.firstSegment()).isOne();
            for (int i = 0; i < records; i++) {
                log.append(Records.small(1, i));
                if (i % 100 == 0) {
                    log.sync();
                    log.removeSegments(log.firstSegment() + begun.size());
                    assertThat(log.segments()).isOne();
                }
            }
        }
        assertThat(begun)
                .hasSizeGreaterThan(20)
                .isSorted()
                .doesNotHaveDuplicates()
                .startsWith(2L);
        List<LogRecord> left = Records.readAll(directory);
        assertThat(left).isNotEmpty().hasSizeLessThan(records / 2);
        for (int i = 0; i < left.size(); i++) {
            assertThat(left.get(i)).isEqualTo(Records.small(1, records - left.size() + i));
        }
        try (TrajectoryLog again = open(SETTINGS)) {
            assertThat(again.firstSegment()).isEqualTo(2 + begun.size());
            assertThat(again.nextSimulation()).isEqualTo(2);
            again.removeSegments(again.firstSegment());
            assertThat(Records.readAll(directory)).isEmpty();
        }
    }

    @Test
    void whatIsAnnouncedMayComeOrNot() throws Exception {
        Random random = new Random(11);
        int records = 300;
        CountDownLatch synced = new CountDownLatch(records);
        try (TrajectoryLog log = open(SETTINGS.withFlushInterval(Duration.ofMillis(1)))) {
            for (int i = 0; i < records; i++) {
                log.announce();
                if (random.nextInt(4) == 0) {
                    log.announce();
                    log.sync();
                }
                log.append(Records.small(1, i), new Countdown(synced));
                if (random.nextBoolean()) {
                    log.sync();
                }
            }
            synced.await();
            log.requireWorking();
        }
        assertThat(Records.readAll(directory)).hasSize(records);
    }

    private record Countdown(CountDownLatch latch) implements SyncListener {
        @Override
        public void onSynced() {
            latch.countDown();
        }

        @Override
        public void onFailure(LogFailedException failure) {
            throw new AssertionError(failure);
        }
    }
}
