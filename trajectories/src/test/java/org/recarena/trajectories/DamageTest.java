package org.recarena.trajectories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.LogRecord;

/** Files that are cut short or changed. */
class DamageTest {

    private static final LogSettings SETTINGS = LogSettings.defaults().withPreallocateBytes(0);

    @TempDir
    private Path directory;

    private final List<LogRecord> expected = new ArrayList<>();
    private Path first;
    private Path last;

    @BeforeEach
    void write() throws IOException {
        Random random = new Random(5);
        for (int run = 0; run < 2; run++) {
            try (TrajectoryLog log = TrajectoryLog.open(directory, SETTINGS, Thread::new)) {
                for (int i = 0; i < 4; i++) {
                    LogRecord next = Records.random(random, i, 20);
                    expected.add(next);
                    log.append(next);
                }
            }
        }
        first = directory.resolve("0000000001.log");
        last = directory.resolve("0000000002.log");
    }

    /** Writing over a file would be slow: ext4 then syncs it when it is closed. */
    private static void replace(Path file, byte[] bytes) throws IOException {
        Files.delete(file);
        Files.write(file, bytes);
    }

    private RecoveryReport recover() throws IOException {
        try (TrajectoryLog log = TrajectoryLog.open(directory, SETTINGS, Thread::new)) {
            return log.recovery();
        } finally {
            Files.deleteIfExists(directory.resolve("0000000003.log"));
        }
    }

    @Test
    void theLastSegmentCutAnywhereKeepsExactlyItsWholeRecords() throws IOException {
        byte[] whole = Files.readAllBytes(last);
        int[] ends = new int[5];
        ends[0] = SegmentHeader.BYTES;
        for (int i = 0; i < 4; i++) {
            ends[i + 1] = ends[i] + Frame.HEADER + expected.get(4 + i).getSerializedSize();
        }
        for (int length = 0; length <= whole.length; length++) {
            replace(last, Arrays.copyOf(whole, length));
            int cut = length;
            int complete =
                    (int) Arrays.stream(ends, 1, 5).filter(end -> end <= cut).count();
            assertThat(Records.readAll(directory)).as("read, cut to %d", length).hasSize(4 + complete);
            RecoveryReport report = recover();
            assertThat(Records.readAll(directory))
                    .as("recovered, cut to %d", length)
                    .isEqualTo(expected.subList(0, 4 + complete));
            assertThat(report.records()).isEqualTo(4 + complete);
        }
    }

    @Test
    void theLastSegmentWithZerosAfterACutKeepsItsWholeRecords() throws IOException {
        byte[] whole = Files.readAllBytes(last);
        for (int length = SegmentHeader.BYTES; length <= whole.length; length++) {
            replace(last, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length + 100));
            recover();
            assertThat(expected).startsWith(Records.readAll(directory).toArray(new LogRecord[0]));
        }
    }

    @Test
    void onlyAShortLastSegmentOfZerosWasNeverBegun() throws IOException {
        replace(last, new byte[Storage.MAX_BLOCK + 1]);
        assertThatThrownBy(this::recover)
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining("header of segment 2");
        assertThatThrownBy(() -> Records.readAll(directory)).isInstanceOf(CorruptLogException.class);
        replace(last, new byte[Storage.MAX_BLOCK]);
        assertThat(Records.readAll(directory)).isEqualTo(expected.subList(0, 4));
        assertThat(recover().records()).isEqualTo(4);
        assertThat(last).as("begun anew").hasSize(SegmentHeader.BYTES + Frame.HEADER);
    }

    @Test
    void anEarlierSegmentCutAnywhereIsAnError() throws IOException {
        byte[] whole = Files.readAllBytes(first);
        for (int length = 0; length < whole.length; length++) {
            replace(first, Arrays.copyOf(whole, length));
            assertThatThrownBy(this::recover).isInstanceOf(CorruptLogException.class);
            assertThatThrownBy(() -> Records.readAll(directory)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void everyFlippedBitIsNoticed() throws IOException {
        for (Path file : List.of(first, last)) {
            byte[] whole = Files.readAllBytes(file);
            for (int bit = 0; bit < whole.length * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << (bit % 8));
                replace(file, flipped);
                if (file.equals(last) && bit / 8 >= whole.length - Frame.HEADER) {
                    // The mark at the end of the log is the only thing that nothing vouches for.
                    assertThat(recover().cutBytes()).isPositive();
                } else {
                    assertThatThrownBy(this::recover)
                            .as("bit %d of %s", bit, file)
                            .isInstanceOf(CorruptLogException.class)
                            .hasMessageContaining(file.toString());
                    assertThatThrownBy(() -> Records.readAll(directory)).isInstanceOf(CorruptLogException.class);
                }
            }
            replace(file, whole);
        }
        assertThat(Records.readAll(directory)).isEqualTo(expected);
    }

    @Test
    void aMissingSegmentIsAnError() throws IOException {
        recover();
        TrajectoryLog.open(directory, SETTINGS, Thread::new).close();
        Files.delete(last);
        assertThatThrownBy(this::recover)
                .isInstanceOf(CorruptLogException.class)
                .hasMessageContaining(last.toString())
                .hasMessageContaining("missing");
    }
}
