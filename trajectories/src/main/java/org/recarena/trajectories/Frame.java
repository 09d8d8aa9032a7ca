package org.recarena.trajectories;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The bytes around a payload: its length, a checksum, and how much of the file was on stable storage when the frame was
 * written. A frame without payload is a mark: it only tells the last.
 *
 * <p>That number is what tells damage from an unfinished write. After a power cut, of what was written since the last
 * sync any part may be missing, not only the end. So bytes that are no frame are an unfinished write, unless a later
 * frame tells that they were on stable storage.
 */
final class Frame {

    static final int HEADER = 16;
    static final int MAX_PAYLOAD = 1 << 29;

    private static final int CHECKSUM = 4;
    private static final int SYNCED = 8;

    private Frame() {}

    /**
     * Completes a frame whose payload is in place, {@link #HEADER} bytes after {@code at}.
     *
     * @param bytes little-endian; keep their position
     */
    static void seal(ByteBuffer bytes, int at, int length, long synced, int salt) {
        bytes.putInt(at, length);
        bytes.putLong(at + SYNCED, synced);
        bytes.putInt(at + CHECKSUM, checksum(bytes, at, length, salt));
    }

    static int length(byte[] bytes, int at) {
        return LittleEndian.getInt(bytes, at);
    }

    static long synced(byte[] bytes, int at) {
        return LittleEndian.getLong(bytes, at + SYNCED);
    }

    static boolean isIntact(byte[] bytes, int at, int length, int salt) {
        return LittleEndian.getInt(bytes, at + CHECKSUM) == checksum(ByteBuffer.wrap(bytes), at, length, salt);
    }

    /** Whether there is nothing at all: what files are made longer with. */
    static boolean isBlank(byte[] bytes, int at) {
        return LittleEndian.getLong(bytes, at) == 0 && LittleEndian.getLong(bytes, at + SYNCED) == 0;
    }

    private static int checksum(ByteBuffer bytes, int at, int length, int salt) {
        CRC32C crc = new CRC32C();
        byte[] salted = new byte[Integer.BYTES];
        LittleEndian.putInt(salted, 0, salt);
        crc.update(salted);
        crc.update(bytes.slice(at, CHECKSUM));
        crc.update(bytes.slice(at + SYNCED, HEADER - SYNCED + length));
        return (int) crc.getValue();
    }
}
