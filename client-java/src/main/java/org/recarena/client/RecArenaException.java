package org.recarena.client;

import io.grpc.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call that failed. The subclasses say in which way; {@link #code()} is the status that the server gave. */
public class RecArenaException extends RuntimeException {

    private final Status.Code code;
    private final List<FieldViolation> violations;

    /**
     * A failure.
     *
     * @param code the server's status
     * @param message the server's message
     * @param violations one for each fault of the request; usually empty
     * @param cause what was caught, if anything
     */
    public RecArenaException(
            Status.Code code, String message, List<FieldViolation> violations, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.violations = List.copyOf(violations);
    }

    /**
     * The server's status.
     *
     * @return never {@code OK}
     */
    public Status.Code code() {
        return code;
    }

    /**
     * The faults of the request, one by one.
     *
     * @return empty unless the request was invalid
     */
    public List<FieldViolation> violations() {
        return violations;
    }

    /** A field of the request is wrong: {@link #violations()} says which, and what is allowed. */
    public static final class InvalidArgument extends RecArenaException {
        InvalidArgument(String message, List<FieldViolation> violations, @Nullable Throwable cause) {
            super(Status.Code.INVALID_ARGUMENT, message, violations, cause);
        }
    }

    /** There is no such environment or simulation. */
    public static final class NotFound extends RecArenaException {
        NotFound(String message, @Nullable Throwable cause) {
            super(Status.Code.NOT_FOUND, message, List.of(), cause);
        }
    }

    /** Right in itself, but not now: a step before the first reset, an ended lane, an unexpected step number. */
    public static final class WrongState extends RecArenaException {
        WrongState(String message, @Nullable Throwable cause) {
            super(Status.Code.FAILED_PRECONDITION, message, List.of(), cause);
        }
    }

    /** This client may not do that; the message says what would allow it. */
    public static final class NotAllowed extends RecArenaException {
        NotAllowed(Status.Code code, String message, @Nullable Throwable cause) {
            super(code, message, List.of(), cause);
        }
    }

    /** A limit of the server was reached; the message names it. */
    public static final class LimitReached extends RecArenaException {
        LimitReached(String message, @Nullable Throwable cause) {
            super(Status.Code.RESOURCE_EXHAUSTED, message, List.of(), cause);
        }
    }

    /** The server could not be reached, or did not answer in time, for as long as the retry policy allows. */
    public static final class Unavailable extends RecArenaException {
        Unavailable(Status.Code code, String message, @Nullable Throwable cause) {
            super(code, message, List.of(), cause);
        }
    }

    /**
     * A step that was sent ahead was done, but the connection broke before its answer arrived, and later ones were done
     * too, so that the server has it no more. The server's log has it.
     */
    public static final class ResultLost extends RecArenaException {
        ResultLost(long step) {
            super(
                    Status.Code.DATA_LOSS,
                    "step " + step + " was done, but the connection broke before its answer arrived; the log has it",
                    List.of(),
                    null);
        }
    }
}
