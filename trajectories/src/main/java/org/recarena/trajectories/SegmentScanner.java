package org.recarena.trajectories;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads a segment frame by frame, also one that is being written. */
final class SegmentScanner {

    /** What there is at a place. */
    enum Found {
        /** A whole frame with a payload. */
        RECORD,
        /** A whole frame without one. */
        MARK,
        /** Nothing: the file ends here, or goes on with zeros. */
        NOTHING,
        /** Something that is no frame. */
        BROKEN
    }

    private static final int WINDOW = 1 << 18;

    private final Storage.File file;
    private final int salt;
    private byte[] window = new byte[WINDOW];
    private int filled;
    private int at;
    private long windowOffset;
    private int length;

    SegmentScanner(Storage.File file, int salt, long offset) {
        this.file = file;
        this.salt = salt;
        this.windowOffset = offset;
    }

    /** Goes to the next frame. Where there is none it stays, and may be asked again later. */
    Found next() throws IOException {
        if (!have(Frame.HEADER)) {
            boolean nothing = filled == at;
            forget();
            return nothing ? Found.NOTHING : Found.BROKEN;
        }
        int next = Frame.length(window, at);
        if (next == 0 && Frame.isBlank(window, at)) {
            forget();
            return Found.NOTHING;
        }
        if (next < 0
                || next > Frame.MAX_PAYLOAD
                || !have(Frame.HEADER + next)
                || !Frame.isIntact(window, at, next, salt)) {
            forget();
            return Found.BROKEN;
        }
        length = next;
        at += Frame.HEADER + next;
        return next == 0 ? Found.MARK : Found.RECORD;
    }

    /** Where the next frame begins, or will. */
    long offset() {
        return windowOffset + at;
    }

    /** Holds the payload of the last record until the next call. */
    byte[] buffer() {
        return window;
    }

    int payloadStart() {
        return at - length;
    }

    int payloadLength() {
        return length;
    }

    /**
     * Whether the bytes at {@link #offset}, which are no frame, were on stable storage once: whether a later frame says
     * so.
     */
    boolean isDamage() throws IOException {
        long suspect = offset();
        for (long from = suspect + 1; ; from += window.length - Frame.HEADER + 1) {
            goTo(from);
            boolean more = fill(window.length);
            for (int i = 0; i + Frame.HEADER <= filled; i++) {
                if (mayWitness(i, from + i, suspect) && new SegmentScanner(file, salt, from + i).isFrame()) {
                    goTo(suspect);
                    return true;
                }
            }
            if (!more) {
                goTo(suspect);
                return false;
            }
        }
    }

    private boolean mayWitness(int i, long offset, long suspect) {
        int candidate = Frame.length(window, i);
        long synced = Frame.synced(window, i);
        return candidate >= 0 && candidate <= Frame.MAX_PAYLOAD && synced > suspect && synced <= offset;
    }

    private boolean isFrame() throws IOException {
        Found found = next();
        return found == Found.RECORD || found == Found.MARK;
    }

    /** One past the last byte that is not zero, from {@link #offset} on; the offset itself if there is none. */
    long contentEnd() throws IOException {
        long start = offset();
        long end = start;
        for (long from = start; ; from += window.length) {
            goTo(from);
            boolean more = fill(window.length);
            for (int i = 0; i < filled; i++) {
                if (window[i] != 0) {
                    end = from + i + 1;
                }
            }
            if (!more) {
                goTo(start);
                return end;
            }
        }
    }

    private void goTo(long offset) {
        windowOffset = offset;
        at = 0;
        filled = 0;
    }

    private void forget() {
        goTo(offset());
    }

    /** Sees to it that so many bytes from {@link #at} on are in the window; false if the file does not have them. */
    private boolean have(int bytes) throws IOException {
        if (filled - at >= bytes) {
            return true;
        }
        if (bytes > WINDOW && bytes > file.size() - offset()) {
            return false;
        }
        System.arraycopy(window, at, window, 0, filled - at);
        windowOffset += at;
        filled -= at;
        at = 0;
        if (bytes > window.length) {
            window = Arrays.copyOf(window, bytes);
        } else if (bytes <= WINDOW && window.length > WINDOW && filled <= WINDOW) {
            window = Arrays.copyOf(window, WINDOW);
        }
        return fill(bytes);
    }

    /** Reads on until the window holds so many bytes; false if the file ends before. */
    private boolean fill(int bytes) throws IOException {
        while (filled < bytes) {
            int read = file.read(ByteBuffer.wrap(window, filled, window.length - filled), windowOffset + filled);
            if (read <= 0) {
                return false;
            }
            filled += read;
        }
        return true;
    }
}
