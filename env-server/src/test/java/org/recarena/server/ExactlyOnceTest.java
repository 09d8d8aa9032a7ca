package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.ObserveRequest;
import org.recarena.v1.Outcome;
import org.recarena.v1.PlayResponse;

/** A step is played exactly once, whoever asks for it how often. */
class ExactlyOnceTest {

    @Test
    void aRepeatedCallIsAnsweredWithTheStoredReply(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String id = player.create(Player.recoGym(3, 1));
            Outcome first = player.reset(id, 1);
            assertThat(player.reset(id, 1)).isEqualTo(first);
            Outcome second = player.step(id, 2, 1, 2, 3);
            assertThat(player.step(id, 2, 1, 2, 3)).isEqualTo(second);
            assertThat(server.player().step(id, 2, 1, 2, 3)).isEqualTo(second);
            assertThat(observe(player, id)).isEqualTo(second);
            assertThat(player.step(id, 3, 1, 2, 3).getStep()).isEqualTo(3);
        }
    }

    private static Outcome observe(Player player, String id) {
        return player.calls
                .observe(ObserveRequest.newBuilder().setSimulationId(id).build())
                .getOutcome();
    }

    @Test
    void observingChangesNothing(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String observed = player.create(Player.recoGym(3, 1));
            String alone = player.create(Player.recoGym(3, 1));
            player.reset(observed, 1);
            player.reset(alone, 1);
            for (int i = 0; i < 5; i++) {
                observe(player, observed);
            }
            assertThat(player.step(observed, 2, 1, 2, 3)).isEqualTo(player.step(alone, 2, 1, 2, 3));
        }
    }

    @Test
    void gapsAndOtherContentAreRefused(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String id = player.create(Player.recoGym(1, 1));
            refused(() -> player.step(id, 1, 0), "reset of all lanes");
            refused(() -> player.reset(id, 2), "the next step is 1");
            player.reset(id, 1);
            player.step(id, 2, 0);
            refused(() -> player.step(id, 4, 0), "the next step is 3");
            refused(() -> player.step(id, 1, 0), "the next step is 3");
            refused(() -> player.step(id, 2, 1), "other content");
            refused(() -> player.reset(id, 2), "other content");
            assertThat(player.step(id, 3, 0).getStep()).isEqualTo(3);
        }
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION))
                .hasMessageContaining(message);
    }

    @Test
    void theStoredReplySurvivesARestart(@TempDir Path data) throws IOException {
        String id;
        Outcome last;
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            id = player.create(Player.recoGym(3, 1));
            player.reset(id, 1);
            last = player.step(id, 2, 1, 2, 3);
        }
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            assertThat(player.step(id, 2, 1, 2, 3)).isEqualTo(last);
            refused(() -> player.step(id, 2, 1, 2, 4), "other content");
            assertThat(player.step(id, 3, 1, 2, 3).getStep()).isEqualTo(3);
        }
    }

    @Test
    void createIsRepeatableByItsRequestId(@TempDir Path data) throws IOException {
        String id;
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            id = player.create(Player.recoGym(1, 1).setRequestId("mine"));
            assertThat(player.create(Player.recoGym(1, 1).setRequestId("mine"))).isEqualTo(id);
            assertThat(player.create(Player.recoGym(1, 1).setRequestId("other")))
                    .isNotEqualTo(id);
            assertThat(player.create(Player.recoGym(1, 1))).isNotEqualTo(id);
        }
        try (TestServer server = TestServer.start(data)) {
            assertThat(server.player().create(Player.recoGym(1, 1).setRequestId("mine")))
                    .isEqualTo(id);
        }
    }

    @Test
    void aRefusalOnAStreamTakesItsPlaceInTheOrder(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            Player player = server.player();
            String id = player.create(Player.recoGym(1, 1));
            Player.Stream stream = player.play();
            stream.send(Player.resetRequest(id, 1));
            stream.send(Player.stepRequest("", 2, 5));
            stream.send(Player.stepRequest("", 3, 99));
            stream.send(Player.stepRequest("", 3, 5));
            stream.send(Player.stepRequest("nobody", 4, 5));
            stream.send(Player.stepRequest(id, 4, 5));
            stream.close();
            assertThat(stream.next().getOutcome().getStep()).isEqualTo(1);
            assertThat(stream.next().getOutcome().getStep()).isEqualTo(2);
            PlayResponse wrong = stream.next();
            assertThat(wrong.getError().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
            assertThat(wrong.getError().getMessage()).contains("actions[0] is 99", "0 to 9");
            assertThat(stream.next().getOutcome().getStep()).isEqualTo(3);
            assertThat(stream.next().getError().getCode()).isEqualTo(Status.Code.NOT_FOUND.value());
            assertThat(stream.next().getOutcome().getStep()).isEqualTo(4);
        }
    }

    @Test
    void aStreamMayRunFarAhead(@TempDir Path data) throws Exception {
        int ahead = 3_000;
        try (TestServer server = TestServer.start(data, "durability", "buffered")) {
            Player player = server.player();
            String id = player.create(Player.recoGym(16, 1));
            Player.Stream stream = player.play();
            stream.send(Player.resetRequest(id, 1));
            for (int step = 2; step <= ahead; step++) {
                stream.send(Player.stepRequest("", step, Player.rule(0, 16, step)));
            }
            stream.close();
            for (int step = 1; step <= ahead; step++) {
                assertThat(stream.next().getOutcome().getStep()).isEqualTo(step);
            }
        }
    }
}
