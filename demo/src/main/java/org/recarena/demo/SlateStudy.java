package org.recarena.demo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.apache.commons.rng.simple.RandomSource;
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
import org.recarena.client.agents.slate.SlateOptimiser;
import org.recarena.client.agents.slate.SlateQAgent;
import org.recarena.client.agents.slate.TabularQAgent;
import org.recarena.client.agents.slate.TileCodedItemFeatures;
import org.recarena.client.agents.slate.Ucb1;

/**
 * What is played in one environment with slates, and how it is told.
 *
 * @param environment its id
 * @param config of the world
 * @param unit of the reward, for many of it
 * @param agents who takes part, deterministic by the seed; the random one first
 * @param told how a session is told
 */
record SlateStudy(
        String environment,
        Map<String, Object> config,
        String unit,
        LongFunction<List<SlateAgent>> agents,
        Story told) {

    private static final int TOPICS = 20;
    /** How much the bandits hope for: as published they would explore beyond the end of the demonstration. */
    private static final double HOPE = 0.1;
    /** Of the bound of GLM-UCB, which is far wider to begin with. */
    private static final double GLM_HOPE = 0.01;

    private static final int MEMORY = 20_000;
    /** After so many, agents with a table explore little. */
    private static final long TABLE_STEPS = 50_000;

    /**
     * How a session is told.
     *
     * @param worth what makes a document good or bad, in a word
     * @param low the worst there is, about
     * @param high the best
     * @param signal the response that tells it; otherwise it is what the documents' first feature is less than 1
     * @param meter the part of the user's hidden state that is drawn below the slates, if any
     */
    record Story(String worth, double low, double high, Optional<String> signal, Optional<Meter> meter) {}

    /**
     * A part of the user's state.
     *
     * @param state as the oracle names it
     * @param title in words
     * @param full its highest value
     */
    record Meter(String state, String title, double full) {}

    /** The studies there are, by environment. */
    static Map<String, SlateStudy> all() {
        Map<String, SlateStudy> studies = new TreeMap<>();
        for (SlateStudy study : List.of(evolution(), exploration(), satisfaction(), chocKale(), testMdp())) {
            studies.put(study.environment(), study);
        }
        return studies;
    }

    private static SlateStudy evolution() {
        ItemFeatures linear = new LinearItemFeatures(0, TOPICS, TOPICS);
        ItemFeatures tiles = new TileCodedItemFeatures(ItemScore.interest(), -1, 1, TOPICS, 4, 4);
        ChoiceWeights choice = ChoiceWeights.proportional(-1, 1);
        Supplier<SlateQAgent.Builder> slateQ = () -> SlateQAgent.builder(linear, choice);
        return new SlateStudy(
                "RecSim-InterestEvolution-v1",
                Map.of("num_candidates", 10, "slate_size", 3),
                "minutes watched",
                seed -> List.of(
                        new RandomSlateAgent(),
                        new GreedyPctrAgent(ItemScore.interest()),
                        new ClusterBanditAgent(TOPICS, new Ucb1(HOPE)),
                        new ClusterBanditAgent(TOPICS, new KlUcb(HOPE)),
                        new ClusterBanditAgent(
                                TOPICS, new BetaThompson(HOPE, RandomSource.XO_RO_SHI_RO_128_PP.create(seed))),
                        new GlmUcbAgent(
                                linear, GLM_HOPE, 1000, 1, MEMORY, RandomSource.XO_RO_SHI_RO_128_PP.create(seed)),
                        new CascadeLinUcbAgent(linear, HOPE),
                        new PbmUcbAgent(TOPICS, new double[] {1, 1, 1}, HOPE),
                        slateQ.get().discount(0).serving(SlateOptimiser.TOP_K).build(),
                        slateQ.get().discount(0).serving(SlateOptimiser.GREEDY).build(),
                        slateQ.get().sarsa().serving(SlateOptimiser.TOP_K).build(),
                        slateQ.get().sarsa().serving(SlateOptimiser.GREEDY).build(),
                        slateQ.get()
                                .target(SlateOptimiser.TOP_K)
                                .serving(SlateOptimiser.TOP_K)
                                .build(),
                        slateQ.get()
                                .target(SlateOptimiser.GREEDY)
                                .serving(SlateOptimiser.GREEDY)
                                .build(),
                        slateQ.get().serving(SlateOptimiser.TOP_K).build(),
                        slateQ.get().serving(SlateOptimiser.GREEDY).build(),
                        slateQ.get().build(),
                        slateQ.get().noClickValue().name("slateq-null-item").build(),
                        SlateQAgent.builder(tiles, choice)
                                .noClickValue()
                                .name("slateq-null-item-tiles")
                                .build()),
                new Story(
                        "quality",
                        -3,
                        3,
                        Optional.of("quality"),
                        Optional.of(new Meter("time_budget", "time left", 200))));
    }

    private static SlateStudy exploration() {
        ItemFeatures features = new LinearItemFeatures(2, 0, 0);
        return new SlateStudy(
                "RecSim-InterestExploration-v1",
                Map.of("num_candidates", 15, "slate_size", 2),
                "clicks",
                seed -> List.of(
                        new RandomSlateAgent(),
                        // What the reference believes: the means of the affinities' logarithms.
                        new GreedyPctrAgent(ItemScore.qualityAndAffinity(0.52, 0.28)),
                        new ClusterBanditAgent(2, new Ucb1(1)),
                        new ClusterBanditAgent(2, new KlUcb(1)),
                        new ClusterBanditAgent(2, new BetaThompson(1, RandomSource.XO_RO_SHI_RO_128_PP.create(seed))),
                        new GlmUcbAgent(
                                features, GLM_HOPE, 1000, 1, MEMORY, RandomSource.XO_RO_SHI_RO_128_PP.create(seed)),
                        new CascadeLinUcbAgent(features, HOPE),
                        new PbmUcbAgent(2, new double[] {1, 1}, HOPE)),
                new Story("quality", 1, 2.6, Optional.of("quality"), Optional.empty()));
    }

    private static SlateStudy satisfaction() {
        return clickbait(
                "RecSim-LongTermSatisfaction-v1",
                Map.of("slate_size", 2),
                new ChoiceWeights((context, candidate) -> 1, 0));
    }

    private static SlateStudy chocKale() {
        return clickbait(
                "RecSim-ChocKale-v1",
                Map.of("slate_size", 2),
                ChoiceWeights.logit(ItemScore.feature(0), Double.NEGATIVE_INFINITY));
    }

    /** A process of six states, small enough for a table of the value of every document in each. */
    private static SlateStudy testMdp() {
        Exploration exploration = new Exploration(1, 0.05, TABLE_STEPS);
        return new SlateStudy(
                "RecSim-TestMdp-v1",
                Map.of(),
                "reward",
                seed -> List.of(
                        new RandomSlateAgent(),
                        new TabularQAgent(
                                "tabular-myopic", false, 0, TabularQAgent.LearningRate.falling(0.8), exploration),
                        new TabularQAgent(
                                "tabular-q", false, 0.9, TabularQAgent.LearningRate.falling(0.8), exploration),
                        new TabularQAgent(
                                "tabular-q-constant-rate",
                                false,
                                0.9,
                                TabularQAgent.LearningRate.constant(0.1),
                                exploration)),
                new Story("reward", -10, 5, Optional.of("reward"), Optional.empty()));
    }

    private static SlateStudy clickbait(String environment, Map<String, Object> config, ChoiceWeights choice) {
        ItemFeatures tiles = new TileCodedItemFeatures(ItemScore.feature(0), 0, 1, 1, 4, 5);
        return new SlateStudy(
                environment,
                config,
                "engagement",
                seed -> List.of(
                        new RandomSlateAgent(),
                        new GreedyPctrAgent("most-clickbait", ItemScore.feature(0)),
                        new GreedyPctrAgent("least-clickbait", (context, candidate) -> -context.feature(candidate, 0)),
                        patient(tiles, choice).discount(0).build(),
                        patient(tiles, choice).sarsa().build(),
                        patient(tiles, choice).build()),
                new Story(
                        "substance",
                        0,
                        1,
                        Optional.empty(),
                        Optional.of(new Meter("satisfaction", "satisfaction", 1))));
    }

    /** Engagement varies far more than documents differ: only small steps average that out. */
    private static SlateQAgent.Builder patient(ItemFeatures features, ChoiceWeights choice) {
        return SlateQAgent.builder(features, choice).rate(0.002).exploration(new Exploration(1, 0.1, 50_000));
    }
}
