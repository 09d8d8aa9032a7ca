package org.recarena.server.journal;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.recarena.server.grpc.Refusals;
import org.recarena.server.hosting.UnknownSimulationException;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.trajectories.LogReader;
import org.recarena.trajectories.TrajectoryLog;
import org.recarena.v1.DescribeLogRequest;
import org.recarena.v1.DescribeLogResponse;
import org.recarena.v1.LogRecord;
import org.recarena.v1.ReadLogRequest;
import org.recarena.v1.ReadLogResponse;
import org.recarena.v1.TrajectoryServiceGrpc;

/** Serves the log while it is written. Reading files blocks, so it happens on the pool. */
public final class TrajectoryService extends TrajectoryServiceGrpc.TrajectoryServiceImplBase {

    /** A long log is read in turns, so that it keeps no thread from the others. */
    private static final int RECORDS_IN_A_TURN = 1_000;

    private final Optional<LogKeeper> keeper;
    private final Executor pool;

    /**
     * Serves a log.
     *
     * @param keeper of the log; empty where the server keeps none
     * @param pool for reading
     */
    public TrajectoryService(Optional<LogKeeper> keeper, Executor pool) {
        this.keeper = keeper;
        this.pool = pool;
    }

    @Override
    public void describeLog(DescribeLogRequest request, StreamObserver<DescribeLogResponse> replies) {
        DescribeLogResponse.Builder reply = DescribeLogResponse.newBuilder().setEnabled(keeper.isPresent());
        try {
            if (keeper.isPresent()) {
                TrajectoryLog log = keeper.get().log();
                reply.setSegments(log.segments()).setBytes(log.bytes()).setPendingRecords(log.pendingRecords());
            }
        } catch (IOException unreadable) {
            replies.onError(Status.UNAVAILABLE
                    .withDescription("the log's directory cannot be read")
                    .withCause(unreadable)
                    .asRuntimeException());
            return;
        }
        replies.onNext(reply.build());
        replies.onCompleted();
    }

    @Override
    public void readLog(ReadLogRequest request, StreamObserver<ReadLogResponse> replies) {
        ServerCallStreamObserver<ReadLogResponse> out = (ServerCallStreamObserver<ReadLogResponse>) replies;
        if (keeper.isEmpty()) {
            out.onError(Status.FAILED_PRECONDITION
                    .withDescription("this server keeps no log (setting log)")
                    .asRuntimeException());
            return;
        }
        try {
            checkRange(request);
            new Reading(keeper.get(), request, out).start();
        } catch (InvalidInputException refused) {
            out.onError(Refusals.exception(refused));
        } catch (IOException unreadable) {
            out.onError(unreadable(unreadable));
        }
    }

    private static void checkRange(ReadLogRequest request) {
        long first = request.getFirstStep();
        long last = request.getLastStep();
        if (first < 0) {
            throw new InvalidInputException(
                    "first_step", "is " + first + "; it must be a step's number, or 0 to begin with the first");
        }
        if (last < 0 || (last > 0 && last < first)) {
            throw new InvalidInputException(
                    "last_step", "is " + last + "; it must be at least first_step, " + first + ", or 0 for no end");
        }
    }

    private static RuntimeException unreadable(IOException cause) {
        return Status.UNAVAILABLE
                .withDescription("the log cannot be read")
                .withCause(cause)
                .asRuntimeException();
    }

    /** Sends records as fast as the client reads them: whenever it is ready, a task on the pool goes on. */
    private final class Reading {
        private final LogReader reader;
        private final ReadLogRequest request;
        private final ServerCallStreamObserver<ReadLogResponse> out;
        private long number;
        private boolean running;
        private boolean over;

        Reading(LogKeeper from, ReadLogRequest request, ServerCallStreamObserver<ReadLogResponse> out)
                throws IOException {
            this.reader = LogReader.open(from.directory());
            this.request = request;
            this.out = out;
        }

        void start() {
            out.setOnReadyHandler(this::schedule);
            out.setOnCancelHandler(this::schedule);
            schedule();
        }

        private void schedule() {
            synchronized (this) {
                if (running || over) {
                    return;
                }
                running = true;
            }
            try {
                pool.execute(this::go);
            } catch (RejectedExecutionException stopping) {
                end();
            }
        }

        private void go() {
            try {
                for (int i = 0; i < RECORDS_IN_A_TURN && out.isReady() && !out.isCancelled(); i++) {
                    LogRecord next = reader.next();
                    if (next == null) {
                        finish();
                        return;
                    }
                    if (isAsked(next)) {
                        out.onNext(ReadLogResponse.newBuilder().setRecord(next).build());
                    }
                }
            } catch (IOException unreadable) {
                end();
                out.onError(unreadable(unreadable));
                return;
            }
            pause();
        }

        private void finish() {
            end();
            if (number == 0) {
                out.onError(Refusals.exception(UnknownSimulationException.inLog(request.getSimulationId())));
            } else {
                out.onCompleted();
            }
        }

        private void pause() {
            synchronized (this) {
                running = false;
            }
            if (out.isCancelled()) {
                end();
            } else if (out.isReady()) {
                schedule(); // Others had their turn, or it became ready after the loop had looked.
            }
        }

        private void end() {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            try {
                reader.close();
            } catch (IOException ignored) {
                // Nothing was written through it.
            }
        }

        private boolean isAsked(LogRecord entry) {
            if (entry.hasOpened() && entry.getOpened().getSimulationId().equals(request.getSimulationId())) {
                number = entry.getSimulation();
            }
            if (number == 0 || entry.getSimulation() != number) {
                return false;
            }
            long step = switch (entry.getKindCase()) {
                case RESET -> entry.getReset().getStep();
                case STEP -> entry.getStep().getStep();
                case OUTCOME -> entry.getOutcome().getStep();
                case CHECKPOINT -> -1; // A simulation's own state holds its users' latent one.
                default -> 0;
            };
            return step == 0
                    || (step >= request.getFirstStep()
                            && (request.getLastStep() == 0 || step <= request.getLastStep()));
        }
    }
}
