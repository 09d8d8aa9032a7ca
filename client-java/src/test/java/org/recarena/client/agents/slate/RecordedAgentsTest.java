package org.recarena.client.agents.slate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agents against what RecSim's own gave, to 1e-9. */
class RecordedAgentsTest {

    static List<JsonNode> ucb1() {
        return Recorded.cases(Recorded.of("ucb1"));
    }

    @ParameterizedTest
    @MethodSource("ucb1")
    void scoresAsUcb1(JsonNode recorded) {
        checkIndex(recorded, new Ucb1(recorded.path("optimism_scaling").doubleValue()));
    }

    static List<JsonNode> klUcb() {
        return Recorded.cases(Recorded.of("klucb"));
    }

    @ParameterizedTest
    @MethodSource("klUcb")
    void scoresAsKlUcb(JsonNode recorded) {
        checkIndex(recorded, KlUcb.asRecSim(recorded.path("optimism_scaling").doubleValue()));
    }

    private static void checkIndex(JsonNode recorded, BanditIndex index) {
        double[] expected = Recorded.doubles(recorded.path("score"));
        double[] scores = new double[expected.length];
        index.score(
                Recorded.doubles(recorded.path("pulls")),
                Recorded.doubles(recorded.path("reward")),
                recorded.path("t").doubleValue(),
                scores);
        assertThat(Recorded.furthest(scores, expected)).isLessThanOrEqualTo(Recorded.TOLERANCE);
        assertThat(Ranking.top(scores, 1)[0]).isEqualTo(recorded.path("arm").intValue());
    }

    static List<JsonNode> thompson() {
        return Recorded.cases(Recorded.of("thompson_posterior"));
    }

    @ParameterizedTest
    @MethodSource("thompson")
    void drawsFromThePosterior(JsonNode recorded) {
        BetaThompson index = new BetaThompson(
                recorded.path("optimism_scaling").doubleValue(), RandomSource.XO_RO_SHI_RO_128_PP.create(5));
        double pulls = recorded.path("pulls").doubleValue();
        double reward = recorded.path("reward").doubleValue();
        double a = recorded.path("beta_a").doubleValue();
        double b = recorded.path("beta_b").doubleValue();
        assertThat(index.alpha(reward)).isCloseTo(a, within(Recorded.TOLERANCE));
        assertThat(index.beta(pulls, reward)).isCloseTo(b, within(Recorded.TOLERANCE));
        checkMoments(index, pulls, reward, a, b);
    }

    /**
     * Mean and variance of 100,000 draws against those of Beta(a, b), within 4.5 standard errors, which each misses
     * with a probability below 1e-5; fixed seed. The standard error of a variance is at most that of squares of numbers
     * in [0, 1] with this spread: sd^2 sqrt(kurtosis / n), and a Beta's kurtosis here is below 4.
     */
    private static void checkMoments(BanditIndex index, double pulls, double reward, double a, double b) {
        int draws = 100_000;
        double[] out = new double[1];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < draws; i++) {
            index.score(new double[] {pulls}, new double[] {reward}, pulls, out);
            sum += out[0];
            squares += out[0] * out[0];
        }
        double mean = a / (a + b);
        double variance = mean * (1 - mean) / (a + b + 1);
        assertThat(sum / draws).isCloseTo(mean, within(4.5 * Math.sqrt(variance / draws)));
        assertThat(squares / draws - sum / draws * sum / draws)
                .isCloseTo(variance, within(4.5 * variance * Math.sqrt(4.0 / draws)));
    }

    static List<JsonNode> greedy() {
        return Recorded.cases(Recorded.of("greedy_pctr"));
    }

    @ParameterizedTest
    @MethodSource("greedy")
    void showsTheMostProbableClicks(JsonNode recorded) {
        double[] scores = Recorded.doubles(recorded.path("scores"));
        SlateContext context = SlateContext.of(
                        scores.length, recorded.path("slate_size").intValue())
                .qualities(scores)
                .build();
        assertThat(slate(new GreedyPctrAgent((seen, candidate) -> seen.quality(candidate)), context))
                .containsExactly(Recorded.ints(recorded.path("slate")));
    }

    static List<JsonNode> clusterBandit() {
        return Recorded.cases(Recorded.of("cluster_bandit"));
    }

    @ParameterizedTest
    @MethodSource("clusterBandit")
    void fillsSlatesByCluster(JsonNode recorded) {
        List<JsonNode> documents = Recorded.cases(recorded.path("docs"));
        SlateContext context = SlateContext.of(
                        documents.size(), recorded.path("slate_size").intValue())
                .qualities(documents.stream()
                        .mapToDouble(each -> each.path("quality").doubleValue())
                        .toArray())
                .clusters(documents.stream()
                        .mapToInt(each -> each.path("cluster_id").intValue())
                        .toArray())
                .build();
        BanditIndex index = recorded.path("algorithm").asText().equals("UCB1") ? new Ucb1(1) : KlUcb.asRecSim(1);
        double[] impressions = Recorded.doubles(recorded.path("impressions"));
        ClusterBanditAgent agent = new ClusterBanditAgent(impressions.length, index);
        assertThat(agent.slate(context, impressions, Recorded.doubles(recorded.path("clicks"))))
                .containsExactly(Recorded.ints(recorded.path("slate")));
    }

    static List<JsonNode> glm() {
        return Recorded.cases(Recorded.of("glm_irls"));
    }

    @ParameterizedTest
    @MethodSource("glm")
    void fitsTheLogisticRegression(JsonNode recorded) {
        int dimension = recorded.path("dim").intValue();
        double[] rows = Recorded.matrix(recorded.path("arms"));
        double[] rewards = Recorded.doubles(recorded.path("rewards"));
        double scale = recorded.path("sigma0").doubleValue();
        LogisticRidge regression = new LogisticRidge(dimension, scale);
        regression.fit(rows, rewards, rewards.length);
        assertThat(Recorded.furthest(regression.weights(), Recorded.doubles(recorded.path("w"))))
                .isLessThanOrEqualTo(Recorded.TOLERANCE);
        assertThat(Recorded.furthest(regression.gram(), Recorded.matrix(recorded.path("gram"))))
                .isLessThanOrEqualTo(Recorded.TOLERANCE);
    }

    @ParameterizedTest
    @MethodSource("glm")
    void boundsAsGlmUcb(JsonNode recorded) {
        int dimension = recorded.path("dim").intValue();
        double horizon = recorded.path("horizon").doubleValue();
        assertThat(GlmUcbAgent.width(dimension, horizon))
                .isCloseTo(recorded.path("confidence_width").doubleValue(), within(Recorded.TOLERANCE));
        // Features of which only the number matters here: 1, the quality and so many of the document.
        GlmUcbAgent agent = new GlmUcbAgent(
                new LinearItemFeatures(0, dimension - 2, 0),
                1,
                horizon,
                recorded.path("sigma0").doubleValue(),
                1000,
                RandomSource.XO_RO_SHI_RO_128_PP.create(1));
        double[] rewards = Recorded.doubles(recorded.path("rewards"));
        List<JsonNode> arms = Recorded.cases(recorded.path("arms"));
        for (int i = 0; i < rewards.length; i++) {
            agent.observe(Recorded.doubles(arms.get(i)), rewards[i]);
        }
        agent.refit();
        double[] scores = Recorded.cases(recorded.path("candidates")).stream()
                .map(Recorded::doubles)
                .mapToDouble(agent::score)
                .toArray();
        assertThat(Recorded.furthest(scores, Recorded.doubles(recorded.path("ucb_scores"))))
                .isLessThanOrEqualTo(Recorded.TOLERANCE);
    }

    static Stream<JsonNode> optimisers() {
        return Recorded.cases(Recorded.of("slateq_slate_optimisers").path("cases")).stream();
    }

    @ParameterizedTest
    @MethodSource("optimisers")
    void findsTheSlates(JsonNode recorded) {
        double[] weights = Recorded.doubles(recorded.path("scores"));
        double[] values = Recorded.doubles(recorded.path("q"));
        double noClick = recorded.path("no_click_score").doubleValue();
        int size = recorded.path("slate_size").intValue();
        int[] top = SlateOptimiser.TOP_K.slate(weights, values, noClick, size);
        int[] greedy = SlateOptimiser.GREEDY.slate(weights, values, noClick, size);
        int[] exact = SlateOptimiser.EXACT.slate(weights, values, noClick, size);
        assertThat(top).containsExactly(Recorded.ints(recorded.path("TS")));
        assertThat(greedy).containsExactly(Recorded.ints(recorded.path("GS_pick_order")));
        assertThat(Arrays.stream(exact).sorted().toArray()).containsExactly(Recorded.ints(recorded.path("OS_set")));
        assertThat(Recorded.furthest(
                        new double[] {
                            SlateOptimiser.value(top, weights, values, noClick),
                            SlateOptimiser.value(greedy, weights, values, noClick),
                            SlateOptimiser.value(exact, weights, values, noClick)
                        },
                        new double[] {
                            recorded.path("TS_value").doubleValue(),
                            recorded.path("GS_value").doubleValue(),
                            recorded.path("OS_value").doubleValue()
                        }))
                .isLessThanOrEqualTo(Recorded.TOLERANCE);
    }

    private static int[] slate(SlateAgent agent, SlateContext context) {
        return agent.policy(0, context).draw(RandomSource.XO_RO_SHI_RO_128_PP.create(1));
    }
}
