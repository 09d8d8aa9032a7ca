package org.recarena.server.hosting;

/** There is no open simulation with this handle: deleted, expired, or never this server's. */
public final class UnknownSimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Names the handle.
     *
     * @param id as the client gave it
     */
    public UnknownSimulationException(String id) {
        super("simulation_id is \"" + (id.length() > 64 ? id.substring(0, 64) + "…" : id)
                + "\"; this server has no open simulation of that name");
    }
}
