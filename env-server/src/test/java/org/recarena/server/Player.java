package org.recarena.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.recarena.v1.AutoresetMode;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.DataType;
import org.recarena.v1.Outcome;
import org.recarena.v1.PlayRequest;
import org.recarena.v1.PlayResponse;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.SimulationServiceGrpc;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;

/** Plays through the generated stubs, in few words. */
final class Player {

    static final int PRODUCTS = 10;

    final SimulationServiceGrpc.SimulationServiceBlockingStub calls;
    private final SimulationServiceGrpc.SimulationServiceStub streams;

    Player(Channel channel) {
        calls = SimulationServiceGrpc.newBlockingStub(channel);
        streams = SimulationServiceGrpc.newStub(channel);
    }

    /** A RecoGym world with all observations. */
    static CreateRequest.Builder recoGym(int lanes, long seed) {
        return CreateRequest.newBuilder()
                .setEnvironmentId("RecoGym-v1")
                .setSeed(seed)
                .setLanes(lanes)
                .setAutoreset(AutoresetMode.AUTORESET_MODE_SAME_STEP)
                .addAllObservations(List.of("views", "view_times", "view_counts", "last_view", "time", "history"));
    }

    static Struct config(Map<String, ?> values) {
        Struct.Builder struct = Struct.newBuilder();
        values.forEach((name, value) -> struct.putFields(
                name,
                value instanceof Boolean flag
                        ? Value.newBuilder().setBoolValue(flag).build()
                        : value instanceof Number number
                                ? Value.newBuilder()
                                        .setNumberValue(number.doubleValue())
                                        .build()
                                : Value.newBuilder()
                                        .setStringValue(value.toString())
                                        .build()));
        return struct.build();
    }

    String create(CreateRequest.Builder request) {
        return calls.create(request.build()).getSimulation().getSimulationId();
    }

    static ResetRequest resetRequest(String id, long step) {
        return ResetRequest.newBuilder().setSimulationId(id).setStep(step).build();
    }

    static StepRequest stepRequest(String id, long step, int... actions) {
        return StepRequest.newBuilder()
                .setSimulationId(id)
                .setStep(step)
                .setActions(actions(actions))
                .build();
    }

    static Tensor actions(int... actions) {
        ByteBuffer data = ByteBuffer.allocate(actions.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int action : actions) {
            data.putInt(action);
        }
        return Tensor.newBuilder()
                .setDataType(DataType.DATA_TYPE_INT32)
                .addShape(actions.length)
                .setData(ByteString.copyFrom(data.flip()))
                .build();
    }

    static Tensor reals(double... values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            data.putDouble(value);
        }
        return Tensor.newBuilder()
                .setDataType(DataType.DATA_TYPE_FLOAT64)
                .addShape(values.length)
                .setData(ByteString.copyFrom(data.flip()))
                .build();
    }

    /** The action of a lane in a step: any fixed rule will do. */
    static int rule(int lane, long step) {
        return (int) Math.floorMod(lane * 7L + step * 3, (long) PRODUCTS);
    }

    static int[] rule(int firstLane, int lanes, long step) {
        int[] actions = new int[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            actions[lane] = rule(firstLane + lane, step);
        }
        return actions;
    }

    Outcome reset(String id, long step) {
        return calls.reset(resetRequest(id, step)).getOutcome();
    }

    Outcome step(String id, long step, int... actions) {
        return calls.step(stepRequest(id, step, actions)).getOutcome();
    }

    /** A stream of resets and steps. */
    Stream play() {
        return new Stream();
    }

    /** One Play stream. */
    final class Stream implements StreamObserver<PlayResponse> {
        private final BlockingQueue<PlayResponse> replies = new LinkedBlockingQueue<>();
        private final CompletableFuture<Status> ended = new CompletableFuture<>();
        private final StreamObserver<PlayRequest> requests = streams.play(this);

        void send(ResetRequest reset) {
            requests.onNext(PlayRequest.newBuilder().setReset(reset).build());
        }

        void send(StepRequest step) {
            requests.onNext(PlayRequest.newBuilder().setStep(step).build());
        }

        void send(PlayRequest request) {
            requests.onNext(request);
        }

        PlayResponse next() throws InterruptedException {
            PlayResponse reply = replies.poll(30, TimeUnit.SECONDS);
            if (reply == null) {
                throw new AssertionError("no reply within 30 s");
            }
            return reply;
        }

        /** All outcomes that came and were not asked for yet. */
        List<Outcome> outcomes() {
            List<PlayResponse> came = new ArrayList<>();
            replies.drainTo(came);
            return came.stream()
                    .filter(PlayResponse::hasOutcome)
                    .map(PlayResponse::getOutcome)
                    .toList();
        }

        /** How the server ended the stream. */
        Status end() throws Exception {
            return ended.get(30, TimeUnit.SECONDS);
        }

        void close() {
            requests.onCompleted();
        }

        @Override
        public void onNext(PlayResponse reply) {
            replies.add(reply);
        }

        @Override
        public void onError(Throwable error) {
            ended.complete(Status.fromThrowable(error));
        }

        @Override
        public void onCompleted() {
            ended.complete(Status.OK);
        }
    }

    /** One lane of an outcome as text: everything that belongs to it. */
    static String lane(Outcome outcome, int lane) {
        StringBuilder text = new StringBuilder();
        text.append(doubles(outcome.getRewards().getData()).get(lane))
                .append(' ')
                .append(outcome.getTerminated().byteAt(lane))
                .append(outcome.getTruncated().byteAt(lane))
                .append(' ')
                .append(longs(outcome.getEpisodes()).get(lane));
        outcome.getObservationsList().forEach(column -> text.append(' ').append(row(column, lane)));
        outcome.getSignalsList().forEach(column -> text.append(' ').append(row(column, lane)));
        int last = ints(outcome.getFinalObservations().getLanes()).indexOf(lane);
        if (last >= 0) {
            outcome.getFinalObservations()
                    .getObservationsList()
                    .forEach(column -> text.append(" final ").append(row(column, last)));
        }
        return text.toString();
    }

    private static String row(org.recarena.v1.Column column, int row) {
        ByteString data = column.getValues().getData();
        if (column.getRowOffsets().isEmpty()) {
            int width = data.size() / (int) column.getValues().getShape(0);
            return column.getName() + hex(data.substring(row * width, (row + 1) * width));
        }
        List<Integer> offsets = ints(column.getRowOffsets());
        int total = offsets.get(offsets.size() - 1);
        int width = total == 0 ? 0 : data.size() / total;
        return column.getName() + hex(data.substring(offsets.get(row) * width, offsets.get(row + 1) * width));
    }

    private static String hex(ByteString bytes) {
        return java.util.HexFormat.of().formatHex(bytes.toByteArray());
    }

    static List<Integer> ints(ByteString bytes) {
        java.nio.IntBuffer buffer =
                bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
        int[] values = new int[buffer.remaining()];
        buffer.get(values);
        return java.util.Arrays.stream(values).boxed().toList();
    }

    static List<Long> longs(ByteString bytes) {
        java.nio.LongBuffer buffer =
                bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
        long[] values = new long[buffer.remaining()];
        buffer.get(values);
        return java.util.Arrays.stream(values).boxed().toList();
    }

    static List<Double> doubles(ByteString bytes) {
        java.nio.DoubleBuffer buffer =
                bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer();
        double[] values = new double[buffer.remaining()];
        buffer.get(values);
        return java.util.Arrays.stream(values).boxed().toList();
    }
}
