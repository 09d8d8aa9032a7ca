package org.recarena.trajectories;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.recarena.trajectories.SegmentScanner.Found;

/**
 * Checks the segments of a log that is not being written, and finishes the last one: what a crash left unfinished is
 * cut off, and a mark ends it.
 */
final class Recovery {

    private final Storage storage;
    private long records;
    private long bytes;
    private long cutBytes;
    private LogPosition cutAt = new LogPosition(0, 0);
    private long highestSimulation;

    Recovery(Storage storage) {
        this.storage = storage;
    }

    RecoveryReport run() throws IOException {
        List<Long> segments = segments(storage);
        int count = segments.size();
        for (int i = 0; i < count; i++) {
            long segment = segments.get(i);
            if (i > 0 && segment != segments.get(i - 1) + 1) {
                throw new CorruptLogException(
                        storage.describe(SegmentHeader.fileName(segment - 1)), 0, "this segment is missing");
            }
            boolean last = i == count - 1;
            if (!check(segment, last)) {
                storage.delete(SegmentHeader.fileName(segment));
                storage.syncDirectory();
                count--;
            }
        }
        return new RecoveryReport(count, records, bytes, cutBytes, cutAt, highestSimulation);
    }

    /** The numbers of the segments there are, rising. */
    static List<Long> segments(Storage storage) throws IOException {
        return storage.list().stream()
                .map(SegmentHeader::segmentOf)
                .filter(segment -> segment >= 0)
                .sorted()
                .toList();
    }

    /** Returns false if the segment was never finished far enough to hold anything. */
    private boolean check(long segment, boolean last) throws IOException {
        String name = SegmentHeader.fileName(segment);
        try (Storage.File file = storage.open(name)) {
            SegmentHeader header = readHeader(file, storage.describe(name));
            if (header == null || header.segment() != segment) {
                if (last && header == null && !isBegun(file)) {
                    cutBytes = file.size();
                    cutAt = new LogPosition(segment, 0);
                    return false;
                }
                throw new CorruptLogException(
                        storage.describe(name), 0, "this is not the header of segment " + segment);
            }
            highestSimulation = Math.max(highestSimulation, header.nextSimulation() - 1);
            SegmentScanner scanner = new SegmentScanner(file, header.salt(), SegmentHeader.BYTES);
            boolean marked = scan(scanner);
            if (last) {
                finish(file, header, scanner, marked);
            } else if (!marked || scanner.offset() != file.size()) {
                throw new CorruptLogException(
                        storage.describe(name), scanner.offset(), "no intact frame, in a segment that was finished");
            }
            bytes += file.size();
            return true;
        }
    }

    /** Reads a segment's header; null if it has none. */
    static @Nullable SegmentHeader readHeader(Storage.File file, String path) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(SegmentHeader.BYTES);
        while (header.hasRemaining() && file.read(header, header.position()) > 0) {
            // A read may be short.
        }
        return SegmentHeader.decode(header.array(), path);
    }

    /** Whether more was written than a header, which would have been on stable storage before. */
    static boolean isBegun(Storage.File file) throws IOException {
        return file.size() > Storage.MAX_BLOCK
                || new SegmentScanner(file, 0, SegmentHeader.BYTES).contentEnd() > SegmentHeader.BYTES;
    }

    /** Goes through the intact frames; returns whether the last one is a mark. */
    private boolean scan(SegmentScanner scanner) throws IOException {
        boolean marked = false;
        for (Found found = scanner.next(); found == Found.RECORD || found == Found.MARK; found = scanner.next()) {
            marked = found == Found.MARK;
            if (!marked) {
                records++;
                highestSimulation = Math.max(highestSimulation, Payload.simulation(scanner));
            }
        }
        return marked;
    }

    private void finish(Storage.File file, SegmentHeader header, SegmentScanner scanner, boolean marked)
            throws IOException {
        long end = scanner.offset();
        long contentEnd = scanner.contentEnd();
        if (contentEnd > end) {
            String name = SegmentHeader.fileName(header.segment());
            if (scanner.isDamage()) {
                throw new CorruptLogException(
                        storage.describe(name),
                        end,
                        "no intact frame, though a later one tells that this was on stable storage");
            }
            cutBytes = contentEnd - end;
            cutAt = new LogPosition(header.segment(), end);
        }
        if (file.size() > end) {
            file.truncate(end);
        }
        file.force();
        if (!marked) {
            ByteBuffer mark = ByteBuffer.allocate(Frame.HEADER).order(ByteOrder.LITTLE_ENDIAN);
            Frame.seal(mark, 0, 0, end, header.salt());
            FileWriter.writeFully(file, mark, end);
            file.force();
        }
    }
}
