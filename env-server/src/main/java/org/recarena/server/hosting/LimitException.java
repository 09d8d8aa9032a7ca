package org.recarena.server.hosting;

/** A limit of the server is reached. */
public final class LimitException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LimitException(String message) {
        super(message);
    }

    /**
     * A limit on something counted.
     *
     * @param what is limited, such as "lanes"
     * @param wanted how many there would be
     * @param limit how many there may be
     * @param setting the server setting behind it
     * @return the exception
     */
    public static LimitException of(String what, long wanted, long limit, String setting) {
        return new LimitException("there would be " + wanted + " " + what + "; the server's limit is " + limit
                + " (setting " + setting + ")");
    }

    /**
     * A limit that no setting changes.
     *
     * @param what is limited, such as "bytes of state"
     * @param wanted how many there would be
     * @param limit how many there may be
     * @return the exception
     */
    public static LimitException fixed(String what, long wanted, long limit) {
        return new LimitException("there would be " + wanted + " " + what + "; there can be at most " + limit);
    }
}
