package org.recarena.trajectories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.v1.LogRecord;

/** Storage that fails, at every kind of moment, and what is left of the log then. */
class CrashTest {

    private static final int ROUNDS = Integer.getInteger("recarena.crashRounds", 100);

    private final List<LogRecord> expected = new ArrayList<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {101, 102, 103, 104, 105, 106, 107, 108})
    void whatWasAcknowledgedSurvivesEveryCrash(long seed) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try {
                crashAndRecover(new Random(seed * 1000 + round));
            } catch (IOException | RuntimeException | AssertionError e) {
                fail("seed " + (seed * 1000 + round), e);
            }
        }
    }

    private void crashAndRecover(Random random) throws Exception {
        expected.clear();
        CrashingStorage storage = new CrashingStorage(random, random.nextInt(80), random.nextBoolean());
        for (int crash = 0; crash < 3; crash++) {
            acknowledged.set(0);
            int before = expected.size();
            runUntilFailure(storage, random);
            CrashingStorage after = random.nextInt(4) == 0
                    ? storage.afterKill(Integer.MAX_VALUE)
                    : storage.afterPowerCut(Integer.MAX_VALUE);
            TrajectoryLog.open(after, settings(random), Thread::new).close();
            List<LogRecord> survivors = readAll(after);
            int needed = acknowledged.get() == 0 ? before : acknowledged.get();
            assertThat(survivors).hasSizeBetween(needed, expected.size());
            assertThat(survivors).isEqualTo(expected.subList(0, survivors.size()));
            expected.subList(survivors.size(), expected.size()).clear();
            storage = after.afterKill(random.nextInt(80));
        }
    }

    private static LogSettings settings(Random random) {
        LogSettings settings = LogSettings.defaults()
                .withSegmentBytes(200 + random.nextInt(1500))
                .withPreallocateBytes(random.nextInt(2) * 512)
                .withFlushInterval(Duration.ofMillis(1 + random.nextInt(3)));
        return random.nextInt(3) == 0 ? settings.forLargeRecords() : settings;
    }

    /** Appends; {@link #acknowledged} is the length of the prefix of what is expected that was acknowledged. */
    private void runUntilFailure(CrashingStorage storage, Random random) throws InterruptedException {
        TrajectoryLog log;
        try {
            log = TrajectoryLog.open(storage, settings(random), Thread::new);
        } catch (IOException injected) {
            assertThat(injected).hasMessageContaining("injected");
            return;
        }
        try {
            for (int i = 0; i < 60; i++) {
                LogRecord next = Records.random(random, expected.size(), 150);
                int position = expected.size() + 1;
                if (random.nextInt(3) == 0) {
                    log.append(next);
                } else {
                    log.append(next, new Acknowledge(position));
                }
                expected.add(next);
                if (random.nextInt(10) == 0) {
                    log.sync();
                    assertThat(acknowledged.get()).isLessThanOrEqualTo(position);
                    acknowledged.set(position);
                }
            }
        } catch (LogFailedException injected) {
            assertThat(injected).hasMessageContaining("injected");
        }
        try {
            log.close();
            acknowledged.set(expected.size());
        } catch (IOException injected) {
            assertThat(injected).hasMessageContaining("injected");
        }
    }

    private static List<LogRecord> readAll(Storage storage) throws IOException {
        List<LogRecord> all = new ArrayList<>();
        try (LogReader reader = LogReader.open(storage, simulation -> true)) {
            for (LogRecord next = reader.next(); next != null; next = reader.next()) {
                all.add(next);
            }
        }
        return all;
    }

    @Test
    void afterAFailureEverythingIsRefusedAndWhoWaitsIsTold() throws Exception {
        CrashingStorage storage = new CrashingStorage(new Random(1), 5, false);
        LogSettings settings = LogSettings.defaults().withPreallocateBytes(0);
        TrajectoryLog log = TrajectoryLog.open(storage, settings, Thread::new);
        log.append(Records.small(1, 1), new Acknowledge(1));
        while (log.failure() == null) {
            Thread.sleep(1);
        }
        assertThatThrownBy(() -> log.append(Records.small(1, 2), new Acknowledge(2)))
                .isInstanceOf(LogFailedException.class)
                .hasMessageContaining("injected failure of sync");
        assertThatThrownBy(log::sync).isInstanceOf(LogFailedException.class);
        assertThatThrownBy(log::close).isInstanceOf(IOException.class).hasMessageContaining("injected failure of sync");
        assertThat(acknowledged).hasValue(0);
        assertThat(refused).hasValue(1);
    }

    private final class Acknowledge implements SyncListener {

        private final int position;

        Acknowledge(int position) {
            this.position = position;
        }

        @Override
        public void onSynced() {
            acknowledged.accumulateAndGet(position, Math::max);
        }

        @Override
        public void onFailure(LogFailedException failure) {
            refused.incrementAndGet();
        }
    }
}
