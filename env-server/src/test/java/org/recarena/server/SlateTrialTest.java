package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.commons.rng.simple.RandomSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.client.RecArenaClient;
import org.recarena.client.agents.Trial;
import org.recarena.client.agents.slate.BetaThompson;
import org.recarena.client.agents.slate.CascadeLinUcbAgent;
import org.recarena.client.agents.slate.ChoiceWeights;
import org.recarena.client.agents.slate.ClusterBanditAgent;
import org.recarena.client.agents.slate.Exploration;
import org.recarena.client.agents.slate.GlmUcbAgent;
import org.recarena.client.agents.slate.GreedyPctrAgent;
import org.recarena.client.agents.slate.ItemFeatures;
import org.recarena.client.agents.slate.ItemScore;
import org.recarena.client.agents.slate.KlUcb;
import org.recarena.client.agents.slate.LinearItemFeatures;
import org.recarena.client.agents.slate.PbmUcbAgent;
import org.recarena.client.agents.slate.RandomSlateAgent;
import org.recarena.client.agents.slate.SlateAgent;
import org.recarena.client.agents.slate.SlateContext;
import org.recarena.client.agents.slate.SlateOptimiser;
import org.recarena.client.agents.slate.SlatePolicy;
import org.recarena.client.agents.slate.SlateQAgent;
import org.recarena.client.agents.slate.SlateTrial;
import org.recarena.client.agents.slate.SlateTrialReport;
import org.recarena.client.agents.slate.TabularQAgent;
import org.recarena.client.agents.slate.TileCodedItemFeatures;
import org.recarena.client.agents.slate.Ucb1;
import org.recarena.trajectories.steps.LaneStep;
import org.recarena.trajectories.steps.LoggedStep;
import org.recarena.trajectories.steps.StepFilter;
import org.recarena.trajectories.steps.TrajectoryReader;

/**
 * The agents for slates against a real server: what must beat what does. Gains are paired on the same users and must
 * exceed 4.5 of their standard errors, which one of no gain does with a probability below 1e-5; seeds are fixed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class SlateTrialTest {

    private static final String EVOLUTION = "RecSim-InterestEvolution-v1";
    private static final String EXPLORATION = "RecSim-InterestExploration-v1";
    private static final int TOPICS = 20;
    private static final ItemFeatures LINEAR = new LinearItemFeatures(0, TOPICS, TOPICS);
    private static final ItemFeatures TILES = new TileCodedItemFeatures(ItemScore.interest(), -1, 1, TOPICS, 4, 4);
    private static final ChoiceWeights CHOICE = ChoiceWeights.proportional(-1, 1);
    private static final double STANDARD_ERRORS = 4.5;

    private Path data;

    private TestServer server;
    private RecArenaClient client;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        data = directory;
        server = TestServer.start(data, "drain-timeout", "200ms");
        client = RecArenaClient.connect(server.address());
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    /** RecSim's random agent has 154.21 at 10 x 2, by 200,000 episodes of an independent implementation. */
    @Test
    void playsAtRandomAsRecSimDoes() {
        SlateTrialReport report = play(evolution(32), new RandomSlateAgent());
        double[] returns = report.returns();
        double mean = Arrays.stream(returns).average().orElseThrow();
        double error = standardError(returns);
        System.out.println("random: " + mean + " +- " + error);
        assertThat(mean).isCloseTo(154.21, within(STANDARD_ERRORS * Math.hypot(error, 0.03)));
        assertThat(report.tellsQuality()).isTrue();
        double quality = Arrays.stream(report.clickedQualities()).sum()
                / Arrays.stream(report.clicks()).sum();
        assertThat(quality).as("clicked quality, -0.592 in RecSim").isCloseTo(-0.592, within(0.03));
    }

    @Test
    void meetsTheSameUsersInEveryTrial() {
        Trial.Plan plan = new Trial.Plan(EVOLUTION, Map.of(), 3, 8, 4);
        SlateTrialReport once = play(plan, SlateQAgent.builder(LINEAR, CHOICE).build());
        SlateTrialReport again = play(plan, SlateQAgent.builder(LINEAR, CHOICE).build());
        assertThat(again.returns()).containsExactly(once.returns());
        assertThat(again.steps()).containsExactly(once.steps()).hasSize(32).doesNotContain(0.0);
    }

    /** With a fixed corpus the documents need not come with every step. */
    @Test
    void playsWithAFixedCorpus() {
        Trial.Plan plan = new Trial.Plan(EVOLUTION, Map.of("resample_documents", false), 3, 8, 4);
        SlateTrialReport report = play(plan, new GreedyPctrAgent(ItemScore.interest()));
        // A slate costs 8 of a user's 200 minutes at most, and gives 4 when it costs more than half a minute.
        assertThat(Arrays.stream(report.steps()).min().orElseThrow()).isGreaterThanOrEqualTo(25);
        assertThat(Arrays.stream(report.returns()).min().orElseThrow()).isPositive();
    }

    @Test
    void learnsInterestEvolution() {
        Trial.Plan plan = evolution(32);
        SlateTrialReport chance = play(plan, new RandomSlateAgent());
        SlateTrialReport interest = play(plan, new GreedyPctrAgent(ItemScore.interest()));
        beats(interest, chance);
        // These learn to be clicked, which is not the same as the return: what is clicked most may cost the most time.
        isClickedMore(
                play(plan, new GlmUcbAgent(LINEAR, 0.01, 1000, 1, 20_000, RandomSource.XO_RO_SHI_RO_128_PP.create(5))),
                chance);
        isClickedMore(play(plan, new CascadeLinUcbAgent(LINEAR, 0.1)), chance);
        beats(
                play(
                        plan,
                        slateQ(LINEAR).discount(0).serving(SlateOptimiser.TOP_K).build()),
                chance);
        beats(play(plan, slateQ(LINEAR).sarsa().serving(SlateOptimiser.TOP_K).build()), chance);
        beats(play(plan, slateQ(LINEAR).sarsa().serving(SlateOptimiser.GREEDY).build()), chance);
        beats(
                play(
                        plan,
                        slateQ(LINEAR)
                                .target(SlateOptimiser.TOP_K)
                                .serving(SlateOptimiser.TOP_K)
                                .build()),
                chance);
        beats(play(plan, slateQ(LINEAR).build()), chance);
        beats(play(plan, slateQ(LINEAR).noClickValue().build()), interest);
        beats(play(plan, slateQ(TILES).noClickValue().build()), interest);
    }

    private static SlateQAgent.Builder slateQ(ItemFeatures features) {
        return SlateQAgent.builder(features, CHOICE);
    }

    @Test
    void learnsInterestExploration() {
        Trial.Plan plan = new Trial.Plan(EXPLORATION, Map.of(), 42, 64, 8);
        ItemFeatures features = new LinearItemFeatures(2, 0, 0);
        SlateTrialReport chance = play(plan, new RandomSlateAgent());
        beats(play(plan, new GreedyPctrAgent(ItemScore.qualityAndAffinity(0.52, 0.28))), chance);
        beats(play(plan, new ClusterBanditAgent(2, new Ucb1(1))), chance);
        beats(play(plan, new ClusterBanditAgent(2, new KlUcb(1))), chance);
        beats(
                play(plan, new ClusterBanditAgent(2, new BetaThompson(1, RandomSource.XO_RO_SHI_RO_128_PP.create(9)))),
                chance);
        beats(
                play(
                        plan,
                        new GlmUcbAgent(features, 0.01, 1000, 1, 20_000, RandomSource.XO_RO_SHI_RO_128_PP.create(5))),
                chance);
        beats(play(plan, new CascadeLinUcbAgent(features, 0.1)), chance);
        beats(play(plan, new PbmUcbAgent(2, new double[] {1, 1}, 0.1)), chance);
    }

    /**
     * The mean returns of RecSim's own agents in its own environments, recorded over 1,000 episodes each. Five
     * comparisons, each within 4.5 standard errors of the difference.
     */
    @Test
    void earnsWhatRecSimsAgentsEarn() throws Exception {
        earns("iev_A_default_10x2", "top_k_by_interest", evolution(16), new GreedyPctrAgent(ItemScore.interest()));
        Trial.Plan plan = new Trial.Plan(EXPLORATION, Map.of(), 7, 64, 16);
        String recorded = "iex_A_default_15x2";
        earns(recorded, "greedy_pctr", plan, new GreedyPctrAgent(ItemScore.qualityAndAffinity(0.52, 0.28)));
        earns(recorded, "cluster_bandit_ucb1", plan, new ClusterBanditAgent(2, new Ucb1(1)));
        earns(recorded, "cluster_bandit_ucb1_ci0.25", plan, new ClusterBanditAgent(2, new Ucb1(0.25)));
        earns(recorded, "cluster_bandit_klucb", plan, new ClusterBanditAgent(2, KlUcb.asRecSim(1)));
    }

    private void earns(String config, String policy, Trial.Plan plan, SlateAgent agent) throws Exception {
        double[] returns = play(plan, agent).returns();
        double mean = Arrays.stream(returns).average().orElseThrow();
        JsonNode recorded = recorded(config, policy);
        double expected = recorded.path("mean").doubleValue();
        double error = Math.hypot(
                standardError(returns), recorded.path("se_clustered_by_seed").doubleValue());
        System.out.printf("%s %s: %.2f, RecSim %.2f, +- %.2f%n", config, policy, mean, expected, error);
        assertThat(mean).as("%s %s", config, policy).isCloseTo(expected, within(STANDARD_ERRORS * error));
    }

    private static JsonNode recorded(String config, String policy) throws Exception {
        try (InputStream in =
                Objects.requireNonNull(SlateTrialTest.class.getResourceAsStream("/recsim/stats_agents.json"))) {
            for (JsonNode row : new ObjectMapper().readTree(in).path("rows")) {
                if (row.path("config").asText().equals(config)
                        && row.path("agent").asText().equals(policy)) {
                    return row.path("episode_return");
                }
            }
        }
        throw new AssertionError("nothing recorded for " + policy + " in " + config);
    }

    @Test
    void learnsWhatEngages() {
        Trial.Plan plan = new Trial.Plan("RecSim-LongTermSatisfaction-v1", Map.of(), 42, 64, 32);
        ItemFeatures clickbait = new TileCodedItemFeatures(ItemScore.feature(0), 0, 1, 1, 4, 5);
        SlateTrialReport chance = play(plan, new RandomSlateAgent());
        // Engagement varies far more than documents differ: only small steps average that out.
        SlateQAgent.Builder agent = SlateQAgent.builder(clickbait, ChoiceWeights.equal(0))
                .rate(0.002)
                .exploration(new Exploration(1, 0.1, 20_000));
        beats(play(plan, agent.build()), chance);
    }

    /** The process of which ValueLearningTest of the client knows the values, as an environment. */
    @Test
    void learnsTheTestProcess() {
        Trial.Plan plan = new Trial.Plan("RecSim-TestMdp-v1", Map.of(), 42, 16, 20);
        beats(
                play(
                        plan,
                        new TabularQAgent(
                                false,
                                0.9,
                                TabularQAgent.LearningRate.constant(0.1),
                                new Exploration(1, 0.05, 10_000))),
                play(plan, new RandomSlateAgent()));
    }

    @Test
    void logsThePropensitiesThatAgentsKnow() throws Exception {
        Trial.Plan plan = new Trial.Plan(EXPLORATION, Map.of("max_episode_steps", 5), 42, 4, 1);
        play(plan, new RandomSlateAgent(), Map.of("test", "known"));
        assertThat(propensities("known"))
                .hasSize(20)
                .allSatisfy(each -> assertThat(each.orElseThrow()).isCloseTo(1 / (15.0 * 14), within(1e-12)));
        Trial.Plan longer = new Trial.Plan(EXPLORATION, Map.of("max_episode_steps", 30), 42, 1, 1);
        play(
                longer,
                new ClusterBanditAgent(2, new BetaThompson(1, RandomSource.XO_RO_SHI_RO_128_PP.create(9))),
                Map.of("test", "drawn"));
        assertThat(propensities("drawn")).hasSize(30).last().isEqualTo(OptionalDouble.empty());
    }

    @Test
    void logsThePropensitiesOfTheLanesThatKnowThem() throws Exception {
        SlateAgent agent = new SlateAgent() {
            @Override
            public String name() {
                return "half-known";
            }

            @Override
            public SlatePolicy policy(int lane, SlateContext context) {
                return lane == 1 ? SlatePolicy.drawn(0, 1) : SlatePolicy.certain(0, 1);
            }
        };
        play(
                new Trial.Plan(EXPLORATION, Map.of("max_episode_steps", 3), 42, 3, 1),
                agent,
                Map.of("test", "half-known"));
        OptionalDouble known = OptionalDouble.of(1);
        OptionalDouble unknown = OptionalDouble.empty();
        assertThat(propensities("half-known"))
                .containsExactly(known, unknown, known, known, unknown, known, known, unknown, known);
        try (TrajectoryReader reader =
                TrajectoryReader.open(data.resolve("log"), StepFilter.all().withLabels(Map.of("test", "half-known")))) {
            LoggedStep step = Objects.requireNonNull(reader.next());
            step = step.rows().isEmpty() ? Objects.requireNonNull(reader.next()) : step;
            assertThat(step.slotPropensities(0)).containsExactly(1, 1);
            assertThat(step.slotPropensities(1)).isEmpty();
        }
    }

    private List<OptionalDouble> propensities(String test) throws Exception {
        List<OptionalDouble> found = new ArrayList<>();
        try (TrajectoryReader reader =
                TrajectoryReader.open(data.resolve("log"), StepFilter.all().withLabels(Map.of("test", test)))) {
            for (@Nullable LoggedStep step = reader.next(); step != null; step = reader.next()) {
                for (LaneStep row : step.rows()) {
                    found.add(row.propensity());
                }
            }
        }
        return found;
    }

    @Test
    void refusesWhatHasNoSlatesOrSeveralUsers() {
        assertThatThrownBy(() -> play(new Trial.Plan("RecoGym-v1", Map.of(), 1, 2, 1), new RandomSlateAgent()))
                .hasMessageContaining("single items");
        assertThatThrownBy(
                        () -> play(new Trial.Plan(EVOLUTION, Map.of("num_users", 2), 1, 2, 1), new RandomSlateAgent()))
                .hasMessageContaining("num_users");
    }

    private static Trial.Plan evolution(int episodes) {
        return new Trial.Plan(EVOLUTION, Map.of(), 42, 64, episodes);
    }

    private SlateTrialReport play(Trial.Plan plan, SlateAgent agent) {
        return play(plan, agent, Map.of());
    }

    private SlateTrialReport play(Trial.Plan plan, SlateAgent agent, Map<String, String> labels) {
        return SlateTrial.run(
                client,
                plan,
                agent,
                labels,
                RandomSource.XO_RO_SHI_RO_128_PP.create(1),
                (simulation, lane, episode, experience, result) -> {},
                share -> {});
    }

    private static void beats(SlateTrialReport better, SlateTrialReport worse) {
        gains("return", better, better.returns(), worse, worse.returns());
    }

    private static void isClickedMore(SlateTrialReport better, SlateTrialReport worse) {
        gains("clicks a slate", better, clickRates(better), worse, clickRates(worse));
    }

    private static double[] clickRates(SlateTrialReport report) {
        double[] rates = report.clicks();
        double[] steps = report.steps();
        Arrays.setAll(rates, user -> rates[user] / steps[user]);
        return rates;
    }

    /** In the second half of the users, when it has learned. */
    private static void gains(
            String what, SlateTrialReport better, double[] first, SlateTrialReport worse, double[] second) {
        int episodes = better.episodes();
        double[] gains = IntStream.range(0, first.length)
                .filter(user -> user % episodes >= episodes / 2)
                .mapToDouble(user -> first[user] - second[user])
                .toArray();
        double gain = Arrays.stream(gains).average().orElseThrow();
        double error = standardError(gains);
        System.out.printf("%s beats %s by %.3f +- %.3f %s%n", better.agent(), worse.agent(), gain, error, what);
        assertThat(gain)
                .as("gain in %s of %s over %s", what, better.agent(), worse.agent())
                .isGreaterThan(STANDARD_ERRORS * error);
    }

    private static double standardError(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return Math.sqrt(squares / (values.length - 1.0) / values.length);
    }
}
