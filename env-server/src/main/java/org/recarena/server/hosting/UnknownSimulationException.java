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
        this("simulation_id", id);
    }

    /**
     * Names the handle as another protocol does.
     *
     * @param field the protocol's name for it
     * @param id as the client gave it
     */
    public UnknownSimulationException(String field, String id) {
        this(field, id, "this server has no open simulation of that name");
    }

    private UnknownSimulationException(String field, String id, String fault) {
        super(field + " is \"" + (id.length() > 64 ? id.substring(0, 64) + "…" : id) + "\"; " + fault);
    }

    /**
     * Says so of the log, which has closed simulations too.
     *
     * @param id as the client gave it
     * @return to be thrown
     */
    public static UnknownSimulationException inLog(String id) {
        return new UnknownSimulationException("simulation_id", id, "the log has no simulation of that name");
    }
}
