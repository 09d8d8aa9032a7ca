package org.recarena.client.agents.slate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.client.agents.slate.SlateExperience.End;

/** The agents that learn long-term values, in decision processes whose values are known. */
class ValueLearningTest {

    private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(29);

    static Stream<String> discounts() {
        return Stream.of("0.0", "0.5");
    }

    /**
     * RecSim's test process against its recorded values. RecSim's own test accepts an error of 0.25 after 50,000 steps
     * with a discount of 0.5.
     */
    @ParameterizedTest
    @MethodSource("discounts")
    void learnsTheValuesOfTheTestProcess(String discount) {
        JsonNode process = Recorded.of("tabular_test_mdp");
        double[][][] transitions = Recorded.cases(process.path("transition")).stream()
                .map(action ->
                        Recorded.cases(action).stream().map(Recorded::doubles).toArray(double[][]::new))
                .toArray(double[][][]::new);
        double[][] rewards = Recorded.cases(process.path("reward")).stream()
                .map(Recorded::doubles)
                .toArray(double[][]::new);
        List<JsonNode> best = Recorded.cases(process.path("q_star").path(discount));
        TabularQAgent agent = new TabularQAgent(
                false, Double.parseDouble(discount), TabularQAgent.LearningRate.falling(0.8), new Exploration(1, 1, 1));
        int state = 0;
        for (int step = 0; step < 50_000; step++) {
            SlateContext context = tested(state);
            int[] slate = agent.policy(0, context).draw(random);
            int next = draw(transitions[slate[0]][state]);
            agent.learn(
                    0,
                    new SlateExperience(
                            context, slate, new boolean[] {true}, rewards[slate[0]][state], tested(next), End.NONE));
            state = next;
        }
        double worst = 0;
        for (int each = 0; each < best.size(); each++) {
            double[] expected = Recorded.doubles(best.get(each));
            for (int action = 0; action < expected.length; action++) {
                worst = Math.max(worst, Math.abs(agent.value(tested(each), action) - expected[action]));
            }
        }
        System.out.println("discount " + discount + ": furthest from the values " + worst);
        assertThat(worst).isLessThan(0.25);
    }

    private static SlateContext tested(int state) {
        return SlateContext.of(4, 1).user(state).clusters(0, 1, 2, 3).build();
    }

    /**
     * Three kinds of documents: a short pleasure that ends the visit, something in between, and what makes users stay.
     */
    private static final double[] WEIGHTS = {2, 1, 0.5};

    private static final double[] REWARDS = {4, 3, 2};
    private static final double[] STAY = {0.3, 0.9, 0.98};
    private static final double NO_CLICK = 1;
    private static final double STAY_UNCLICKED = 0.9;
    private static final double DISCOUNT = 0.95;
    private static final SlateContext ONLY =
            SlateContext.of(3, 1).clusters(0, 1, 2).build();

    /**
     * SlateQ in a process of one state, against its values by value iteration: its estimates move around them, by less
     * than 5 % at this rate, and it shows the best document.
     */
    @ParameterizedTest
    @MethodSource("variants")
    void learnsWhatDocumentsAreWorthLater(boolean noClick, SlateQAgent agent) {
        double[] expected = valuesByIteration(noClick);
        play(agent, 400_000);
        double[] found = new double[3];
        Arrays.setAll(found, document -> agent.value(ONLY, document));
        System.out.println(agent.name() + ": " + Arrays.toString(found) + ", expected " + Arrays.toString(expected));
        for (int document = 0; document < 3; document++) {
            assertThat(found[document]).isCloseTo(expected[document], within(0.05 * expected[document]));
        }
    }

    static Stream<Arguments> variants() {
        ItemFeatures linear = new LinearItemFeatures(3, 0, 0);
        ItemFeatures tiles = new TileCodedItemFeatures((context, candidate) -> 0.5, 0, 1, 3, 4, 4);
        return Stream.of(
                Arguments.of(false, agent(linear).build()),
                Arguments.of(true, agent(linear).noClickValue().build()),
                Arguments.of(true, agent(tiles).noClickValue().build()));
    }

    private static SlateQAgent.Builder agent(ItemFeatures features) {
        return SlateQAgent.builder(
                        features,
                        new ChoiceWeights((context, candidate) -> WEIGHTS[context.cluster(candidate)], NO_CLICK))
                .discount(DISCOUNT)
                .rate(0.002)
                .exploration(new Exploration(0.5, 0.5, 1));
    }

    private static double[] valuesByIteration(boolean learnsNoClick) {
        double value = 0;
        double[] values = new double[3];
        for (int i = 0; i < 2000; i++) {
            double nothing = learnsNoClick ? DISCOUNT * STAY_UNCLICKED * value : 0;
            double best = 0;
            for (int document = 0; document < 3; document++) {
                values[document] = REWARDS[document] + DISCOUNT * STAY[document] * value;
                double p = WEIGHTS[document] / (WEIGHTS[document] + NO_CLICK);
                best = Math.max(best, p * values[document] + (1 - p) * nothing);
            }
            value = best;
        }
        return values;
    }

    private void play(SlateQAgent agent, int steps) {
        agent.begin(0);
        for (int step = 0; step < steps; step++) {
            int[] slate = agent.policy(0, ONLY).draw(random);
            double weight = WEIGHTS[slate[0]];
            boolean click = random.nextDouble() < weight / (weight + NO_CLICK);
            boolean stays = random.nextDouble() < (click ? STAY[slate[0]] : STAY_UNCLICKED);
            agent.learn(
                    0,
                    new SlateExperience(
                            ONLY,
                            slate,
                            new boolean[] {click},
                            click ? REWARDS[slate[0]] : 0,
                            ONLY,
                            stays ? End.NONE : End.TERMINATED));
            if (!stays) {
                agent.begin(0);
            }
        }
    }

    /** From the slate that was shown next, and from nothing after the last; worked out by hand. */
    @Test
    void learnsFromTheNextSlateBySarsa() {
        SlateQAgent agent =
                agent(new LinearItemFeatures(3, 0, 0)).rate(1).sarsa().build();
        agent.begin(0);
        agent.learn(0, clicked(2, 2, End.NONE));
        assertThat(agent.value(ONLY, 2)).as("waits for the next slate").isZero();
        agent.learn(0, clicked(0, 4, End.NONE));
        // The features are 1 and the cluster's own, so that half of a value is shared with the other documents.
        assertThat(agent.value(ONLY, 2)).isCloseTo(2, within(1e-12)); // Document 0 was worth 0.
        assertThat(agent.value(ONLY, 0)).isCloseTo(1, within(1e-12));
        agent.learn(0, clicked(2, 2, End.TERMINATED));
        // V of showing 2 is 0.5 / 1.5 of 2; then document 2 itself is worth 2, and nothing after it.
        double first = 4 + DISCOUNT * 0.5 * 2 / 1.5;
        assertThat(agent.value(ONLY, 0)).isCloseTo(first - shift(first), within(1e-12));
        assertThat(agent.value(ONLY, 2)).isCloseTo(2, within(1e-12));
    }

    /** How much of document 0's value goes when document 2, worth 2 + (first - 1) / 2 by then, is put back to 2. */
    private static double shift(double first) {
        return (first - 1) / 4;
    }

    private static SlateExperience clicked(int document, double reward, End end) {
        return new SlateExperience(ONLY, new int[] {document}, new boolean[] {true}, reward, ONLY, end);
    }

    private int draw(double[] probabilities) {
        double left = random.nextDouble();
        for (int i = 0; i < probabilities.length; i++) {
            left -= probabilities[i];
            if (left < 0) {
                return i;
            }
        }
        return probabilities.length - 1;
    }
}
