package org.recarena.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/**
 * The floors that steps are held against: a stream that sends every message back, and a call, with nothing behind them.
 */
final class PingPong {

    /** A stream of byte strings, each sent back as it came; marshalled as every generated stub does it. */
    static final MethodDescriptor<BytesValue, BytesValue> ECHO = MethodDescriptor.<BytesValue, BytesValue>newBuilder()
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName("recarena.benchmarks.PingPong/Echo")
            .setRequestMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
            .build();

    /** A call whose reply has as many bytes as the four that the request begins with say, little-endian. */
    static final MethodDescriptor<BytesValue, BytesValue> CALL = MethodDescriptor.<BytesValue, BytesValue>newBuilder()
            .setType(MethodType.UNARY)
            .setFullMethodName("recarena.benchmarks.PingPong/Call")
            .setRequestMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(BytesValue.getDefaultInstance()))
            .build();

    /**
     * As the RecArena server has it. A fixed window also keeps gRPC from measuring the bandwidth with pings of its own.
     */
    static final int WINDOW = 8 << 20;

    private PingPong() {}

    /** Starts the server on a free port of the loopback interface and prints the port. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ServerServiceDefinition service = ServerServiceDefinition.builder("recarena.benchmarks.PingPong")
                .addMethod(ECHO, ServerCalls.asyncBidiStreamingCall(PingPong::echo))
                .addMethod(CALL, ServerCalls.asyncUnaryCall(PingPong::answer))
                .build();
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .flowControlWindow(WINDOW)
                .addService(service)
                .build()
                .start();
        System.out.println("ready " + server.getPort());
        server.awaitTermination();
    }

    private static void answer(BytesValue request, StreamObserver<BytesValue> reply) {
        int length = request.getValue()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        reply.onNext(BytesValue.of(ByteString.copyFrom(new byte[length])));
        reply.onCompleted();
    }

    private static StreamObserver<BytesValue> echo(StreamObserver<BytesValue> replies) {
        return new StreamObserver<>() {
            @Override
            public void onNext(BytesValue message) {
                replies.onNext(message);
            }

            @Override
            public void onError(Throwable error) {
                // The client went away; there is nothing to tidy.
            }

            @Override
            public void onCompleted() {
                replies.onCompleted();
            }
        };
    }
}
