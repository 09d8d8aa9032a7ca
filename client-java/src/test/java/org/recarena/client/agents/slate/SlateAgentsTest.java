package org.recarena.client.agents.slate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.client.agents.slate.SlateExperience.End;

/** Laws of all agents for slates, and the formulas of those that RecSim does not have. */
class SlateAgentsTest {

    private static final int CANDIDATES = 6;
    private static final int SIZE = 3;
    private static final int CLUSTERS = 4;

    static List<SlateAgent> every() {
        ItemFeatures linear = new LinearItemFeatures(CLUSTERS, 2, 2);
        ItemFeatures tiles = new TileCodedItemFeatures(ItemScore.interest(), -1, 1, CLUSTERS, 4, 5);
        ChoiceWeights choice = ChoiceWeights.proportional(-2, 1);
        return List.of(
                new RandomSlateAgent(),
                new GreedyPctrAgent(ItemScore.interest()),
                new ClusterBanditAgent(CLUSTERS, new Ucb1(1)),
                new ClusterBanditAgent(CLUSTERS, new KlUcb(0.5)),
                new ClusterBanditAgent(CLUSTERS, new BetaThompson(1, random(3))),
                new GlmUcbAgent(linear, 0.1, 100, 1, 500, random(7)),
                new TabularQAgent(true, 0.9, TabularQAgent.LearningRate.constant(0.1), new Exploration(0.9, 0.1, 200)),
                SlateQAgent.builder(linear, choice).build(),
                SlateQAgent.builder(tiles, choice)
                        .sarsa()
                        .serving(SlateOptimiser.GREEDY)
                        .noClickValue()
                        .build(),
                SlateQAgent.builder(linear, ChoiceWeights.logit(ItemScore.interest(), 1))
                        .target(SlateOptimiser.TOP_K)
                        .serving(SlateOptimiser.TOP_K)
                        .discount(0)
                        .build(),
                new CascadeLinUcbAgent(linear, 0.5),
                new PbmUcbAgent(CLUSTERS, new double[] {0.5, 1, 0.25}, 1));
    }

    @ParameterizedTest
    @MethodSource("every")
    void showsSlatesThatAreLegalAndAsProbableAsItSays(SlateAgent agent) {
        UniformRandomProvider random = random(11);
        agent.begin(0);
        SlateContext context = someContext(random);
        for (int round = 0; round < 400; round++) {
            SlatePolicy policy = agent.policy(0, context);
            int[] slate = policy.draw(random);
            assertThat(slate).hasSize(SIZE).doesNotHaveDuplicates();
            assertThat(IntStream.of(slate)).allMatch(each -> each >= 0 && each < CANDIDATES);
            if (policy.known()) {
                assertThat(policy.propensity(slate)).isBetween(Double.MIN_VALUE, 1 + 1e-12);
                for (double slot : policy.slotPropensities(slate)) {
                    assertThat(slot).isBetween(policy.propensity(slate) - 1e-12, 1 + 1e-12);
                }
            }
            SlateContext next = someContext(random);
            boolean[] clicks = new boolean[SIZE];
            int clicked = random.nextInt(SIZE + 2);
            if (clicked < SIZE) {
                clicks[clicked] = true;
            }
            End end = round % 17 == 16 ? End.TERMINATED : round % 23 == 22 ? End.TRUNCATED : End.NONE;
            agent.learn(0, new SlateExperience(context, slate, clicks, clicked < SIZE ? 1 : 0, next, end));
            if (end != End.NONE) {
                agent.begin(0);
            }
            context = next;
        }
    }

    @Test
    void namesEachAgentDifferently() {
        assertThat(every()).extracting(SlateAgent::name).doesNotHaveDuplicates();
    }

    /** Two documents of one feature each, worked out by hand. */
    @Test
    void creditsWhatTheCascadeLookedAt() {
        CascadeLinUcbAgent agent = new CascadeLinUcbAgent(new LinearItemFeatures(3, 0, 0), 1);
        SlateContext context = SlateContext.of(3, 3).clusters(0, 1, 2).build();
        assertThat(agent.bound(context, 0)).as("capped: sqrt(2) before").isEqualTo(1);
        agent.learn(
                0,
                new SlateExperience(
                        context, new int[] {2, 0, 1}, new boolean[] {false, true, false}, 1, context, End.NONE));
        // x = (1, cluster): A has 2 observations; that of cluster 1, below the click, is none. Over (1, c0, c2), A =
        // [[3, 1, 1], [1, 2, 0], [1, 0, 2]], b = (1, 1, 0), so theta = (1/4, 3/8, -1/8).
        double[] means = {0.25 + 0.375, 0.25, 0.25 - 0.125};
        // x'A^-1 x, with A^-1 = 1/8 [[4, -2, -2], [-2, 5, 1], [-2, 1, 5]] there, and 1 for c1.
        double[] variances = {5.0 / 8, 4.0 / 8 + 1, 5.0 / 8};
        for (int cluster = 0; cluster < 3; cluster++) {
            assertThat(agent.bound(context, cluster))
                    .isCloseTo(Math.min(1, means[cluster] + Math.sqrt(variances[cluster])), within(1e-12));
        }
        CascadeLinUcbAgent sure = new CascadeLinUcbAgent(new LinearItemFeatures(3, 0, 0), 0);
        sure.learn(
                0,
                new SlateExperience(
                        context, new int[] {2, 0, 1}, new boolean[] {false, true, false}, 1, context, End.NONE));
        for (int cluster = 0; cluster < 3; cluster++) {
            assertThat(sure.bound(context, cluster)).isCloseTo(means[cluster], within(1e-12));
        }
    }

    @Test
    void weighsShowingsByHowOftenSlotsAreLookedAt() {
        PbmUcbAgent agent = new PbmUcbAgent(2, new double[] {0.5, 1}, 1);
        SlateContext context = SlateContext.of(2, 2).clusters(0, 1).build();
        assertThat(agent.index(0)).isInfinite();
        agent.learn(
                0, new SlateExperience(context, new int[] {0, 1}, new boolean[] {true, false}, 1, context, End.NONE));
        agent.learn(
                0, new SlateExperience(context, new int[] {0, 1}, new boolean[] {true, true}, 2, context, End.NONE));
        // Cluster 0: S = 2, N = 2, N~ = 1; cluster 1: S = 1, N = 2, N~ = 2; t = 2.
        assertThat(agent.index(0)).isCloseTo(2 + Math.sqrt(2) * Math.sqrt(Math.log(2) / 2), within(1e-12));
        assertThat(agent.index(1)).isCloseTo(0.5 + Math.sqrt(Math.log(2) / 4), within(1e-12));
        // The better one goes where users look.
        assertThat(agent.policy(0, context).draw(random(1))).containsExactly(1, 0);
    }

    /** The divergence of the index from the mean is the bound, by the formula. */
    @Test
    void boundsTheDivergence() {
        double[] pulls = {100, 40, 60};
        double[] rewards = {30, 22, 1};
        double[] scores = new double[3];
        new KlUcb(1).score(pulls, rewards, 200, scores);
        for (int arm = 0; arm < 3; arm++) {
            double mean = rewards[arm] / pulls[arm];
            double bound = (Math.log(200) + 3 * Math.log(Math.log(200))) / pulls[arm];
            assertThat(divergence(mean, scores[arm] - 0x1p-15)).isLessThan(bound);
            assertThat(divergence(mean, scores[arm] + 0x1p-15)).isGreaterThan(bound);
        }
    }

    private static double divergence(double p, double q) {
        return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
    }

    @Test
    void codesNumbersInTiles() {
        TileCodedItemFeatures tiles = new TileCodedItemFeatures(SlateContext::quality, 0, 1, 2, 2, 4);
        assertThat(tiles.dimension()).isEqualTo(2 * 2 * 5);
        SlateContext context = SlateContext.of(4, 1)
                .qualities(0.30, 0.38, 0.30, 7)
                .clusters(0, 0, 1, 1)
                .build();
        // 0.30 lies in tile 1 of both tilings; 0.38 in tile 1 of the first and, shifted by 1/8, in tile 2 of the
        // second.
        assertThat(coded(tiles, context, 0)).containsExactly(1, 6);
        assertThat(coded(tiles, context, 1)).containsExactly(1, 7);
        assertThat(coded(tiles, context, 2)).containsExactly(11, 16);
        assertThat(coded(tiles, context, 3)).as("beyond the range").containsExactly(14, 19);
    }

    private static int[] coded(ItemFeatures features, SlateContext context, int candidate) {
        FeatureVector vector = new FeatureVector(features.dimension());
        double[] dense = new double[features.dimension()];
        features.write(context, candidate, vector);
        vector.writeTo(dense);
        return IntStream.range(0, dense.length).filter(i -> dense[i] == 1).toArray();
    }

    @Test
    void binsAsRecSim() {
        // 100 edges from 0 to 10: the k-th lies at 10 k / 99.
        assertThat(TabularQAgent.bin(-0.5)).isZero();
        assertThat(TabularQAgent.bin(0)).isEqualTo(1);
        assertThat(TabularQAgent.bin(5)).isEqualTo(50);
        assertThat(TabularQAgent.bin(99)).isEqualTo(100);
    }

    /** Clicks in one visit say nothing of the next user in that lane, nor of other lanes. */
    @Test
    void forgetsUsersWhoLeft() {
        ClusterBanditAgent agent = new ClusterBanditAgent(2, new Ucb1(1));
        SlateContext context = SlateContext.of(2, 1).clusters(0, 1).build();
        agent.begin(0);
        int[] first = agent.policy(0, context).draw(random(1));
        agent.learn(0, new SlateExperience(context, first, new boolean[] {true}, 1, context, End.NONE));
        assertThat(agent.policy(0, context).draw(random(1)))
                .as("the other one has to be tried")
                .isNotEqualTo(first);
        assertThat(agent.policy(1, context).draw(random(1))).isEqualTo(first);
        agent.begin(0);
        assertThat(agent.policy(0, context).draw(random(1))).isEqualTo(first);
    }

    @Test
    void exploresLessAndLess() {
        Exploration falling = new Exploration(0.9, 0.1, 100);
        assertThat(falling.at(0)).isEqualTo(0.9);
        assertThat(falling.at(50)).isCloseTo(0.5, within(1e-12));
        assertThat(falling.at(1000)).isEqualTo(0.1);
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new Exploration(0.1, 0.9, 5)).hasMessageContaining("0.9");
        assertThatThrownBy(() -> new Ucb1(0)).hasMessageContaining("optimism");
        assertThatThrownBy(() -> new ClusterBanditAgent(1, new Ucb1(1))).hasMessageContaining("at least 2");
        assertThatThrownBy(() -> new PbmUcbAgent(2, new double[] {0.5, 0}, 1)).hasMessageContaining("examination");
        assertThatThrownBy(() -> new CascadeLinUcbAgent(new LinearItemFeatures(2, 0, 0), -1))
                .hasMessageContaining("alpha");
        assertThatThrownBy(() -> SlateContext.of(2, 3)).hasMessageContaining("slateSize is 3");
        assertThatThrownBy(() -> SlateContext.of(2, 1).clusters(0)).hasMessageContaining("expected 2");
        TabularQAgent agent =
                new TabularQAgent(true, 0.9, TabularQAgent.LearningRate.constant(0.1), new Exploration(0, 0, 1));
        assertThatThrownBy(() -> agent.policy(0, SlateContext.of(1000, 3).build()))
                .hasMessageContaining("too many for a table");
    }

    @Test
    void tablesHaveSlatesOfEverySize() {
        TabularQAgent agent =
                new TabularQAgent(true, 0.9, TabularQAgent.LearningRate.constant(0.1), new Exploration(0, 0, 1));
        for (int size : new int[] {2, 1, 3}) {
            int[] slate = agent.policy(0, SlateContext.of(4, size).build()).draw(random(1));
            assertThat(slate).hasSize(size);
        }
    }

    private static SlateContext someContext(UniformRandomProvider random) {
        return SlateContext.of(CANDIDATES, SIZE)
                .user(random.doubles(2, -1, 1).toArray())
                .documents(random.doubles(2 * CANDIDATES, 0, 1).toArray())
                .clusters(random.ints(CANDIDATES, 0, CLUSTERS).toArray())
                .build();
    }

    private static UniformRandomProvider random(long seed) {
        return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    }
}
