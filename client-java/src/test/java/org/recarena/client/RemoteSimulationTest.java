package org.recarena.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a server that keeps the contract and loses answers. */
class RemoteSimulationTest {

    private FakeServer server;
    private RecArenaClient client;
    private RemoteSimulation simulation;

    @BeforeEach
    void connect() throws IOException {
        server = new FakeServer();
        client = RecArenaClient.on(
                server.channel(),
                new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofSeconds(5)));
        simulation = client.create(SimulationSpec.of("Fake-v1").lanes(3));
    }

    @AfterEach
    void disconnect() {
        client.close();
        server.close();
    }

    @Test
    void readsRowsInPlace() {
        simulation.reset();
        Result result = simulation.step(7, 8, 9);
        assertThat(result.step()).isEqualTo(2);
        assertThat(result.lanes()).isEqualTo(3);
        assertThat(result.reward(2)).isEqualTo(9);
        assertThat(result.rewards().get(1)).isEqualTo(8);
        ColumnView views = result.observation("views");
        assertThat(views.rows()).isEqualTo(3);
        assertThat(views.rowLength(0)).isZero();
        assertThat(views.intRow(1)).containsExactly(2);
        assertThat(views.doubleRow(2)).containsExactly(4, 4);
        assertThat(views.ints().get(2)).isEqualTo(4);
        assertThatThrownBy(views::doubles).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> result.observation("nothing")).hasMessageContaining("views");
    }

    @Test
    void repeatsUnansweredCallsWithoutDoingThemTwice() {
        server.loseAnswers.set(2);
        assertThat(simulation.reset().step()).isEqualTo(1);
        server.loseAnswers.set(3);
        assertThat(simulation.step(1, 2, 3).step()).isEqualTo(2);
        assertThat(server.done).containsExactly(1L, 2L);
    }

    @Test
    void givesUpAndResumes() {
        simulation.reset();
        server.loseAnswers.set(4);
        assertThatThrownBy(() -> simulation.step(1, 2, 3)).isInstanceOf(RecArenaException.Unavailable.class);
        assertThat(simulation.resume()).isEqualTo(2);
        assertThat(simulation.step(4, 5, 6).step()).isEqualTo(3);
    }

    @Test
    void keepsAsynchronousCallsInOrder() {
        List<CompletableFuture<Result>> results = new ArrayList<>();
        results.add(simulation.resetAsync(Reset.all()));
        for (int i = 0; i < 20; i++) {
            results.add(simulation.stepAsync(Recommendation.items(i, i, i)));
        }
        assertThat(results.stream().map(result -> result.join().step()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 21).boxed().toList());
    }

    @Test
    void namesTheFieldsOfAnInvalidRequest() {
        assertThatThrownBy(() -> client.create(SimulationSpec.of("Fake-v1").config("typo", 1)))
                .isInstanceOfSatisfying(
                        RecArenaException.InvalidArgument.class,
                        e -> assertThat(e.violations())
                                .containsExactly(
                                        new FieldViolation("config.typo", "is unknown; known keys: num_products")));
    }

    @Test
    void goesOnAfterARefusalOnAStream() {
        try (PlayStream stream = simulation.play()) {
            stream.reset();
            CompletableFuture<Result> good = stream.stepAsync(Recommendation.items(1, 1, 1));
            CompletableFuture<Result> bad = stream.stepAsync(Recommendation.items(100, 1, 1));
            assertThat(good.join().step()).isEqualTo(2);
            assertThatThrownBy(bad::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(RecArenaException.InvalidArgument.class);
            assertThat(stream.step(2, 2, 2).step()).isEqualTo(3);
        }
        assertThat(simulation.step(3, 3, 3).step()).isEqualTo(4);
    }

    @Test
    void reopensABrokenStream() {
        try (PlayStream stream = simulation.play()) {
            stream.reset();
            for (int i = 0; i < 10; i++) {
                server.loseAnswers.set(i % 3);
                assertThat(stream.step(i, i, i).reward(0)).isEqualTo(i);
            }
        }
        assertThat(server.done).hasSize(11).doesNotHaveDuplicates();
    }

    @Test
    void refusesItsOwnStepsWhileAStreamIsOpen() {
        try (PlayStream stream = simulation.play()) {
            stream.reset();
            assertThatThrownBy(() -> simulation.step(1, 1, 1)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void checksShapesBeforeSending() {
        assertThatThrownBy(() -> Recommendation.items(1, 2).propensities(0.5)).hasMessageContaining("shape");
        assertThatThrownBy(() -> Recommendation.slates(2, 1, 2, 3)).hasMessageContaining("slates of 2");
    }
}
