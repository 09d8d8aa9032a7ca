package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.GetTwinRequest;
import org.recarena.v1.GetTwinResponse;
import org.recarena.v1.OracleServiceGrpc;
import org.recarena.v1.Outcome;
import org.recarena.v1.StepRequest;
import org.recarena.v1.Tensor;

/** Twins over the wire: the same step with and without a bias. */
class TwinTest {

    private static final int LANES = 3;
    private static final int SLOTS = 2;

    private static CreateRequest.Builder session() {
        Struct position = Struct.newBuilder()
                .putFields(
                        "exponent",
                        Value.newBuilder()
                                .setStructValue(Struct.newBuilder()
                                        .putFields(
                                                "uniform",
                                                Value.newBuilder()
                                                        .setListValue(ListValue.newBuilder()
                                                                .addValues(number(1))
                                                                .addValues(number(2)))
                                                        .build()))
                                .build())
                .build();
        return CreateRequest.newBuilder()
                .setEnvironmentId("RecArena-Session-v1")
                .setSeed(5)
                .setLanes(LANES)
                .setConfig(Struct.newBuilder()
                        .putFields("num_items", number(20))
                        .putFields("slate_size", number(SLOTS))
                        .putFields("visit.leave_probability", number(0))
                        .putFields(
                                "position",
                                Value.newBuilder().setStructValue(position).build())
                        .putFields("satiation.attraction", number(0.5)));
    }

    private static Value number(double value) {
        return Value.newBuilder().setNumberValue(value).build();
    }

    private static Tensor slates(int first) {
        int[] items = new int[LANES * SLOTS];
        for (int i = 0; i < items.length; i++) {
            items[i] = (first + i) % 20;
        }
        return Player.actions(items).toBuilder()
                .clearShape()
                .addAllShape(List.of((long) LANES, (long) SLOTS))
                .build();
    }

    private static double[] doubles(Tensor tensor) {
        double[] values = new double[tensor.getData().size() / Double.BYTES];
        tensor.getData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .get(values);
        return values;
    }

    @Test
    void theFullTwinIsTheStepAndTheOtherLacksTheBias(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            OracleServiceGrpc.OracleServiceBlockingStub oracle = OracleServiceGrpc.newBlockingStub(server.connect());
            String id = player.create(session());
            player.reset(id, 1);
            for (long step = 2; step < 30; step++) {
                Tensor slates = slates((int) step);
                GetTwinRequest.Builder request =
                        GetTwinRequest.newBuilder().setSimulationId(id).setActions(slates);
                GetTwinResponse full = oracle.getTwin(request.build());
                GetTwinResponse unbiased =
                        oracle.getTwin(request.addWithout("position").build());
                double[] with = doubles(full.getClickProbabilities());
                double[] without = doubles(unbiased.getClickProbabilities());
                for (int lane = 0; lane < LANES; lane++) {
                    assertThat(with[lane * SLOTS]).isEqualTo(without[lane * SLOTS]);
                    assertThat(with[lane * SLOTS + 1] / without[lane * SLOTS + 1])
                            .isBetween(0.25, 0.5);
                }
                assertThat(doubles(full.getRewardErrors())).containsOnly(0);
                assertThat(full.getTruthsList())
                        .extracting(column -> column.getName())
                        .containsExactly("exposure", "examination", "attraction", "position_look", "satiation");
                Outcome outcome = player.calls
                        .step(StepRequest.newBuilder()
                                .setSimulationId(id)
                                .setStep(step)
                                .setActions(slates)
                                .build())
                        .getOutcome();
                assertThat(full.getStep()).isEqualTo(step - 1);
                assertThat(full.getRewards().getData())
                        .isEqualTo(outcome.getRewards().getData());
                assertThat(full.getSignalsList()).isEqualTo(outcome.getSignalsList());
            }
        }
    }

    @Test
    void refusesWhatCannotBeAsked(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            OracleServiceGrpc.OracleServiceBlockingStub oracle = OracleServiceGrpc.newBlockingStub(server.connect());
            String id = player.create(session());
            GetTwinRequest.Builder request =
                    GetTwinRequest.newBuilder().setSimulationId(id).setActions(slates(0));
            assertRefused(oracle, request.build(), Status.Code.FAILED_PRECONDITION, "nothing was reset yet");
            player.reset(id, 1);
            assertRefused(
                    oracle,
                    GetTwinRequest.newBuilder().setSimulationId(id).build(),
                    Status.Code.INVALID_ARGUMENT,
                    "actions is missing");
            assertRefused(
                    oracle,
                    request.addWithout("trust").build(),
                    Status.Code.INVALID_ARGUMENT,
                    "names \"trust\"; the biases that are on are [position, satiation]");
            String recoGym = player.create(Player.recoGym(1, 3).setConfig(Player.config(Map.of("random", "numpy"))));
            player.reset(recoGym, 1);
            assertRefused(
                    oracle,
                    GetTwinRequest.newBuilder()
                            .setSimulationId(recoGym)
                            .setActions(Player.actions(1))
                            .build(),
                    Status.Code.UNIMPLEMENTED,
                    "no twins");
        }
    }

    private static void assertRefused(
            OracleServiceGrpc.OracleServiceBlockingStub oracle, GetTwinRequest request, Status.Code code, String text) {
        assertThatThrownBy(() -> oracle.getTwin(request))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    @Test
    void needsThePermissionOfTheOracle(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data, "oracle", "off")) {
            Player player = server.player();
            String id = player.create(session());
            assertRefused(
                    OracleServiceGrpc.newBlockingStub(server.connect()),
                    GetTwinRequest.newBuilder().setSimulationId(id).build(),
                    Status.Code.PERMISSION_DENIED,
                    "setting oracle");
        }
    }
}
