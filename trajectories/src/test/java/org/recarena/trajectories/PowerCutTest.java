package org.recarena.trajectories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.v1.LogRecord;

/** Many writes between syncs, of which a power cut leaves any part, are an unfinished end and not damage. */
class PowerCutTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {201, 202, 203})
    void anyPartOfWhatWasNotSyncedMayBeMissing(long seed) throws IOException {
        for (int round = 0; round < 300; round++) {
            Random random = new Random(seed * 1000 + round);
            CrashingStorage storage = new CrashingStorage(random, Integer.MAX_VALUE, false);
            LogSettings small =
                    LogSettings.defaults().withSegmentBytes(2000).withPreallocateBytes(random.nextInt(2) * 512);
            LogSettings settings = random.nextInt(3) == 0 ? small.forLargeRecords() : small;
            SegmentWriter writer = new SegmentWriter(storage, settings, 1, random::nextInt, () -> 1, begun -> {});
            List<LogRecord> written = new ArrayList<>();
            int synced = 0;
            for (int i = random.nextInt(40); i > 0; i--) {
                LogRecord next = Records.random(random, i, 100);
                writer.append(next, next.getSerializedSize());
                writer.write();
                written.add(next);
                int what = random.nextInt(8);
                if (what == 0) {
                    writer.sync();
                    synced = written.size();
                } else if (what == 1) {
                    writer.mark();
                }
            }
            CrashingStorage after = storage.afterPowerCut(Integer.MAX_VALUE);
            RecoveryReport report = new Recovery(after).run();
            assertThat(report.records()).as("seed %d", seed * 1000 + round).isBetween((long) synced, (long)
                    written.size());
            try (LogReader reader = LogReader.open(after, simulation -> true)) {
                for (int i = 0; i < report.records(); i++) {
                    assertThat(reader.next()).isEqualTo(written.get(i));
                }
                assertThat(reader.next()).isNull();
            }
        }
    }
}
