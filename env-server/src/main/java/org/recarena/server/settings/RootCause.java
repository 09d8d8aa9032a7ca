package org.recarena.server.settings;

/** What is at the bottom of a failure that settings led to, for a message of one line. */
public final class RootCause {

    private RootCause() {}

    /**
     * The reason in its own words.
     *
     * @param failure with causes, or without
     * @return the last cause's message; its kind where it has none
     */
    public static String of(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
