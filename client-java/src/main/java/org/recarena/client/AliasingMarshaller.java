package org.recarena.client;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a message off the transport once, and lets its byte fields point into what was read.
 *
 * @param <T> the messages
 */
final class AliasingMarshaller<T extends MessageLite> implements MethodDescriptor.Marshaller<T> {

    private final MethodDescriptor.Marshaller<T> standard;
    private final Parser<T> parser;

    private AliasingMarshaller(MethodDescriptor.Marshaller<T> standard, Parser<T> parser) {
        this.standard = standard;
        this.parser = parser;
    }

    /** The same method, with its responses read in this way. */
    static <Q, R extends MessageLite> MethodDescriptor<Q, R> on(MethodDescriptor<Q, R> method, Parser<R> parser) {
        AliasingMarshaller<R> marshaller = new AliasingMarshaller<>(method.getResponseMarshaller(), parser);
        return method.toBuilder(method.getRequestMarshaller(), marshaller).build();
    }

    @Override
    public InputStream stream(T message) {
        return standard.stream(message);
    }

    @Override
    public T parse(InputStream stream) {
        try {
            byte[] bytes = read(stream);
            CodedInputStream coded = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            coded.enableAliasing(true);
            T message = parser.parseFrom(coded);
            coded.checkLastTagWas(0);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw Status.INTERNAL
                    .withDescription("the server's answer cannot be read")
                    .withCause(e)
                    .asRuntimeException();
        } catch (IOException e) {
            throw Status.UNAVAILABLE
                    .withDescription("the server's answer broke off")
                    .withCause(e)
                    .asRuntimeException();
        }
    }

    private static byte[] read(InputStream stream) throws IOException {
        return stream instanceof KnownLength ? stream.readNBytes(stream.available()) : stream.readAllBytes();
    }
}
