package org.recarena.trajectories;

import org.jspecify.annotations.Nullable;

/** The log cannot be written any more: it was closed, or its storage failed. Reopening it recovers what is there. */
public final class LogFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    LogFailedException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
