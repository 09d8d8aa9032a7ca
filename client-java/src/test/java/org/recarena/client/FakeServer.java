package org.recarena.client;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.recarena.v1.ActionSpec;
import org.recarena.v1.Column;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.CreateResponse;
import org.recarena.v1.DataType;
import org.recarena.v1.DeleteRequest;
import org.recarena.v1.DeleteResponse;
import org.recarena.v1.GetRequest;
import org.recarena.v1.GetResponse;
import org.recarena.v1.Outcome;
import org.recarena.v1.PlayRequest;
import org.recarena.v1.PlayResponse;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.ResetResponse;
import org.recarena.v1.Simulation;
import org.recarena.v1.SimulationServiceGrpc;
import org.recarena.v1.StepRequest;
import org.recarena.v1.StepResponse;
import org.recarena.v1.Tensor;
import org.recarena.v1.TensorSpec;

/**
 * Keeps the step numbers as the contract says, and loses answers when told to. A reward is the action; the observation
 * "views" holds lane times the step's number.
 */
final class FakeServer extends SimulationServiceGrpc.SimulationServiceImplBase implements AutoCloseable {

    final AtomicInteger loseAnswers = new AtomicInteger();
    final List<Long> done = new ArrayList<>();
    private final String name = InProcessServerBuilder.generateName();
    private final Server server;
    private int lanes = 1;
    private Outcome last = Outcome.getDefaultInstance();

    FakeServer() throws IOException {
        server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(this)
                .build()
                .start();
    }

    ManagedChannel channel() {
        return InProcessChannelBuilder.forName(name).directExecutor().build();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    @Override
    public synchronized void create(CreateRequest request, StreamObserver<CreateResponse> out) {
        if (!request.getConfig().getFieldsMap().isEmpty()) {
            out.onError(invalid("config.typo", "is unknown; known keys: num_products"));
            return;
        }
        lanes = Math.max(1, request.getLanes());
        answer(out, CreateResponse.newBuilder().setSimulation(simulation()).build());
    }

    @Override
    public synchronized void get(GetRequest request, StreamObserver<GetResponse> out) {
        answer(out, GetResponse.newBuilder().setSimulation(simulation()).build());
    }

    @Override
    public void delete(DeleteRequest request, StreamObserver<DeleteResponse> out) {
        answer(out, DeleteResponse.getDefaultInstance());
    }

    @Override
    public synchronized void reset(ResetRequest request, StreamObserver<ResetResponse> out) {
        try {
            Outcome outcome = take(request.getStep(), Tensor.getDefaultInstance());
            if (lost()) {
                out.onError(Status.UNAVAILABLE.asRuntimeException());
            } else {
                answer(out, ResetResponse.newBuilder().setOutcome(outcome).build());
            }
        } catch (RuntimeException e) {
            out.onError(e);
        }
    }

    @Override
    public synchronized void step(StepRequest request, StreamObserver<StepResponse> out) {
        try {
            Outcome outcome = take(request.getStep(), request.getActions());
            if (lost()) {
                out.onError(Status.UNAVAILABLE.asRuntimeException());
            } else {
                answer(out, StepResponse.newBuilder().setOutcome(outcome).build());
            }
        } catch (RuntimeException e) {
            out.onError(e);
        }
    }

    @Override
    public StreamObserver<PlayRequest> play(StreamObserver<PlayResponse> out) {
        return new StreamObserver<>() {
            private boolean broken;

            @Override
            public void onNext(PlayRequest request) {
                synchronized (FakeServer.this) {
                    boolean already = broken || ((ServerCallStreamObserver<PlayResponse>) out).isCancelled();
                    PlayResponse response = respond(request);
                    if (already) {
                        return;
                    }
                    if (lost()) {
                        broken = true;
                        out.onError(Status.UNAVAILABLE.withDescription("lost").asRuntimeException());
                    } else {
                        out.onNext(response);
                    }
                }
            }

            @Override
            public void onError(Throwable error) {
                broken = true;
            }

            @Override
            public void onCompleted() {
                out.onCompleted();
            }
        };
    }

    private PlayResponse respond(PlayRequest request) {
        try {
            Outcome outcome = request.hasReset()
                    ? take(request.getReset().getStep(), Tensor.getDefaultInstance())
                    : take(request.getStep().getStep(), request.getStep().getActions());
            return PlayResponse.newBuilder().setOutcome(outcome).build();
        } catch (RuntimeException e) {
            return PlayResponse.newBuilder()
                    .setError(StatusProto.fromThrowable(e))
                    .build();
        }
    }

    private boolean lost() {
        return loseAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private Outcome take(long number, Tensor actions) {
        if (number == last.getStep() && number > 0) {
            return last;
        }
        if (number != last.getStep() + 1) {
            throw Status.FAILED_PRECONDITION
                    .withDescription("step is " + number + "; expected " + (last.getStep() + 1))
                    .asRuntimeException();
        }
        ByteBuffer items = actions.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (items.hasRemaining() && items.getInt(0) > 99) {
            throw invalid("actions[0]", "is " + items.getInt(0) + "; it must be in 0 to 99");
        }
        ByteBuffer rewards = ByteBuffer.allocate(8 * lanes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer views = ByteBuffer.allocate(4 * lanes * lanes).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer offsets = ByteBuffer.allocate(4 * lanes + 4).order(ByteOrder.LITTLE_ENDIAN);
        offsets.putInt(0);
        for (int lane = 0; lane < lanes; lane++) {
            rewards.putDouble(items.hasRemaining() ? items.getInt() : 0);
            for (int i = 0; i < lane; i++) {
                views.putInt((int) (lane * number));
            }
            offsets.putInt(views.position() / 4);
        }
        done.add(number);
        last = Outcome.newBuilder()
                .setStep(number)
                .setRewards(Tensor.newBuilder()
                        .setDataType(DataType.DATA_TYPE_FLOAT64)
                        .addShape(lanes)
                        .setData(ByteString.copyFrom(rewards.flip())))
                .setTerminated(ByteString.copyFrom(new byte[lanes]))
                .setTruncated(ByteString.copyFrom(new byte[lanes]))
                .setEpisodes(ByteString.copyFrom(new byte[8 * lanes]))
                .setActive(ByteString.EMPTY)
                .addObservations(Column.newBuilder()
                        .setName("views")
                        .setValues(Tensor.newBuilder()
                                .setDataType(DataType.DATA_TYPE_INT32)
                                .addShape(views.position() / 4)
                                .setData(ByteString.copyFrom(views.flip())))
                        .setRowOffsets(ByteString.copyFrom(offsets.flip())))
                .build();
        return last;
    }

    private Simulation simulation() {
        return Simulation.newBuilder()
                .setSimulationId("sim")
                .setLanes(lanes)
                .setStep(last.getStep())
                .setAction(ActionSpec.newBuilder().setItemCount(100))
                .addObservations(TensorSpec.newBuilder().setName("views").setDataType(DataType.DATA_TYPE_INT32))
                .build();
    }

    private static RuntimeException invalid(String field, String description) {
        return StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT_VALUE)
                .setMessage(field + " " + description)
                .addDetails(Any.pack(BadRequest.newBuilder()
                        .addFieldViolations(BadRequest.FieldViolation.newBuilder()
                                .setField(field)
                                .setDescription(description))
                        .build()))
                .build());
    }

    private static <T> void answer(StreamObserver<T> out, T message) {
        out.onNext(message);
        out.onCompleted();
    }
}
