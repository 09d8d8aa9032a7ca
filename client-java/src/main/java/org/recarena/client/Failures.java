package org.recarena.client;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Makes typed exceptions of statuses. */
final class Failures {

    private Failures() {}

    /** The failure that a call ended with. */
    static RecArenaException of(Throwable caught) {
        Throwable error = caught;
        while ((error instanceof CompletionException || error instanceof ExecutionException)
                && error.getCause() != null) {
            error = error.getCause();
        }
        if (error instanceof RecArenaException known) {
            return known;
        }
        if (isLostConnection(error)) {
            return new RecArenaException.Unavailable(
                    Status.Code.UNAVAILABLE, "the connection to the server was lost", error);
        }
        com.google.rpc.Status status =
                error instanceof StatusRuntimeException ? StatusProto.fromThrowable(error) : null;
        if (status != null) {
            return of(status, error);
        }
        return new RecArenaException(Status.Code.UNKNOWN, String.valueOf(error), List.of(), error);
    }

    /** The failure that a message on a stream tells of. */
    static RecArenaException of(com.google.rpc.Status status, @Nullable Throwable cause) {
        Status.Code code = Status.fromCodeValue(status.getCode()).getCode();
        String message = status.getMessage();
        return switch (code) {
            case INVALID_ARGUMENT -> new RecArenaException.InvalidArgument(message, violations(status), cause);
            case NOT_FOUND -> new RecArenaException.NotFound(message, cause);
            case FAILED_PRECONDITION -> new RecArenaException.WrongState(message, cause);
            case PERMISSION_DENIED, UNAUTHENTICATED -> new RecArenaException.NotAllowed(code, message, cause);
            case RESOURCE_EXHAUSTED -> new RecArenaException.LimitReached(message, cause);
            case UNAVAILABLE, DEADLINE_EXCEEDED -> new RecArenaException.Unavailable(code, message, cause);
            default -> new RecArenaException(code, message, List.of(), cause);
        };
    }

    /**
     * Whether a connection broke at a moment at which gRPC calls that UNKNOWN: while it was being made, a write into
     * the closed channel may be noticed before the end of the connection is (grpc-java's issue 10120).
     */
    private static boolean isLostConnection(Throwable error) {
        return error instanceof StatusRuntimeException status
                && status.getStatus().getCode() == Status.Code.UNKNOWN
                && status.getCause() instanceof ClosedChannelException;
    }

    /** Whether asking again may help. */
    static boolean isTransient(RecArenaException failure) {
        return failure instanceof RecArenaException.Unavailable;
    }

    private static List<FieldViolation> violations(com.google.rpc.Status status) {
        List<FieldViolation> violations = new ArrayList<>();
        for (Any detail : status.getDetailsList()) {
            if (detail.is(BadRequest.class)) {
                for (BadRequest.FieldViolation violation : badRequest(detail).getFieldViolationsList()) {
                    violations.add(new FieldViolation(violation.getField(), violation.getDescription()));
                }
            }
        }
        return violations;
    }

    /** Empty if it cannot be read: the status's message says the same in a sentence. */
    private static BadRequest badRequest(Any detail) {
        try {
            return detail.unpack(BadRequest.class);
        } catch (InvalidProtocolBufferException e) {
            return BadRequest.getDefaultInstance();
        }
    }
}
