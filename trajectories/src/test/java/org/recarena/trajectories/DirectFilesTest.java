package org.recarena.trajectories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.v1.LogRecord;

class DirectFilesTest {

    private static final int BLOCK = 4096;

    @TempDir
    private Path directory;

    static List<Named<DirectFiles>> whereThereAreNone() {
        return List.of(
                Named.of("Java has no option", new DirectFiles(Optional.empty())),
                Named.of("the file system knows no option", new DirectFiles(Optional.of(UnknownOption.DIRECT))),
                Named.of("opening is refused", new DirectFiles(path -> {
                    throw new IOException("Invalid argument");
                })),
                Named.of("writing is refused", new DirectFiles(path -> new Unwilling(ordinary(path), 0))),
                Named.of("a write is cut short", new DirectFiles(path -> new Unwilling(ordinary(path), BLOCK / 2))));
    }

    @ParameterizedTest
    @MethodSource("whereThereAreNone")
    void aLogIsReadBackTheSameWithoutThem(DirectFiles none) throws Exception {
        Random random = new Random(13);
        LogSettings settings = LogSettings.defaults().withSegmentBytes(20_000).forLargeRecords();
        List<LogRecord> expected = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (TrajectoryLog log = TrajectoryLog.open(new DiskStorage(directory, none), settings, Thread::new)) {
                assertThat(log.recovery().records()).isEqualTo(expected.size());
                for (int i = 0; i < 200; i++) {
                    LogRecord next = Records.random(random, i, 1000);
                    expected.add(next);
                    log.append(next);
                    if (random.nextInt(20) == 0) {
                        log.sync();
                    }
                }
                assertThat(log.segments()).isGreaterThan(2);
            }
            assertThat(Records.readAll(directory)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("whereThereAreNone")
    void aFileThatCannotBeOneStaysEmpty(DirectFiles none) throws Exception {
        Path path = Files.createFile(directory.resolve("file"));
        assertThat(none.open(path)).isNull();
        assertThat(path).isEmptyFile();
    }

    @Test
    void whatIsRefusedIsClosed() throws Exception {
        Path path = Files.createFile(directory.resolve("file"));
        DiskFile file = ordinary(path);
        assertThat(new DirectFiles(anyPath -> new Unwilling(file, 0)).open(path))
                .isNull();
        assertThat(file.channel().isOpen()).isFalse();
    }

    @Test
    void whatIsAcceptedBeginsWithABlockOfZeros() throws Exception {
        Path path = Files.createFile(directory.resolve("file"));
        try (DiskFile file = ordinary(path)) {
            assertThat(new DirectFiles(anyPath -> file).open(path)).isSameAs(file);
            assertThat(file.channel().isOpen()).isTrue();
        }
        assertThat(path).hasBinaryContent(new byte[BLOCK]);
    }

    private static DiskFile ordinary(Path path) throws IOException {
        return new DiskFile(FileChannel.open(path, StandardOpenOption.WRITE), BLOCK);
    }

    private enum UnknownOption implements OpenOption {
        DIRECT
    }

    /** Takes some bytes of each write, and refuses it where they are none. */
    private record Unwilling(Storage.File file, int takes) implements Storage.File {

        @Override
        public int blockSize() {
            return file.blockSize();
        }

        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            if (takes == 0) {
                throw new IOException("Invalid argument");
            }
            return file.write(source.limit(source.position() + takes), position);
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            return file.read(target, position);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
