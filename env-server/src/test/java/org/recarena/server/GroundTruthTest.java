package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.GetClickProbabilitiesRequest;
import org.recarena.v1.GetUsersRequest;
import org.recarena.v1.GetWorldRequest;
import org.recarena.v1.LogOptions;
import org.recarena.v1.OracleServiceGrpc;
import org.recarena.v1.Outcome;
import org.recarena.v1.ReadLogRequest;
import org.recarena.v1.StepRequest;
import org.recarena.v1.TrajectoryServiceGrpc;

/** Ground truth comes through the oracle, for those who may ask, and through nothing else. */
class GroundTruthTest {

    private static final int LANES = 4;
    private static final int STEPS = 40;

    /**
     * Every latent number of a world is a 64-bit pattern that does not come about by chance: none may occur in any byte
     * that a client or a reader of the log gets.
     */
    @Test
    void nothingButTheOracleTellsLatentNumbers(@TempDir Path data) throws IOException {
        Set<ByteString> secrets = new HashSet<>();
        List<ByteString> told = new ArrayList<>();
        try (TestServer server = TestServer.start(data, "log-observations", "full")) {
            Player player = server.player();
            OracleServiceGrpc.OracleServiceBlockingStub oracle = OracleServiceGrpc.newBlockingStub(server.connect());
            String id = player.create(Player.recoGym(LANES, 3));
            oracle.getWorld(GetWorldRequest.newBuilder().setSimulationId(id).build())
                    .getParametersList()
                    .forEach(column -> addNumbers(secrets, column.getValues().getData()));
            told.add(player.reset(id, 1).toByteString());
            for (long step = 2; step < STEPS; step++) {
                oracle.getUsers(GetUsersRequest.newBuilder().setSimulationId(id).build())
                        .getStatesList()
                        .forEach(
                                column -> addNumbers(secrets, column.getValues().getData()));
                addNumbers(
                        secrets,
                        oracle.getClickProbabilities(GetClickProbabilitiesRequest.newBuilder()
                                        .setSimulationId(id)
                                        .build())
                                .getProbabilities()
                                .getData());
                Outcome outcome = player.step(id, step, Player.rule(0, LANES, step));
                told.add(outcome.toByteString());
            }
            told.add(ByteString.copyFromUtf8(errorOf(player, id)));
            TrajectoryServiceGrpc.newBlockingStub(server.connect())
                    .readLog(ReadLogRequest.newBuilder().setSimulationId(id).build())
                    .forEachRemaining(entry -> told.add(entry.toByteString()));
        }
        assertThat(secrets).hasSizeGreaterThan(200);
        for (ByteString bytes : told) {
            assertNone(secrets, bytes);
        }
    }

    private static String errorOf(Player player, String id) {
        try {
            player.calls.step(StepRequest.newBuilder()
                    .setSimulationId(id)
                    .setStep(STEPS)
                    .setActions(Player.actions(1, 2, 3, 99))
                    .build());
            throw new AssertionError("a wrong action was taken");
        } catch (StatusRuntimeException refusal) {
            return String.valueOf(refusal.getMessage());
        }
    }

    /** Numbers that also stand for something ordinary, such as 0, are no secrets. */
    private static void addNumbers(Set<ByteString> secrets, ByteString doubles) {
        for (int at = 0; at + Double.BYTES <= doubles.size(); at += Double.BYTES) {
            double value = doubles.substring(at, at + Double.BYTES)
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getDouble();
            if (value != Math.rint(value)) {
                secrets.add(doubles.substring(at, at + Double.BYTES));
            }
        }
    }

    private static void assertNone(Set<ByteString> secrets, ByteString bytes) {
        for (int at = 0; at + Double.BYTES <= bytes.size(); at++) {
            ByteString window = bytes.substring(at, at + Double.BYTES);
            assertThat(secrets.contains(window))
                    .as("a latent number at byte %d", at)
                    .isFalse();
        }
    }

    @Test
    void whoMayNotAskIsToldWhatWouldAllowIt(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data, "oracle", "off")) {
            Player player = server.player();
            String id = player.create(Player.recoGym(1, 3));
            assertThatThrownBy(() -> OracleServiceGrpc.newBlockingStub(server.connect())
                            .getWorld(GetWorldRequest.newBuilder()
                                    .setSimulationId(id)
                                    .build()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            refusal ->
                                    assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED))
                    .hasMessageContaining("setting oracle");
            assertThatThrownBy(() -> player.create(
                            Player.recoGym(1, 3).setLog(LogOptions.newBuilder().setGroundTruth(true))))
                    .hasMessageContaining("PERMISSION_DENIED");
        }
    }

    @Test
    void groundTruthIsLoggedApartAndOnlyIfAskedFor(@TempDir Path data) throws IOException {
        byte[] secret;
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String id = player.create(
                    Player.recoGym(1, 3).setLog(LogOptions.newBuilder().setGroundTruth(true)));
            player.reset(id, 1);
            secret = OracleServiceGrpc.newBlockingStub(server.connect())
                    .getUsers(GetUsersRequest.newBuilder().setSimulationId(id).build())
                    .getStates(0)
                    .getValues()
                    .getData()
                    .substring(0, Double.BYTES)
                    .toByteArray();
        }
        assertThat(contains(data.resolve("truth"), secret)).isTrue();
    }

    private static boolean contains(Path directory, byte[] wanted) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
                for (int at = 0; at + wanted.length <= content.capacity(); at++) {
                    if (content.slice(at, wanted.length).equals(ByteBuffer.wrap(wanted))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
