package org.recarena.trajectories;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.LogRecord;

/**
 * Reads the records of a log, in order, also while it is being written. It needs no lock and changes nothing. Of a log
 * that is being written it also sees records that are not yet synced and that a crash might still take away.
 *
 * <p>Used by one thread at a time.
 */
public final class LogReader implements Closeable {

    private final Storage storage;
    private final LongPredicate simulations;
    private LogPosition position;
    private Storage.@Nullable File file;
    private @Nullable SegmentScanner scanner;
    private int salt;
    private boolean marked;

    private LogReader(Storage storage, LogPosition position, LongPredicate simulations) {
        this.storage = storage;
        this.position = position;
        this.simulations = simulations;
    }

    /**
     * Reads a log from its beginning.
     *
     * @param directory of the log
     * @return a reader
     * @throws IOException if the directory cannot be read
     */
    public static LogReader open(Path directory) throws IOException {
        return open(directory, simulation -> true);
    }

    /**
     * Reads the records of some simulations, from the log's beginning. The others cost their reading and checking only.
     *
     * @param directory of the log
     * @param simulations which numbers to return records of
     * @return a reader
     * @throws IOException if the directory cannot be read
     */
    public static LogReader open(Path directory, LongPredicate simulations) throws IOException {
        return open(new DiskStorage(directory), simulations);
    }

    static LogReader open(Storage storage, LongPredicate simulations) throws IOException {
        List<Long> segments = Recovery.segments(storage);
        long first = segments.isEmpty() ? 1 : segments.get(0);
        return new LogReader(storage, new LogPosition(first, SegmentHeader.BYTES), simulations);
    }

    /**
     * Reads a log from a place on.
     *
     * @param directory of the log
     * @param position as another reader's {@link #position} was
     * @param simulations which numbers to return records of
     * @return a reader
     */
    public static LogReader open(Path directory, LogPosition position, LongPredicate simulations) {
        return new LogReader(new DiskStorage(directory), position, simulations);
    }

    /**
     * Reads the next record. Its byte strings share one array, so keeping one of them keeps the record's bytes.
     *
     * @return the record; null if there is none yet: a later call returns it when it has been written
     * @throws CorruptLogException if there is damage; what a crash left unfinished at the log's end is none
     * @throws IOException if storage fails
     */
    public @Nullable LogRecord next() throws IOException {
        while (true) {
            SegmentScanner current = scanner();
            if (current == null) {
                return null;
            }
            switch (current.next()) {
                case RECORD -> {
                    position = new LogPosition(position.segment(), current.offset());
                    marked = false;
                    if (simulations.test(Payload.simulation(current))) {
                        return Payload.parse(current);
                    }
                }
                case MARK -> marked = true;
                case NOTHING, BROKEN -> {
                    if (!goOn(current)) {
                        return null;
                    }
                }
            }
        }
    }

    /** At a place where no frame is: goes on to the next segment or, if the frame has come by now, to it. */
    private boolean goOn(SegmentScanner current) throws IOException {
        boolean finished = storage.exists(nextFile());
        boolean damage = !finished && current.isDamage();
        if (!finished && !damage) {
            return false;
        }
        // The writer may have gone on between the two looks, so look again before judging.
        SegmentScanner again = new SegmentScanner(openFile(), salt, current.offset());
        switch (again.next()) {
            case RECORD, MARK -> {
                return true;
            }
            case NOTHING, BROKEN -> {
                if (damage || !marked || again.offset() != openFile().size()) {
                    throw new CorruptLogException(
                            storage.describe(SegmentHeader.fileName(position.segment())),
                            current.offset(),
                            "no intact frame, though the log goes on");
                }
            }
        }
        close();
        marked = false;
        position = new LogPosition(position.segment() + 1, SegmentHeader.BYTES);
        return true;
    }

    /** Null if the segment is not there yet. */
    private @Nullable SegmentScanner scanner() throws IOException {
        String name = SegmentHeader.fileName(position.segment());
        if (scanner == null && storage.exists(name)) {
            SegmentHeader header = Recovery.readHeader(openFile(), storage.describe(name));
            if (header == null && (storage.exists(nextFile()) || Recovery.isBegun(openFile()))) {
                // The header comes first, so by now it is there.
                header = Recovery.readHeader(openFile(), storage.describe(name));
                if (header == null) {
                    throw new CorruptLogException(
                            storage.describe(name), 0, "this is not the header of segment " + position.segment());
                }
            }
            if (header != null) {
                salt = header.salt();
                scanner = new SegmentScanner(openFile(), salt, position.offset());
            }
        }
        return scanner;
    }

    private String nextFile() {
        return SegmentHeader.fileName(position.segment() + 1);
    }

    private Storage.File openFile() throws IOException {
        if (file == null) {
            file = storage.openForReading(SegmentHeader.fileName(position.segment()));
        }
        return file;
    }

    /**
     * Where the next record begins, or will: reading on from there misses and repeats none.
     *
     * @return a place after the last record that was returned
     */
    public LogPosition position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
        file = null;
        scanner = null;
    }
}
