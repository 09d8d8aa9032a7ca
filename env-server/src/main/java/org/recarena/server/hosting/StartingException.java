package org.recarena.server.hosting;

/** The server is bringing back the simulations of its log, and takes no calls yet. */
public final class StartingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says so. */
    public StartingException() {
        super("the server is starting and brings back the simulations of its log; ask again");
    }
}
