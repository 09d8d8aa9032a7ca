package org.recarena.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.recarena.client.Autoreset;
import org.recarena.client.Logging;
import org.recarena.client.PlayStream;
import org.recarena.client.RecArenaClient;
import org.recarena.client.Recommendation;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.SimulationSpec;
import org.recarena.v1.DataType;
import org.recarena.v1.PlayRequest;
import org.recarena.v1.PlayResponse;
import org.recarena.v1.SimulationServiceGrpc;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;

/**
 * One lane through the Java client, beside an empty stream to a server of the same transport, measured in turn.
 *
 * <p>Arguments: the RecArena server's address, the ping-pong server's address, seconds for each case. Prints one JSON
 * object a line.
 */
final class ClientRate {

    private static final int ROUNDS = 10;

    private final double seconds;

    private ClientRate(double seconds) {
        this.seconds = seconds;
    }

    /** Runs every case. */
    public static void main(String[] arguments) {
        ManagedChannel stubs = channel(arguments[0]);
        ManagedChannel echo = channel(arguments[1]);
        try (RecArenaClient client = RecArenaClient.connect(arguments[0]);
                RemoteSimulation simulation = client.create(SimulationSpec.of("RecoGym-v1")
                        .seed(7)
                        .autoreset(Autoreset.SAME_STEP)
                        .observations("view_counts")
                        .logging(Logging.off()))) {
            simulation.reset();
            new ClientRate(Double.parseDouble(arguments[2])).run(echo, stubs, simulation);
        } finally {
            echo.shutdownNow();
            stubs.shutdownNow();
        }
    }

    private static ManagedChannel channel(String address) {
        return NettyChannelBuilder.forTarget(address)
                .usePlaintext()
                .directExecutor()
                .flowControlWindow(PingPong.WINDOW)
                .build();
    }

    private void run(ManagedChannel echo, ManagedChannel stubs, RemoteSimulation simulation) {
        double floor = 0;
        double bare = 0;
        double chained = 0;
        double blocking = 0;
        double unary = 0;
        for (int round = 0; round <= ROUNDS; round++) { // The first one warms up. In turn: a slow spell hits all.
            double empty = echo(echo);
            double stub = stub(stubs, simulation);
            double futures;
            double waits;
            try (PlayStream stream = simulation.play()) {
                futures = chained(stream);
                waits = blocking(() -> stream.step(1));
            }
            double calls = blocking(() -> simulation.step(1));
            if (round > 0) {
                floor = Math.max(floor, empty);
                bare = Math.max(bare, stub);
                chained = Math.max(chained, futures);
                blocking = Math.max(blocking, waits);
                unary = Math.max(unary, calls);
            }
        }
        print("empty ping-pong stream", floor, floor);
        print("generated stub, stream", bare, floor);
        print("client, stream, futures", chained, floor);
        print("client, stream, blocking", blocking, floor);
        print("client, unary, blocking", unary, floor);
    }

    private double echo(ManagedChannel channel) {
        BytesValue message = BytesValue.of(ByteString.copyFrom(new byte[64]));
        return new StreamDriver<BytesValue, BytesValue>(
                        replies -> ClientCalls.asyncBidiStreamingCall(
                                channel.newCall(PingPong.ECHO, CallOptions.DEFAULT), replies),
                        index -> message,
                        reply -> reply.equals(message) ? "" : "a reply of " + reply.getSerializedSize() + " bytes")
                .run(0, seconds / ROUNDS)
                .perSecond();
    }

    /** What the server itself allows: requests without numbers, which take whatever comes next. */
    private double stub(ManagedChannel channel, RemoteSimulation simulation) {
        PlayRequest request = PlayRequest.newBuilder()
                .setStep(StepRequest.newBuilder()
                        .setSimulationId(simulation.id())
                        .setActions(Tensor.newBuilder()
                                .setDataType(DataType.DATA_TYPE_INT32)
                                .addShape(1)
                                .setData(ByteString.copyFrom(new byte[] {1, 0, 0, 0}))))
                .build();
        double rate = new StreamDriver<PlayRequest, PlayResponse>(
                        SimulationServiceGrpc.newStub(channel)::play,
                        index -> request,
                        reply -> reply.hasError() ? reply.getError().getMessage() : "")
                .run(0, seconds / ROUNDS)
                .perSecond();
        simulation.resume();
        return rate;
    }

    private double chained(PlayStream stream) {
        long begin = System.nanoTime();
        CompletableFuture<Long> done = new CompletableFuture<>();
        next(stream, begin + (long) (seconds / ROUNDS * 1e9), 0, done);
        return done.join() * 1e9 / (System.nanoTime() - begin);
    }

    private static void next(PlayStream stream, long until, long steps, CompletableFuture<Long> done) {
        CompletableFuture<Void> unused = stream.stepAsync(Recommendation.items(1))
                .thenAccept(result -> {
                    if (System.nanoTime() < until) {
                        next(stream, until, steps + 1, done);
                    } else {
                        done.complete(steps + 1);
                    }
                })
                .exceptionally(failure -> {
                    done.completeExceptionally(failure);
                    return null;
                });
    }

    private double blocking(Runnable step) {
        long begin = System.nanoTime();
        long until = begin + (long) (seconds / ROUNDS * 1e9);
        long steps = 0;
        while (System.nanoTime() < until) {
            step.run();
            steps++;
        }
        return steps * 1e9 / (System.nanoTime() - begin);
    }

    private static void print(String name, double rate, double floor) {
        System.out.printf(
                Locale.ROOT,
                "{\"case\": \"%s\", \"round_trips_per_s\": %.0f, \"of_ping_pong\": %.3f}%n",
                name,
                rate,
                rate / floor);
    }
}
