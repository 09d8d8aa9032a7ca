package org.recarena.server.grpc;

import io.grpc.Context;
import java.util.Set;

/**
 * Who calls, and what they may do. Put into the call's context by {@link CallerInterceptor}.
 *
 * @param name the client, for limits: its network address without the port, which it keeps from connection to
 *     connection and over restarts of the server, or {@code local} for a Unix domain socket; never anything of its
 *     token
 * @param permissions what the client may do beyond playing
 */
public record Caller(String name, Set<Permission> permissions) {

    private static final Context.Key<Caller> KEY = Context.key("caller");

    /** What not every client may do. */
    public enum Permission {
        /** Ask for ground truth. */
        ORACLE,
        /** See other clients' handles. */
        ADMINISTRATION
    }

    /**
     * The caller of the call that is being handled. On the call's own thread only.
     *
     * @return who calls
     */
    public static Caller current() {
        return KEY.get();
    }

    /** A context in which this is the caller. */
    Context within(Context context) {
        return context.withValue(KEY, this);
    }

    /** Refuses a caller who may not ask for ground truth. */
    void requireOracle() {
        if (!permissions.contains(Permission.ORACLE)) {
            throw new NotPermittedException("ground truth is not open to this client; the server's setting oracle"
                    + " decides who may ask: clients on its own machine (loopback), those with the oracle token"
                    + " (token), or nobody (off)");
        }
    }
}
