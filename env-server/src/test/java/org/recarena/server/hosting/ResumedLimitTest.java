package org.recarena.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.server.journal.LogKeeper;
import org.recarena.server.settings.Settings;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.v1.CloseReason;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.ForkRequest;
import org.recarena.v1.LogOptions;

/** Simulations that a restart brings back count towards the limit of the client that has them. */
class ResumedLimitTest {

    private static final int MOST = 2;
    private static final String ONE = "192.0.2.1";
    private static final String OTHER = "192.0.2.2";

    @TempDir
    private Path data;

    /** What one run of the server does. */
    private void run(Consumer<Simulations> run) throws IOException {
        HostingLimits limits = new HostingLimits(
                100,
                MOST,
                100,
                100,
                1L << 40,
                1L << 40,
                1L << 40,
                Duration.ofHours(1),
                Duration.ofHours(1),
                Long.MAX_VALUE);
        try (LogKeeper keeper = LogKeeper.open(data, Settings.of(Map.of()), InstantSource.system())) {
            Simulations simulations = new SimulationsBuilder(
                            EnvironmentCatalog.installed(),
                            limits,
                            LogOptions.getDefaultInstance(),
                            keeper,
                            (setup, labels) -> new SilentMeter(),
                            InstantSource.system(),
                            System::nanoTime,
                            Runnable::run,
                            Runnable::run,
                            false)
                    .build();
            keeper.recover(simulations);
            simulations.begin();
            run.accept(simulations);
        }
    }

    private static String create(Simulations simulations, String owner) {
        CreateRequest request =
                CreateRequest.newBuilder().setEnvironmentId("RecoGym-v1").build();
        return simulations.create(request, owner).join().simulation().setup().id();
    }

    private static void fork(Simulations simulations, String id, String owner) {
        ForkRequest request = ForkRequest.newBuilder().setSimulationId(id).build();
        Simulations.Created unused =
                simulations.fork(request, owner, setup -> {}).join();
    }

    private static void assertMayHaveNoMore(Simulations simulations, String owner) {
        assertThatThrownBy(() -> create(simulations, owner))
                .isInstanceOf(CompletionException.class)
                .hasMessageContainingAll("3 open simulations of one client", "max-simulations-per-client");
    }

    @Test
    void eachCountsForTheClientThatCreatedIt() throws IOException {
        run(simulations -> {
            create(simulations, ONE);
            create(simulations, ONE);
            create(simulations, OTHER);
        });
        for (int restart = 0; restart < 2; restart++) {
            run(simulations -> assertMayHaveNoMore(simulations, ONE));
        }
        run(simulations -> {
            create(simulations, OTHER);
            assertMayHaveNoMore(simulations, OTHER);
        });
    }

    @Test
    void aForkCountsForTheClientThatAskedForIt() throws IOException {
        run(simulations -> {
            String id = create(simulations, ONE);
            fork(simulations, id, OTHER);
            fork(simulations, id, OTHER);
        });
        run(simulations -> {
            assertMayHaveNoMore(simulations, OTHER);
            create(simulations, ONE);
            assertMayHaveNoMore(simulations, ONE);
        });
    }

    @Test
    void whatEndsMakesRoomForItsClient() throws IOException {
        run(simulations -> {
            create(simulations, ONE);
            create(simulations, ONE);
        });
        run(simulations -> {
            String first = simulations.all().get(0).setup().id();
            simulations.close(first, CloseReason.CLOSE_REASON_DELETED).join();
            create(simulations, ONE);
            assertMayHaveNoMore(simulations, ONE);
        });
    }

    /** A log of a server that did not record it yet, or of a kill right after the creation. */
    @Test
    void whatNobodyKnowsTheClientOfCountsForNone() throws IOException {
        run(simulations -> {
            create(simulations, ONE);
            create(simulations, ONE);
        });
        for (Path file : files(data.resolve("state"))) {
            Files.delete(file);
        }
        run(simulations -> {
            assertThat(simulations.count()).isEqualTo(2);
            create(simulations, ONE);
            create(simulations, ONE);
            assertMayHaveNoMore(simulations, ONE);
        });
    }

    /** Logs are shared as data. */
    @Test
    void theLogDoesNotTellWhoTheClientIs() throws IOException {
        run(simulations -> fork(simulations, create(simulations, ONE), ONE));
        assertThat(contents(data.resolve("log"))).contains("RecoGym-v1").doesNotContain(ONE);
        assertThat(contents(data.resolve("state"))).contains(ONE);
    }

    private static String contents(Path directory) throws IOException {
        StringBuilder contents = new StringBuilder();
        for (Path file : files(directory)) {
            contents.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return contents.toString();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
