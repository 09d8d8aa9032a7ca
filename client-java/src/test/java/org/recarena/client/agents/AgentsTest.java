package org.recarena.client.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each agent against what its formula gives, computed another way. */
class AgentsTest {

    private static final int ITEMS = 4;

    static List<Agent> every() {
        return List.of(
                new RandomAgent(),
                new OrganicPopularityAgent(ITEMS),
                new OrganicCountAgent(ITEMS),
                new UserViewCountAgent(true),
                new UserViewCountAgent(false),
                new BanditCountAgent(ITEMS),
                new EpsilonGreedyAgent(new BanditCountAgent(ITEMS), 0.1),
                new LinUcbAgent(ITEMS, 0.5),
                new LinearThompsonAgent(ITEMS, 0.1, 50, random(5)),
                new LogisticRegressionAgent(ITEMS, true, 10, 0.1),
                new LogisticRegressionAgent(ITEMS, false, 10, 0.1));
    }

    @ParameterizedTest
    @MethodSource("every")
    void isADistributionWhateverWasLearned(Agent agent) {
        UniformRandomProvider random = random(11);
        Visit visit = new Visit(ITEMS);
        double[] out = new double[ITEMS];
        for (int round = 0; round < 300; round++) {
            agent.probabilities(0, visit, out);
            double sum = 0;
            for (double probability : out) {
                assertThat(probability).isBetween(0.0, 1.0);
                sum += probability;
            }
            assertThat(sum).isCloseTo(1, within(1e-9));
            int item = Choices.draw(out, random);
            assertThat(out[item]).isPositive();
            agent.learn(visit, item, out[item], random.nextInt(3) == 0 ? 1 : 0);
            if (round % 7 == 6) {
                visit.begin();
            }
            int viewed = random.nextInt(ITEMS);
            visit.viewed(viewed);
            agent.session(new int[] {viewed});
        }
    }

    /**
     * The frequencies of 200,000 draws against the probabilities: chi-square with 3 degrees of freedom at a level of
     * 0.001 (critical value 16.27), one test, fixed seed.
     */
    @Test
    void drawsAsOftenAsItSays() {
        Visit visit = visitOf(0, 0, 0, 1, 2, 3, 3);
        Agent agent = new EpsilonGreedyAgent(new UserViewCountAgent(false), 0.2);
        double[] out = new double[ITEMS];
        agent.probabilities(0, visit, out);
        assertThat(out)
                .containsExactly(
                        new double[] {0.8 * 3 / 7 + 0.05, 0.8 / 7 + 0.05, 0.8 / 7 + 0.05, 0.8 * 2 / 7 + 0.05},
                        within(1e-12));
        UniformRandomProvider random = random(3);
        int draws = 200_000;
        double[] seen = new double[ITEMS];
        for (int i = 0; i < draws; i++) {
            seen[Choices.draw(out, random)]++;
        }
        double chiSquare = 0;
        for (int item = 0; item < ITEMS; item++) {
            double expected = draws * out[item];
            chiSquare += (seen[item] - expected) * (seen[item] - expected) / expected;
        }
        System.out.println("chi-square of draws, 3 degrees of freedom: " + chiSquare);
        assertThat(chiSquare).isLessThan(16.27);
    }

    @Test
    void neverDrawsWhatHasNoProbability() {
        UniformRandomProvider random = random(7);
        double[] rounded = {0, 0.1, 0.2, 0.7 - 1e-9, 0}; // Sums to less than 1.
        for (int i = 0; i < 100_000; i++) {
            assertThat(Choices.draw(rounded, random)).isBetween(1, 3);
        }
    }

    @Test
    void countsClicksByTheLastView() {
        BanditCountAgent agent = new BanditCountAgent(ITEMS);
        Visit visit = visitOf(2);
        for (int item = 0; item < ITEMS; item++) {
            for (int i = 0; i < 10; i++) {
                agent.learn(visit, item, 0.25, item == 3 && i < 5 ? 1 : 0);
            }
        }
        assertThat(probabilities(agent, visit)).containsExactly(0, 0, 0, 1); // 6/12 against 1/12.
        assertThat(probabilities(agent, visitOf(1))).containsExactly(0.25, 0.25, 0.25, 0.25); // Nothing known there.
    }

    @Test
    void countsWhatIsViewedTogether() {
        OrganicCountAgent agent = new OrganicCountAgent(ITEMS);
        agent.session(new int[] {0, 1, 1});
        agent.session(new int[] {0, 2});
        // Row 0 of the sum of n n' for n = (1, 2, 0, 0) and (1, 0, 1, 0): (2, 2, 1, 0); row 1: (2, 4, 0, 0).
        assertThat(probabilities(agent, visitOf(0))).containsExactly(0.5, 0.5, 0, 0);
        assertThat(probabilities(agent, visitOf(1))).containsExactly(0, 1, 0, 0);
    }

    @Test
    void followsPopularity() {
        OrganicPopularityAgent agent = new OrganicPopularityAgent(ITEMS);
        agent.session(new int[] {0, 1, 1, 3});
        assertThat(probabilities(agent, visitOf(2))).containsExactly(0.25, 0.5, 0, 0.25);
    }

    /** The rank-one updates against the normal equations, solved by EJML. */
    @Test
    void solvesTheRidgeRegression() {
        UniformRandomProvider random = random(13);
        int dimension = 5;
        RidgeArm arm = new RidgeArm(dimension);
        DMatrixRMaj a = CommonOps_DDRM.identity(dimension);
        DMatrixRMaj b = new DMatrixRMaj(dimension, 1);
        for (int i = 0; i < 500; i++) {
            double[] x = random.doubles(dimension).toArray();
            double reward = random.nextDouble();
            arm.update(x, reward);
            DMatrixRMaj column = DMatrixRMaj.wrap(dimension, 1, x);
            CommonOps_DDRM.multAddTransB(column, column, a);
            CommonOps_DDRM.addEquals(b, reward, column);
        }
        DMatrixRMaj x = new DMatrixRMaj(new double[][] {{1}, {0.2}, {0.3}, {0}, {0.5}});
        DMatrixRMaj theta = new DMatrixRMaj(dimension, 1);
        DMatrixRMaj direction = new DMatrixRMaj(dimension, 1);
        assertThat(CommonOps_DDRM.solve(a, b, theta)).isTrue();
        assertThat(CommonOps_DDRM.solve(a, x, direction)).isTrue();
        assertThat(arm.mean(x.data)).isCloseTo(CommonOps_DDRM.dot(x, theta), within(1e-10));
        assertThat(arm.variance(x.data)).isCloseTo(CommonOps_DDRM.dot(x, direction), within(1e-10));
    }

    @Test
    void takesTheHighestUpperBound() {
        LinUcbAgent optimist = new LinUcbAgent(2, 1);
        Visit unknown = new Visit(2);
        for (int i = 0; i < 8; i++) {
            optimist.learn(unknown, 0, 1, i % 2);
        }
        // x = (1, 0, 0): item 0 has A = 9, b = 4: 4/9 + sqrt(1/9) = 0.78 against 0 + 1 for item 1.
        assertThat(probabilities(optimist, unknown, 2)).containsExactly(0, 1);
        optimist.learn(unknown, 1, 1, 0);
        // Now 0 + sqrt(1/2) = 0.71 for item 1.
        assertThat(probabilities(optimist, unknown, 2)).containsExactly(1, 0);
    }

    /**
     * With two items, P(item 0 is best) = Phi((m0 - m1) / sqrt(s0^2 + s1^2)); 100,000 draws are within 4.5 standard
     * errors of it, which they miss with a probability below 1e-5; fixed seed.
     */
    @Test
    void samplesAsOftenAsAnItemIsBest() {
        int draws = 100_000;
        LinearThompsonAgent agent = new LinearThompsonAgent(2, 0.5, draws, random(17));
        Visit unknown = new Visit(2);
        for (int i = 0; i < 8; i++) {
            agent.learn(unknown, 0, 1, i % 2);
        }
        // m0 = 4/9, s0^2 = 0.25 / 9; m1 = 0, s1^2 = 0.25: z = 0.8433, Phi(z) = 0.80046.
        double expected = 0.80046;
        double error = Math.sqrt(expected * (1 - expected) / draws);
        double found = probabilities(agent, unknown, 2)[0];
        System.out.println("Thompson: " + found + ", expected " + expected + " +- " + error);
        assertThat(found).isCloseTo(expected, within(4.5 * error));
    }

    @Test
    void learnsWhichItemIsClickedByWhom() {
        UniformRandomProvider random = random(19);
        LogisticRegressionAgent agent = new LogisticRegressionAgent(ITEMS, false, 10, 0.3);
        for (int i = 0; i < 20_000; i++) {
            int taste = random.nextInt(ITEMS);
            int item = random.nextInt(ITEMS);
            agent.learn(visitOf(taste), item, 0.25, random.nextDouble() < (item == taste ? 0.3 : 0.05) ? 1 : 0);
        }
        for (int taste = 0; taste < ITEMS; taste++) {
            assertThat(probabilities(agent, visitOf(taste))[taste]).isEqualTo(1);
        }
    }

    @Test
    void weighsWhatWasImprobable() {
        LogisticRegressionAgent plain = new LogisticRegressionAgent(2, false, 10, 0.1);
        LogisticRegressionAgent weighted = new LogisticRegressionAgent(2, true, 10, 0.1);
        Visit visit = new Visit(2);
        // The same click, seen with propensity 1/2 in a uniform log: its weight is 1, so both learn alike.
        plain.learn(visit, 0, 0.5, 1);
        weighted.learn(visit, 0, 0.5, 1);
        assertThat(probabilities(weighted, visit, 2)).containsExactly(probabilities(plain, visit, 2));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new EpsilonGreedyAgent(new RandomAgent(), 1.5)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> new LinUcbAgent(2, Double.NaN)).hasMessageContaining("alpha");
        assertThatThrownBy(() -> new LinearThompsonAgent(2, 0.1, 0, random(1))).hasMessageContaining("draws");
    }

    private static double[] probabilities(Agent agent, Visit visit) {
        return probabilities(agent, visit, ITEMS);
    }

    private static double[] probabilities(Agent agent, Visit visit, int items) {
        double[] out = new double[items];
        agent.probabilities(0, visit, out);
        return out;
    }

    private static Visit visitOf(int... views) {
        Visit visit = new Visit(ITEMS);
        for (int item : views) {
            visit.viewed(item);
        }
        return visit;
    }

    private static UniformRandomProvider random(long seed) {
        return RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    }
}
