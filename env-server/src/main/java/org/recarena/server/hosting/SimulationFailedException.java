package org.recarena.server.hosting;

/** A simulation failed inside and was closed; a fault of the server's. */
public final class SimulationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SimulationFailedException(String id, Throwable cause) {
        super("simulation " + id + " failed inside and was closed", cause);
    }
}
