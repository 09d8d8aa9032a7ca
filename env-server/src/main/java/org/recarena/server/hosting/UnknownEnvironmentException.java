package org.recarena.server.hosting;

import java.util.Collection;

/** There is no environment with this id. */
public final class UnknownEnvironmentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Names the id and those that there are.
     *
     * @param id as the client gave it
     * @param known the ids of the catalogue
     */
    public UnknownEnvironmentException(String id, Collection<String> known) {
        super("environment_id is \"" + (id.length() > 64 ? id.substring(0, 64) + "…" : id) + "\"; this server has "
                + String.join(", ", known));
    }
}
