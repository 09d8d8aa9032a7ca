package org.recarena.server.grpc;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.PreconditionFailure;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.recarena.server.hosting.LimitException;
import org.recarena.server.hosting.ShuttingDownException;
import org.recarena.server.hosting.SimulationFailedException;
import org.recarena.server.hosting.StartingException;
import org.recarena.server.hosting.UnknownEnvironmentException;
import org.recarena.server.hosting.UnknownSimulationException;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.WrongStateException;
import org.recarena.trajectories.LogFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what refuses a call into the status that the client gets. The only place that knows both. Stateless. */
public final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final String DOMAIN = "recarena.org";

    private Refusals() {}

    /**
     * The status of a refused call; a fault of the server's own is logged under the number that the client is told.
     *
     * @param refusal what was thrown
     * @return code, message and details
     */
    public static Status status(Throwable refusal) {
        Throwable cause =
                refusal instanceof CompletionException && refusal.getCause() != null ? refusal.getCause() : refusal;
        if (cause instanceof InvalidInputException invalid) {
            return invalid(invalid);
        }
        if (cause instanceof WrongStateException) {
            return wrongState(cause);
        }
        if (cause instanceof UnknownSimulationException) {
            return plain(Code.NOT_FOUND, cause, "UNKNOWN_SIMULATION");
        }
        if (cause instanceof UnknownEnvironmentException) {
            return plain(Code.NOT_FOUND, cause, "UNKNOWN_ENVIRONMENT");
        }
        if (cause instanceof LimitException) {
            return plain(Code.RESOURCE_EXHAUSTED, cause, "SERVER_LIMIT");
        }
        if (cause instanceof StartingException) {
            return plain(Code.UNAVAILABLE, cause, "STARTING");
        }
        if (cause instanceof RejectedExecutionException) {
            return plain(Code.UNAVAILABLE, new ShuttingDownException(), "SHUTTING_DOWN");
        }
        if (cause instanceof ShuttingDownException) {
            return plain(Code.UNAVAILABLE, cause, "SHUTTING_DOWN");
        }
        if (cause instanceof LogFailedException) {
            return plain(
                    Code.UNAVAILABLE, "the server cannot write its log, so nothing can be acknowledged", "LOG_FAILED");
        }
        if (cause instanceof OutOfMemoryError) {
            return plain(Code.RESOURCE_EXHAUSTED, "the server has not enough memory for this", "OUT_OF_MEMORY");
        }
        if (cause instanceof NotPermittedException) {
            return plain(Code.PERMISSION_DENIED, cause, "NOT_PERMITTED");
        }
        if (cause instanceof UnsupportedOperationException) {
            return plain(Code.UNIMPLEMENTED, cause, "NOT_SUPPORTED");
        }
        return internal(cause);
    }

    /**
     * The same, to end a call with.
     *
     * @param refusal what was thrown
     * @return to be given to the call
     */
    public static StatusRuntimeException exception(Throwable refusal) {
        return StatusProto.toStatusRuntimeException(status(refusal));
    }

    private static Status invalid(InvalidInputException refusal) {
        BadRequest.Builder details = BadRequest.newBuilder();
        int left = Brevity.DETAILS;
        for (InvalidInputException.Violation violation : refusal.violations()) {
            BadRequest.FieldViolation shown = BadRequest.FieldViolation.newBuilder()
                    .setField(Brevity.cut(violation.field(), Brevity.FIELD))
                    .setDescription(Brevity.cut(violation.fault(), Brevity.FAULT))
                    .build();
            left -= shown.getSerializedSize();
            if (left < 0) {
                break;
            }
            details.addFieldViolations(shown);
        }
        return Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage(message(refusal))
                .addDetails(Any.pack(details.build()))
                .build();
    }

    private static Status wrongState(Throwable refusal) {
        PreconditionFailure details = PreconditionFailure.newBuilder()
                .addViolations(PreconditionFailure.Violation.newBuilder()
                        .setType("STATE")
                        .setSubject("simulation")
                        .setDescription(message(refusal)))
                .build();
        return Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .setMessage(message(refusal))
                .addDetails(Any.pack(details))
                .build();
    }

    private static Status internal(Throwable fault) {
        String number = UUID.randomUUID().toString();
        LOG.error("fault {}", number, fault);
        String what = fault instanceof SimulationFailedException ? message(fault) : "the server failed inside";
        return plain(Code.INTERNAL, what + "; its log says more under " + number, "FAULT");
    }

    private static Status plain(Code code, Throwable refusal, String reason) {
        return plain(code, message(refusal), reason);
    }

    private static Status plain(Code code, String message, String reason) {
        ErrorInfo info =
                ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build();
        return Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(Brevity.cut(message, Brevity.MESSAGE))
                .addDetails(Any.pack(info))
                .build();
    }

    private static String message(Throwable refusal) {
        return Brevity.cut(String.valueOf(refusal.getMessage()), Brevity.MESSAGE);
    }
}
