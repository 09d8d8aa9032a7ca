package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.BadRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.DataType;
import org.recarena.v1.DeleteRequest;
import org.recarena.v1.DescribeEnvironmentRequest;
import org.recarena.v1.EnvironmentServiceGrpc;
import org.recarena.v1.GetRequest;
import org.recarena.v1.ListRequest;
import org.recarena.v1.LogOptions;
import org.recarena.v1.Outcome;
import org.recarena.v1.PlayRequest;
import org.recarena.v1.Propensities;
import org.recarena.v1.ReadLogRequest;
import org.recarena.v1.ResetRequest;
import org.recarena.v1.SimulationServiceGrpc;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;
import org.recarena.v1.TrajectoryServiceGrpc;

/** Bad input of every kind gets its status and a message that helps, and nobody else notices. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private TestServer server;
    private Player player;
    private String id;
    private long step;

    @BeforeAll
    void open(@TempDir Path data) throws IOException {
        server = TestServer.start(data, "max-message-size", "1m", "max-lanes-per-simulation", "100000");
        player = server.player();
        id = player.create(Player.recoGym(2, 1));
        player.reset(id, 1);
        step = 1;
    }

    @AfterAll
    void close() {
        server.close();
    }

    private static StatusRuntimeException refused(ThrowingCallable call, Status.Code code, String... parts) {
        StatusRuntimeException[] refusal = new StatusRuntimeException[1];
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(StatusRuntimeException.class, thrown -> refusal[0] = thrown)
                .hasMessageContainingAll(parts);
        assertThat(refusal[0].getStatus().getCode()).isEqualTo(code);
        return refusal[0];
    }

    private void invalidCreate(CreateRequest.Builder request, String... parts) {
        refused(() -> player.calls.create(request.build()), Status.Code.INVALID_ARGUMENT, parts);
    }

    private void invalidStep(StepRequest.Builder request, String... parts) {
        refused(
                () -> player.calls.step(
                        request.setSimulationId(id).setStep(step + 1).build()),
                Status.Code.INVALID_ARGUMENT,
                parts);
    }

    /** The simulation goes on as if nothing had been asked. */
    private void stillPlays() {
        step++;
        assertThat(player.step(id, step, 1, 2).getStep()).isEqualTo(step);
    }

    @Test
    void unknownNamesAreNotFound() {
        refused(
                () -> player.calls.create(
                        CreateRequest.newBuilder().setEnvironmentId("RecGym-v1").build()),
                Status.Code.NOT_FOUND,
                "environment_id is \"RecGym-v1\"",
                "RecoGym-v0",
                "RecoGym-v1");
        refused(
                () -> EnvironmentServiceGrpc.newBlockingStub(server.connect())
                        .describeEnvironment(DescribeEnvironmentRequest.newBuilder()
                                .setEnvironmentId("x")
                                .build()),
                Status.Code.NOT_FOUND,
                "\"x\"");
        String foreign = "0123456789abcdef0123456789abcdef";
        refused(() -> player.reset(foreign, 1), Status.Code.NOT_FOUND, foreign);
        refused(() -> player.step(foreign, 1, 1, 1), Status.Code.NOT_FOUND, foreign);
        refused(
                () -> player.calls.get(
                        GetRequest.newBuilder().setSimulationId("").build()),
                Status.Code.NOT_FOUND,
                "simulation_id is \"\"");
        refused(
                () -> player.calls.delete(
                        DeleteRequest.newBuilder().setSimulationId(foreign).build()),
                Status.Code.NOT_FOUND,
                foreign);
        // A long one has to fit a reply's headers all the same.
        for (String absent : List.of(foreign, foreign.repeat(2000))) {
            refused(
                    () -> TrajectoryServiceGrpc.newBlockingStub(server.connect())
                            .readLog(ReadLogRequest.newBuilder()
                                    .setSimulationId(absent)
                                    .build())
                            .forEachRemaining(entry -> {}),
                    Status.Code.NOT_FOUND,
                    "simulation_id is \"" + foreign,
                    "the log has no simulation");
        }
        stillPlays();
    }

    @Test
    void aWrongConfigIsToldFaultByFault() {
        StatusRuntimeException refusal = refused(
                () -> player.calls.create(Player.recoGym(1, 1)
                        .setConfig(Player.config(Map.of("num_product", 5, "sigma_omega", -1, "random", "dice")))
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "config.num_product is not a parameter",
                "did you mean num_products?",
                "config.sigma_omega is -1; it must be a finite number, at least 0",
                "config.random is \"dice\"; it must be one of \"streams\", \"numpy\", \"numpy-world\"");
        com.google.rpc.Status status = StatusProto.fromThrowable(refusal);
        assertThat(status.getDetailsList())
                .hasSize(1)
                .allSatisfy(detail -> assertThat(detail.unpack(BadRequest.class).getFieldViolationsList())
                        .extracting(BadRequest.FieldViolation::getField)
                        .containsExactlyInAnyOrder("config.num_product", "config.sigma_omega", "config.random"));
        stillPlays();
    }

    @Test
    void aWrongCreateNamesTheField() {
        invalidCreate(Player.recoGym(-1, 1), "lanes is -1", "at least 1");
        invalidCreate(Player.recoGym(1, 1).addObservations("omega"), "observations[6] is \"omega\"", "view_counts");
        invalidCreate(Player.recoGym(1, 1).addObservations("views"), "observations[6] is \"views\"");
        invalidCreate(Player.recoGym(1, 1).setNoObservations(true), "no_observations");
        invalidCreate(Player.recoGym(1, 1).setAutoresetValue(9), "autoreset is number 9");
        invalidCreate(
                Player.recoGym(1, 1).setLog(LogOptions.newBuilder().setDurabilityValue(7)),
                "log.durability is number 7",
                "DURABILITY_SYNCED");
        invalidCreate(
                Player.recoGym(1, 1).setLog(LogOptions.newBuilder().setObservationsValue(7)),
                "log.observations is number 7",
                "OBSERVATION_LEVEL_FULL");
        invalidCreate(
                Player.recoGym(1, 1)
                        .setLog(LogOptions.newBuilder().setDisabled(true).setGroundTruth(true)),
                "log.ground_truth is true",
                "log.disabled");
        invalidCreate(
                Player.recoGym(1, 1)
                        .setConfig(Struct.newBuilder()
                                .putFields(
                                        "K",
                                        Value.newBuilder()
                                                .setNullValue(NullValue.NULL_VALUE)
                                                .build())),
                "config.K is null; it must be a whole number");
        invalidCreate(Player.recoGym(1, 1).putLabels("k".repeat(65), "v"), "labels", "65 characters");
        invalidCreate(Player.recoGym(1, 1).putLabels("k", "v".repeat(257)), "labels.k", "257 characters");
        invalidCreate(Player.recoGym(1, 1).setRequestId("r".repeat(65)), "request_id", "65 characters");
        invalidCreate(
                Player.recoGym(1, 1).setIdleTimeout(Duration.newBuilder().setSeconds(-1)), "idle_timeout", "-1 s");
        invalidCreate(
                Player.recoGym(1, 1).setIdleTimeout(Duration.newBuilder().setSeconds(Long.MAX_VALUE)),
                "idle_timeout",
                "max-idle-timeout");
        invalidCreate(Player.recoGym(1, -1L).setConfig(Player.config(Map.of("random", "numpy"))), "seed", "4294967295");
        invalidCreate(
                Player.recoGym(1, 1).setConfig(Player.config(Map.of("deliver_organic_only", true))),
                "autoreset is SAME_STEP",
                "DISABLED");
        refused(
                () -> player.create(Player.recoGym(100_001, 1)),
                Status.Code.RESOURCE_EXHAUSTED,
                "100001",
                "100000",
                "max-lanes-per-simulation");
        stillPlays();
    }

    @Test
    void pagesAndRangesThatCannotBeAreRefused() {
        refused(
                () -> player.calls.list(ListRequest.newBuilder().setPageSize(-1).build()),
                Status.Code.INVALID_ARGUMENT,
                "page_size is -1");
        for (String token : List.of("2", "1.5-0123", "9999999999999999999.0-01234567", "x".repeat(1000))) {
            refused(
                    () -> player.calls.list(
                            ListRequest.newBuilder().setPageToken(token).build()),
                    Status.Code.INVALID_ARGUMENT,
                    "page_token is \"" + token.substring(0, 1),
                    "next_page_token");
        }
        invalidRange(-1, 0, "first_step is -1");
        invalidRange(0, -2, "last_step is -2");
        invalidRange(5, 4, "last_step is 4", "at least first_step, 5");
        stillPlays();
    }

    private void invalidRange(long first, long last, String... parts) {
        ReadLogRequest range = ReadLogRequest.newBuilder()
                .setSimulationId(id)
                .setFirstStep(first)
                .setLastStep(last)
                .build();
        refused(
                () -> TrajectoryServiceGrpc.newBlockingStub(server.connect())
                        .readLog(range)
                        .forEachRemaining(entry -> {}),
                Status.Code.INVALID_ARGUMENT,
                parts);
    }

    @Test
    void aWrongStepNamesTheValue() {
        invalidStep(StepRequest.newBuilder(), "actions is missing");
        invalidStep(StepRequest.newBuilder().setActions(Player.actions(1, 10)), "actions[1] is 10", "0 to 9");
        invalidStep(StepRequest.newBuilder().setActions(Player.actions(-1, 1)), "actions[0] is -1", "0 to 9");
        invalidStep(StepRequest.newBuilder().setActions(Player.actions(1)), "actions has shape [1]", "[2]");
        Tensor good = Player.actions(1, 2);
        invalidStep(
                StepRequest.newBuilder().setActions(good.toBuilder().setDataType(DataType.DATA_TYPE_FLOAT64)),
                "actions is of type DATA_TYPE_FLOAT64",
                "DATA_TYPE_INT32");
        invalidStep(
                StepRequest.newBuilder().setActions(good.toBuilder().setDataTypeValue(77)),
                "actions is of type number 77");
        invalidStep(
                StepRequest.newBuilder().setActions(good.toBuilder().setData(ByteString.copyFrom(new byte[7]))),
                "actions has 7 bytes",
                "takes 8");
        invalidStep(
                StepRequest.newBuilder()
                        .setActions(good.toBuilder().clearShape().addShape(1L << 62)),
                "actions has shape");
        invalidPropensity(Propensities.newBuilder().setChosen(Player.reals(0.5, Double.NaN)), "chosen[1] is NaN");
        invalidPropensity(Propensities.newBuilder().setChosen(Player.reals(1.5, 1)), "chosen[0] is 1.5", "0 to 1");
        invalidPropensity(Propensities.newBuilder().setChosen(Player.reals(0.5)), "chosen has shape [1]");
        invalidPropensity(
                Propensities.newBuilder().setChosen(Player.reals(0.5, 1)).setKnown(ByteString.copyFrom(new byte[1])),
                "known has 1 bytes",
                "2 lanes");
        invalidPropensity(
                Propensities.newBuilder().setChosen(Player.reals(0.5, 1)).setKnown(ByteString.copyFrom(new byte[] {1, 2
                })),
                "known[1] is 2");
        invalidPropensity(
                Propensities.newBuilder()
                        .setChosen(Player.reals(Double.NaN, Double.NaN))
                        .setKnown(ByteString.copyFrom(new byte[] {0, 1})),
                "chosen[1] is NaN");
        invalidPropensity(
                Propensities.newBuilder()
                        .setDistribution(Player.reals(new double[20]).toBuilder()
                                .clearShape()
                                .addShape(2)
                                .addShape(10)),
                "distribution[0] sums to 0.0",
                "sum to 1");
        invalidStep(StepRequest.newBuilder().setActions(good).putLabels("", "v"), "labels has a key of 0 characters");
        refused(
                () -> player.calls.reset(ResetRequest.newBuilder()
                        .setSimulationId(id)
                        .setStep(step + 1)
                        .setMask(ByteString.copyFrom(new byte[3]))
                        .build()),
                Status.Code.INVALID_ARGUMENT,
                "mask has 3 bytes",
                "2 lanes");
        stillPlays();
    }

    private void invalidPropensity(Propensities.Builder propensities, String... parts) {
        invalidStep(StepRequest.newBuilder().setActions(Player.actions(1, 2)).setPropensities(propensities), parts);
    }

    @Test
    void anOversizedMessageIsRefused() {
        refused(
                () -> player.calls.step(StepRequest.newBuilder()
                        .setSimulationId(id)
                        .setStep(step + 1)
                        .setActions(Tensor.newBuilder().setData(ByteString.copyFrom(new byte[2 << 20])))
                        .build()),
                Status.Code.RESOURCE_EXHAUSTED,
                "exceeds maximum size");
        stillPlays();
    }

    /** What another client sees while the server is fed with random bytes is what it would see without them. */
    @Test
    void randomBytesHurtNobody() throws InterruptedException {
        long seed = 20261125;
        SplittableRandom random = new SplittableRandom(seed);
        List<MethodDescriptor<?, ?>> methods = List.of(
                SimulationServiceGrpc.getCreateMethod(),
                SimulationServiceGrpc.getResetMethod(),
                SimulationServiceGrpc.getStepMethod(),
                SimulationServiceGrpc.getObserveMethod(),
                SimulationServiceGrpc.getListMethod(),
                EnvironmentServiceGrpc.getDescribeEnvironmentMethod());
        ManagedChannel hostile = server.connect();
        Player other = server.player();
        String disturbed = other.create(Player.recoGym(2, 5));
        String undisturbed = other.create(Player.recoGym(2, 5));
        byte[] valid = Player.stepRequest(id, step + 1, 1, 2).toByteArray();
        other.reset(disturbed, 1);
        other.reset(undisturbed, 1);
        for (int round = 0; round < 400; round++) {
            MethodDescriptor<byte[], byte[]> method = raw(methods.get(random.nextInt(methods.size())));
            byte[] bytes = random.nextBoolean() ? randomBytes(random) : mutated(valid, random);
            try {
                ClientCalls.blockingUnaryCall(hostile, method, CallOptions.DEFAULT, bytes);
            } catch (StatusRuntimeException refusal) {
                assertThat(refusal.getStatus().getCode())
                        .as("seed %d, round %d: %s", seed, round, refusal.getMessage())
                        .isIn(
                                Status.Code.INVALID_ARGUMENT,
                                Status.Code.NOT_FOUND,
                                Status.Code.FAILED_PRECONDITION,
                                Status.Code.RESOURCE_EXHAUSTED);
            }
            long next = round + 2L;
            Outcome seen = other.step(disturbed, next, 1, 2);
            assertThat(seen).as("seed %d, round %d", seed, round).isEqualTo(other.step(undisturbed, next, 1, 2));
        }
        Player.Stream stream = other.play();
        stream.send(PlayRequest.getDefaultInstance());
        assertThat(stream.next().getError().getMessage()).contains("request is missing");
    }

    private static byte[] randomBytes(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(byte[] valid, SplittableRandom random) {
        byte[] bytes = valid.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    private static MethodDescriptor<byte[], byte[]> raw(MethodDescriptor<?, ?> method) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(method.getFullMethodName())
                .setRequestMarshaller(new RawBytes())
                .setResponseMarshaller(new RawBytes())
                .build();
    }
}
