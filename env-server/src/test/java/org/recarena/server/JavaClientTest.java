package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.client.Autoreset;
import org.recarena.client.ColumnView;
import org.recarena.client.Logging;
import org.recarena.client.PlayStream;
import org.recarena.client.RecArenaClient;
import org.recarena.client.RecArenaException;
import org.recarena.client.Recommendation;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.Result;
import org.recarena.client.RetryPolicy;
import org.recarena.client.SimulationSpec;
import org.recarena.client.agents.Agent;
import org.recarena.client.agents.EpsilonGreedyAgent;
import org.recarena.client.agents.LinearThompsonAgent;
import org.recarena.client.agents.OracleAgent;
import org.recarena.client.agents.RandomAgent;
import org.recarena.client.agents.Trial;
import org.recarena.client.agents.TrialReport;
import org.recarena.client.agents.Visit;
import org.recarena.v1.Environment;

/** The Java client and its agents against a real server. */
class JavaClientTest {

    private static final int LANES = 4;

    @TempDir
    private Path data;

    private TestServer server;
    private RecArenaClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(data, "drain-timeout", "200ms");
        client = RecArenaClient.connect(server.address());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void findsAndDescribesEnvironments() {
        assertThat(client.environments()).extracting(Environment::getId).contains("RecoGym-v0", "RecoGym-v1");
        Environment described = client.describe("RecoGym-v1", Map.of("num_products", 25));
        assertThat(described.getAction().getItemCount()).isEqualTo(25);
    }

    @Test
    void aForkGoesOnAlikeAndByItself() {
        try (RemoteSimulation simulation = client.create(spec(5))) {
            simulation.reset();
            simulation.step(actions(0));
            try (RemoteSimulation fork = simulation.fork(Map.of("branch", "other"))) {
                assertThat(fork.id()).isNotEqualTo(simulation.id());
                assertThat(fork.description().getLabelsMap()).containsEntry("branch", "other");
                assertThat(digest(fork.observe())).isEqualTo(digest(simulation.observe()));
                for (int step = 1; step < 50; step++) {
                    assertThat(digest(fork.step(actions(step)))).isEqualTo(digest(simulation.step(actions(step))));
                }
            }
            assertThat(simulation.step(actions(50)).step()).isEqualTo(52);
        }
    }

    @Test
    void playsTheSameBlockingAsynchronousAndStreamed() {
        List<String> blocking = new ArrayList<>();
        try (RemoteSimulation simulation = client.create(spec(5))) {
            blocking.add(digest(simulation.reset()));
            for (int step = 0; step < 200; step++) {
                blocking.add(digest(simulation.step(actions(step))));
            }
            assertThat(digest(simulation.observe())).isEqualTo(blocking.get(200));
        }
        List<CompletableFuture<Result>> sentAhead = new ArrayList<>();
        try (RemoteSimulation simulation = client.create(spec(5));
                PlayStream stream = simulation.play()) {
            sentAhead.add(CompletableFuture.completedFuture(stream.reset()));
            for (int step = 0; step < 200; step++) {
                sentAhead.add(stream.stepAsync(Recommendation.items(actions(step))));
            }
        }
        assertThat(sentAhead.stream().map(result -> digest(result.join()))).containsExactlyElementsOf(blocking);
        List<CompletableFuture<Result>> queued = new ArrayList<>();
        try (RemoteSimulation simulation = client.create(spec(5))) {
            queued.add(CompletableFuture.completedFuture(simulation.reset()));
            for (int step = 0; step < 200; step++) {
                queued.add(simulation.stepAsync(Recommendation.items(actions(step))));
            }
            assertThat(queued.stream().map(result -> digest(result.join()))).containsExactlyElementsOf(blocking);
        }
    }

    @Test
    void goesOnWithASimulationOfAnotherClient() {
        RemoteSimulation simulation = client.create(spec(5));
        simulation.reset();
        Result second = simulation.step(actions(0));
        try (RecArenaClient other = RecArenaClient.connect(server.address());
                RemoteSimulation attached = other.attach(simulation.id())) {
            assertThat(digest(attached.observe())).isEqualTo(digest(second));
            assertThat(attached.step(actions(1)).step()).isEqualTo(3);
        }
        assertThatThrownBy(simulation::observe).isInstanceOf(RecArenaException.NotFound.class);
    }

    @Test
    void tellsEachKindOfFailureApart() {
        assertThatThrownBy(() -> client.create(SimulationSpec.of("Nothing-v1")))
                .isInstanceOf(RecArenaException.NotFound.class);
        assertThatThrownBy(() -> client.create(spec(1).config("num_product", 7)))
                .isInstanceOfSatisfying(
                        RecArenaException.InvalidArgument.class,
                        e -> assertThat(e.violations()).isNotEmpty());
        try (RemoteSimulation simulation = client.create(spec(1))) {
            assertThatThrownBy(() -> simulation.step(actions(0))).isInstanceOf(RecArenaException.WrongState.class);
            simulation.reset();
            assertThatThrownBy(() -> simulation.step(0, 1, 2, 10))
                    .isInstanceOf(RecArenaException.InvalidArgument.class);
            assertThat(simulation.step(0, 1, 2, 9).step()).isEqualTo(2);
        }
    }

    /** A server that stops and comes back on the same data: the client notices nothing but the pause. */
    @Test
    void survivesARestartOfTheServer() throws Exception {
        String port = server.address().substring(server.address().lastIndexOf(':') + 1);
        List<String> whole = new ArrayList<>();
        try (RemoteSimulation simulation = client.create(spec(9))) {
            whole.add(digest(simulation.reset()));
            for (int step = 0; step < 40; step++) {
                whole.add(digest(simulation.step(actions(step))));
            }
        }
        List<String> interrupted = new ArrayList<>();
        try (RemoteSimulation simulation = client.create(spec(9));
                PlayStream stream = simulation.play()) {
            interrupted.add(digest(stream.reset()));
            for (int step = 0; step < 40; step++) {
                if (step == 20) {
                    server.close();
                    server = TestServer.start(data, "grpc-port", port, "drain-timeout", "200ms");
                }
                interrupted.add(digest(stream.step(Recommendation.items(actions(step)))));
            }
        }
        assertThat(interrupted).isEqualTo(whole);
    }

    /**
     * A call may end while it is started: whoever waits for its answer must not wait for ever. And when the server is
     * back, the stream goes on.
     */
    @Test
    void aStreamTellsThatTheServerIsGone() throws Exception {
        String port = server.address().substring(server.address().lastIndexOf(':') + 1);
        RetryPolicy hasty = new RetryPolicy(100, Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofSeconds(30));
        try (RecArenaClient impatient =
                RecArenaClient.builder(server.address()).retries(hasty).connect()) {
            PlayStream stream = impatient.create(spec(9)).play(); // Not closed, for that waits for the answer as well.
            stream.reset();
            server.close();
            for (int step = 0; step < 2; step++) {
                assertThatThrownBy(() -> stream.stepAsync(Recommendation.items(actions(0)))
                                .get(30, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(RecArenaException.Unavailable.class);
            }
            server = TestServer.start(data, "grpc-port", port);
            assertThat(stream.stepAsync(Recommendation.items(actions(0)))
                            .get(30, TimeUnit.SECONDS)
                            .step())
                    .isEqualTo(2);
        }
    }

    /** Not within the call that failed, where each attempt would need the stack of all those before. */
    @Test
    void whoIsToldThatTheServerIsGoneMayAskAgain() throws Exception {
        try (RecArenaClient impatient = RecArenaClient.builder(server.address())
                .retries(RetryPolicy.none())
                .connect()) {
            PlayStream stream = impatient.create(spec(9)).play();
            stream.reset();
            server.close();
            CompletableFuture<Void> tired = new CompletableFuture<>();
            askAgain(stream, 5000, tired);
            assertThat(tired).succeedsWithin(Duration.ofMinutes(1));
        }
    }

    private static void askAgain(PlayStream stream, int times, CompletableFuture<Void> tired) {
        CompletableFuture<Result> unused = stream.stepAsync(Recommendation.items(actions(0)))
                .whenComplete((result, gone) -> {
                    if (times == 0) {
                        tired.complete(null);
                    } else {
                        askAgain(stream, times - 1, tired);
                    }
                });
    }

    @Test
    void meetsTheSameUsersInEveryTrial() {
        Trial.Plan plan = new Trial.Plan("RecoGym-v1", Map.of(), 3, 8, 5);
        TrialReport once = play(plan, new RandomAgent(), 1);
        TrialReport again = play(plan, new RandomAgent(), 1);
        assertThat(again.rewards()).containsExactly(once.rewards());
        assertThat(again.recommendations()).containsExactly(once.recommendations());
        assertThat(once.recommendations()).hasSize(40).doesNotContain(0.0);
        assertThat(Arrays.stream(once.recommendationsByStep()).sum())
                .isEqualTo(Arrays.stream(once.recommendations()).sum());
    }

    /**
     * 1,000 users each: the oracle's click-through rate is about 0.018 over some 80,000 recommendations and chance's
     * 0.011, 12 standard errors of the difference apart.
     */
    @Test
    void knowsMoreWithTheOracle() {
        Trial.Plan plan = new Trial.Plan("RecoGym-v1", Map.of(), 42, 100, 10);
        TrialReport chance = play(plan, new RandomAgent(), 1);
        TrialReport oracle = play(plan, new EpsilonGreedyAgent(new OracleAgent(), 0), 1);
        System.out.println("random " + chance.rate() + ", oracle " + oracle.rate());
        assertThat(oracle.rate()).isGreaterThan(chance.rate() * 1.2);
    }

    /** Whatever an agent reports, the server takes it for a probability. */
    @Test
    void reportsPropensitiesThatTheServerAccepts() {
        Trial.Plan plan = new Trial.Plan("RecoGym-v1", Map.of(), 42, 64, 1);
        Agent agent = new LinearThompsonAgent(10, 0.1, 100, RandomSource.SPLIT_MIX_64.create(1));
        assertThat(play(plan, agent, 1).rate()).isBetween(0.0, 0.05);
    }

    /** Lanes play on until the slowest is done; what comes then is told apart. */
    @Test
    void tellsAgentsWhichLanesAreDone() {
        int lanes = 16;
        boolean[] finished = new boolean[lanes];
        int[] asked = new int[lanes];
        Agent agent = new Agent() {
            @Override
            public String name() {
                return "counting";
            }

            @Override
            public void probabilities(int lane, Visit visit, double[] out) {
                Arrays.fill(out, 1.0 / out.length);
                asked[lane] += finished[lane] ? 0 : 1;
            }

            @Override
            public void finished(int lane) {
                assertThat(finished[lane]).isFalse();
                finished[lane] = true;
            }
        };
        TrialReport report = play(new Trial.Plan("RecoGym-v1", Map.of(), 3, lanes, 2), agent, 1);
        assertThat(finished).doesNotContain(false);
        for (int lane = 0; lane < lanes; lane++) {
            assertThat((double) asked[lane])
                    .isEqualTo(report.recommendations()[2 * lane] + report.recommendations()[2 * lane + 1]);
        }
    }

    @Test
    void readsGroundTruth() {
        try (RemoteSimulation simulation = client.create(spec(5))) {
            simulation.reset();
            ColumnView probabilities = simulation.oracle().clickProbabilities();
            assertThat(probabilities.shape()).containsExactly((long) LANES, 10L);
            for (int i = 0; i < probabilities.size(); i++) {
                assertThat(probabilities.doubleAt(i)).isCloseTo(0.0169, within(0.0125));
            }
            assertThat(simulation.oracle().world()).containsKeys("Gamma", "mu_organic", "Beta", "mu_bandit");
        }
    }

    private TrialReport play(Trial.Plan plan, Agent agent, long seed) {
        return Trial.run(client, plan, agent, Map.of(), RandomSource.XO_RO_SHI_RO_128_PP.create(seed), share -> {});
    }

    private static SimulationSpec spec(long seed) {
        return SimulationSpec.of("RecoGym-v1")
                .seed(seed)
                .lanes(LANES)
                .autoreset(Autoreset.SAME_STEP)
                .observations("views", "view_counts")
                .logging(Logging.serverDefault().synced());
    }

    private static int[] actions(int step) {
        int[] actions = new int[LANES];
        Arrays.setAll(actions, lane -> (step * 7 + lane * 3) % 10);
        return actions;
    }

    private static String digest(Result result) {
        StringBuilder text = new StringBuilder().append(result.step());
        for (int lane = 0; lane < result.lanes(); lane++) {
            text.append(';').append(result.episode(lane)).append(' ').append(result.reward(lane));
            text.append(result.ended(lane) ? " end " : " ")
                    .append(Arrays.toString(result.observation("views").intRow(lane)));
            text.append(Arrays.toString(result.observation("view_counts").intRow(lane)));
        }
        return text.append(result.finalObservations().count()).toString();
    }
}
