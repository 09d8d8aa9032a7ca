package org.recarena.server.hosting;

/** The server is stopping and takes no more calls; another one, or this one started again, will. */
public final class ShuttingDownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says so. */
    public ShuttingDownException() {
        super("the server is shutting down; ask again");
    }
}
