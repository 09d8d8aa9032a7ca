package org.recarena.server.grpc;

import io.grpc.BindableService;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.InputStream;

/**
 * Answers messages that are no valid protocol buffers with INVALID_ARGUMENT. gRPC parses a message before any
 * interceptor sees it, and calls what cannot be parsed an application error; so services take bytes here, and parse
 * them behind this interceptor. No bytes are copied for it.
 */
final class MalformedRequests implements ServerInterceptor {

    private MalformedRequests() {}

    /** A service whose malformed requests are refused in this way. */
    static ServerServiceDefinition guard(BindableService service) {
        ServerServiceDefinition bytes =
                ServerInterceptors.useMarshalledMessages(service.bindService(), new PassThrough());
        return ServerInterceptors.intercept(bytes, new MalformedRequests());
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            private boolean refused;

            @Override
            public void onMessage(Q message) {
                try {
                    super.onMessage(message);
                } catch (StatusRuntimeException malformed) {
                    refused = true;
                    call.close(
                            Status.INVALID_ARGUMENT.withDescription("the request of "
                                    + call.getMethodDescriptor().getFullMethodName()
                                    + " is not a valid protocol buffer: "
                                    + malformed.getStatus().getDescription()),
                            new Metadata());
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    private static final class PassThrough implements MethodDescriptor.Marshaller<InputStream> {
        @Override
        public InputStream stream(InputStream value) {
            return value;
        }

        @Override
        public InputStream parse(InputStream stream) {
            return stream;
        }
    }
}
