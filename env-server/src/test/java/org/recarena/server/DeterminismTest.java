package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.v1.Outcome;

/** The same seed gives the same episodes, however they are asked for. */
class DeterminismTest {

    private static final int LANES = 64;
    private static final int STEPS = 60;
    private static final long SEED = 20261124;

    /** What each lane sees, step after step, played by calls. */
    private static List<List<String>> playByCalls(Player player, int lanes, Map<String, ?> config) {
        String id = player.create(Player.recoGym(lanes, SEED).setConfig(Player.config(config)));
        List<List<String>> told = begin(player.reset(id, 1), lanes);
        for (long step = 2; step < STEPS; step++) {
            add(told, player.step(id, step, Player.rule(0, lanes, step)));
        }
        return told;
    }

    private static List<List<String>> playByStream(Player player, int lanes) throws InterruptedException {
        String id = player.create(Player.recoGym(lanes, SEED));
        Player.Stream stream = player.play();
        stream.send(Player.resetRequest(id, 1));
        for (long step = 2; step < STEPS; step++) { // All at once: they need not wait for each other.
            stream.send(Player.stepRequest(step % 2 == 0 ? "" : id, step, Player.rule(0, lanes, step)));
        }
        stream.close();
        List<List<String>> told = begin(stream.next().getOutcome(), lanes);
        for (long step = 2; step < STEPS; step++) {
            add(told, stream.next().getOutcome());
        }
        return told;
    }

    private static List<List<String>> begin(Outcome outcome, int lanes) {
        List<List<String>> told = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++) {
            told.add(new ArrayList<>());
        }
        add(told, outcome);
        return told;
    }

    private static void add(List<List<String>> told, Outcome outcome) {
        for (int lane = 0; lane < told.size(); lane++) {
            told.get(lane).add(Player.lane(outcome, lane));
        }
    }

    @Test
    void lanesStreamsAndConnectionsMakeNoDifference(@TempDir Path data) throws Exception {
        try (TestServer server = TestServer.start(data)) {
            List<List<String>> reference = playByCalls(server.player(), LANES, Map.of());
            assertThat(playByCalls(server.player(), 1, Map.of()).get(0)).isEqualTo(reference.get(0));
            assertThat(playByStream(server.player(), LANES)).isEqualTo(reference);
            List<CompletableFuture<List<List<String>>>> others = new ArrayList<>();
            for (int connection = 0; connection < 4; connection++) {
                Player player = server.player();
                others.add(CompletableFuture.supplyAsync(() -> playByCalls(player, LANES, Map.of())));
            }
            for (CompletableFuture<List<List<String>>> other : others) {
                assertThat(other.get()).isEqualTo(reference);
            }
        }
    }

    @Test
    void oneSimulationMayBePlayedThroughSeveralConnections(@TempDir Path data) throws IOException {
        try (TestServer server = TestServer.start(data)) {
            List<List<String>> reference = playByCalls(server.player(), 4, Map.of());
            List<Player> players = List.of(server.player(), server.player(), server.player(), server.player());
            String id = players.get(0).create(Player.recoGym(4, SEED));
            List<List<String>> told = begin(players.get(1).reset(id, 1), 4);
            for (long step = 2; step < STEPS; step++) {
                add(told, players.get((int) (step % 4)).step(id, step, Player.rule(0, 4, step)));
            }
            assertThat(told).isEqualTo(reference);
        }
    }

    @Test
    void aRestartInBetweenMakesNoDifference(@TempDir Path data) throws IOException {
        for (Map<String, Object> config : List.<Map<String, Object>>of(
                Map.of(), Map.of("random", "numpy"), Map.of("time_generator", "normal", "num_products", 10))) {
            List<List<String>> reference;
            List<List<String>> told;
            String id;
            Path own = data.resolve("run" + config.size());
            try (TestServer server = TestServer.start(own)) {
                Player player = server.player();
                reference = playByCalls(player, 8, config);
                id = player.create(Player.recoGym(8, SEED).setConfig(Player.config(config)));
                told = begin(player.reset(id, 1), 8);
                for (long step = 2; step < STEPS / 2; step++) {
                    add(told, player.step(id, step, Player.rule(0, 8, step)));
                }
            }
            try (TestServer server = TestServer.start(own)) {
                Player player = server.player();
                for (long step = STEPS / 2; step < STEPS; step++) {
                    add(told, player.step(id, step, Player.rule(0, 8, step)));
                }
            }
            assertThat(told).as("config %s", config).isEqualTo(reference);
        }
    }
}
