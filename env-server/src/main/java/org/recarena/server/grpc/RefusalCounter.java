package org.recarena.server.grpc;

import com.google.rpc.Code;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.function.Consumer;

/** Counts the calls that end with another status than OK. Thread-safe where the counter is. */
final class RefusalCounter implements ServerInterceptor {

    private final Consumer<Code> refusals;

    RefusalCounter(Consumer<Code> refusals) {
        this.refusals = refusals;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        if (!status.isOk()) {
                            refusals.accept(Code.forNumber(status.getCode().value()));
                        }
                        super.close(status, trailers);
                    }
                },
                headers);
    }
}
