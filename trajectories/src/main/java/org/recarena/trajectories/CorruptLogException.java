package org.recarena.trajectories;

import java.io.IOException;

/** The files of a log do not hold what was written to them. */
public final class CorruptLogException extends IOException {

    private static final long serialVersionUID = 1;

    private final String file;
    private final long offset;

    CorruptLogException(String file, long offset, String problem) {
        super(file + ", offset " + offset + ": " + problem);
        this.file = file;
        this.offset = offset;
    }

    /**
     * Where the damage is.
     *
     * @return the path of the segment's file
     */
    public String file() {
        return file;
    }

    /**
     * Where in the file the damaged frame or header begins.
     *
     * @return in bytes from its beginning
     */
    public long offset() {
        return offset;
    }
}
