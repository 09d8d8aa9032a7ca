package org.recarena.trajectories;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a segment's file.
 *
 * @param segment its number
 * @param salt goes into the checksum of each of its frames, so that bytes which merely look like a frame of it (left on
 *     the disk by another file, or sent by a client) are not taken for one
 * @param nextSimulation a number above those of all simulations that the earlier segments speak of
 */
record SegmentHeader(long segment, int salt, long nextSimulation) {

    static final int BYTES = 40;

    private static final byte[] MAGIC = {'R', 'e', 'c', 'A', 'r', 'L', 'o', 'g'};
    private static final int VERSION = 1;
    private static final int CHECKED = BYTES - Integer.BYTES;
    private static final String SUFFIX = ".log";
    private static final int DIGITS = 10;

    static String fileName(long segment) {
        return String.format("%0" + DIGITS + "d" + SUFFIX, segment);
    }

    /** The number of the segment that a file holds; -1 if it holds none. */
    static long segmentOf(String fileName) {
        boolean named = fileName.length() >= DIGITS + SUFFIX.length()
                && fileName.endsWith(SUFFIX)
                && fileName.chars().limit(fileName.length() - SUFFIX.length()).allMatch(c -> c >= '0' && c <= '9');
        return named ? Long.parseLong(fileName.substring(0, fileName.length() - SUFFIX.length())) : -1;
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC)
                .putInt(VERSION)
                .putInt(salt)
                .putLong(segment)
                .putLong(nextSimulation)
                .putInt(0);
        return bytes.putInt(checksum(bytes.array())).flip();
    }

    /** Reads a header, or null where the bytes are none. */
    static @Nullable SegmentHeader decode(byte[] bytes, String file) throws CorruptLogException {
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length < BYTES
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                || fields.getInt(CHECKED) != checksum(bytes)) {
            return null;
        }
        int version = fields.getInt(8);
        if (version != VERSION) {
            throw new CorruptLogException(
                    file, 8, "the format's version is " + version + "; this program reads version " + VERSION);
        }
        return new SegmentHeader(fields.getLong(16), fields.getInt(12), fields.getLong(24));
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, CHECKED);
        return (int) crc.getValue();
    }
}
