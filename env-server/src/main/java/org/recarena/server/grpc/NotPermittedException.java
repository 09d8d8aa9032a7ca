package org.recarena.server.grpc;

/** The client may not do this; the message says what would allow it. */
final class NotPermittedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotPermittedException(String message) {
        super(message);
    }
}
