package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.BadRequest;
import com.google.rpc.Status;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.recarena.v1.EnvironmentServiceGrpc;
import org.recarena.v1.Outcome;
import org.recarena.v1.PlayResponse;
import org.recarena.v1.SimulationServiceGrpc;

/**
 * Plays a case of the conformance kit against a server: the runner in Java. conformance/README.md describes the files.
 */
final class Conformance {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<ServiceDescriptor> SERVICES =
            List.of(EnvironmentServiceGrpc.getServiceDescriptor(), SimulationServiceGrpc.getServiceDescriptor());

    private final Channel channel;
    private final Map<String, String> kept = new HashMap<>();

    Conformance(Channel channel) {
        this.channel = channel;
    }

    /** An answer: a message, or a refusal. */
    private sealed interface Answer {
        record Reply(Message message) implements Answer {}

        record Refusal(Status status) implements Answer {}
    }

    /** Plays a case; an assertion fails where the server answers otherwise than the file. */
    void play(Path file) throws Exception {
        int place = 0;
        for (JsonNode exchange : JSON.readTree(file.toFile()).get("exchanges")) {
            place++;
            String where = file.getFileName() + ", exchange " + place;
            MethodDescriptor<Message, Message> method =
                    method(exchange.get("call").asText());
            if (exchange.has("stream")) {
                stream(method, exchange.get("stream"), where);
                continue;
            }
            Answer answer = call(method, request(method, exchange));
            keep(exchange, answer);
            check(exchange, answer, where);
        }
    }

    @SuppressWarnings("unchecked") // All methods of the contract carry messages.
    private static MethodDescriptor<Message, Message> method(String path) {
        return (MethodDescriptor<Message, Message>) SERVICES.stream()
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> method.getFullMethodName().equals(path))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the contract has no method " + path));
    }

    private Message request(MethodDescriptor<Message, Message> method, JsonNode exchange)
            throws InvalidProtocolBufferException {
        Message.Builder request = ((PrototypeMarshaller<Message>) method.getRequestMarshaller())
                .getMessagePrototype()
                .newBuilderForType();
        String json = exchange.get("request").toString();
        for (Map.Entry<String, String> name : kept.entrySet()) {
            json = json.replace("${" + name.getKey() + "}", name.getValue());
        }
        JsonFormat.parser().merge(json, request);
        return request.build();
    }

    private Answer call(MethodDescriptor<Message, Message> method, Message request) {
        try {
            return new Answer.Reply(ClientCalls.blockingUnaryCall(
                    channel, method, CallOptions.DEFAULT.withDeadlineAfter(30, TimeUnit.SECONDS), request));
        } catch (StatusRuntimeException refused) {
            return new Answer.Refusal(StatusProto.fromThrowable(refused));
        }
    }

    private void keep(JsonNode exchange, Answer answer) {
        if (!(answer instanceof Answer.Reply reply) || !exchange.has("keep")) {
            return;
        }
        exchange.get("keep").properties().forEach(entry -> {
            String path = "/" + entry.getValue().asText().replace('.', '/');
            kept.put(entry.getKey(), json(reply.message()).at(path).asText());
        });
    }

    /** All requests are sent before the first reply is read. */
    private void stream(MethodDescriptor<Message, Message> method, JsonNode parts, String where) throws Exception {
        List<Message> replies = new ArrayList<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        StreamObserver<Message> requests = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(method, CallOptions.DEFAULT), new StreamObserver<>() {
                    @Override
                    public void onNext(Message reply) {
                        replies.add(reply);
                    }

                    @Override
                    public void onError(Throwable error) {
                        ended.completeExceptionally(error);
                    }

                    @Override
                    public void onCompleted() {
                        ended.complete(null);
                    }
                });
        for (JsonNode part : parts) {
            requests.onNext(request(method, part));
        }
        requests.onCompleted();
        ended.get(30, TimeUnit.SECONDS);
        assertThat(replies).as(where).hasSize(parts.size());
        Iterator<Message> next = replies.iterator();
        int place = 0;
        for (JsonNode part : parts) {
            PlayResponse reply = (PlayResponse) next.next();
            Answer answer = reply.hasError() ? new Answer.Refusal(reply.getError()) : new Answer.Reply(reply);
            check(part, answer, where + ", message " + ++place);
        }
    }

    private static void check(JsonNode exchange, Answer answer, String where) {
        if (exchange.has("sends")) {
            checkSent(exchange, where);
        }
        if (exchange.has("error")) {
            assertThat(answer).as(where).isInstanceOf(Answer.Refusal.class);
            checkRefusal(exchange.get("error"), ((Answer.Refusal) answer).status(), where);
            return;
        }
        assertThat(answer).as(where).isInstanceOf(Answer.Reply.class);
        JsonNode reply = json(((Answer.Reply) answer).message());
        compare(exchange.get("reply"), reply, where + ": reply");
        if (exchange.has("shows")) {
            compare(exchange.get("shows"), shown(reply.get("outcome")), where + ": shows");
        }
    }

    /** What a client would make of the plain values is what the request holds. */
    private static void checkSent(JsonNode exchange, String where) {
        JsonNode request = exchange.get("request");
        JsonNode actions = request.has("actions")
                ? request.get("actions")
                : request.get("step").get("actions");
        org.recarena.v1.Tensor.Builder tensor = org.recarena.v1.Tensor.newBuilder();
        try {
            JsonFormat.parser().merge(actions.toString(), tensor);
        } catch (InvalidProtocolBufferException malformed) {
            throw new UncheckedIOException(malformed);
        }
        compare(exchange.get("sends").get("actions"), PlainValues.of(tensor.build()), where + ": sends");
    }

    private static void checkRefusal(JsonNode expected, Status status, String where) {
        assertThat(io.grpc.Status.fromCodeValue(status.getCode()).getCode().name())
                .as("%s: %s", where, status.getMessage())
                .isEqualTo(expected.get("code").asText());
        List<String> fields = status.getDetailsList().stream()
                .filter(detail -> detail.is(BadRequest.class))
                .flatMap(Conformance::violations)
                .map(BadRequest.FieldViolation::getField)
                .toList();
        List<String> expectedFields = new ArrayList<>();
        expected.path("fields").forEach(field -> expectedFields.add(field.asText()));
        assertThat(fields).as(where).containsExactlyInAnyOrderElementsOf(expectedFields);
        expected.path("message_holds")
                .forEach(words -> assertThat(status.getMessage()).as(where).contains(words.asText()));
    }

    private static Stream<BadRequest.FieldViolation> violations(com.google.protobuf.Any detail) {
        try {
            return detail.unpack(BadRequest.class).getFieldViolationsList().stream();
        } catch (InvalidProtocolBufferException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    private static JsonNode shown(JsonNode outcome) {
        Outcome.Builder message = Outcome.newBuilder();
        try {
            JsonFormat.parser().merge(outcome.toString(), message);
        } catch (InvalidProtocolBufferException malformed) {
            throw new UncheckedIOException(malformed);
        }
        return PlainValues.of(message.build());
    }

    private static JsonNode json(MessageOrBuilder message) {
        try {
            return JSON.readTree(
                    JsonFormat.printer().preservingProtoFieldNames().print(message));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Fields of messages that the file does not have may be there; all else is equal. */
    private static void compare(JsonNode expected, JsonNode actual, String where) {
        if (expected.isObject()) {
            expected.properties().forEach(field -> {
                String path = where + "." + field.getKey();
                assertThat(actual.has(field.getKey())).as(path).isTrue();
                compare(field.getValue(), actual.get(field.getKey()), path);
            });
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(where).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(expected.get(i), actual.get(i), where + "[" + i + "]");
            }
        } else if (expected.isNumber()) {
            assertThat(actual.asDouble()).as(where).isEqualTo(expected.asDouble());
        } else {
            assertThat(actual).as(where).isEqualTo(expected);
        }
    }
}
