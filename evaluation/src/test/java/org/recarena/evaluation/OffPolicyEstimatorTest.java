package org.recarena.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Off-policy estimators against hand calculation and against bandits of known value. */
class OffPolicyEstimatorTest {

    private static final long SEED = 20_260_101;
    private static final Offset<Double> ROUNDING = within(1e-12);

    /**
     * In every simulation below, a mean over repetitions may be so many of its standard errors from the truth: a
     * correct estimator fails with probability 7e-6 per comparison.
     */
    private static final double STANDARD_ERRORS = 4.5;

    /**
     * Users 7 and 9; weights 0.25 / 0.5 = 0.5, 0.5 / 0.25 = 2 and 0.4 / 0.2 = 2. User 7's rows do not follow each
     * other.
     */
    private static final LoggedBandit TINY = new LoggedBandit(
            new long[] {7, 9, 7},
            new double[] {1, 1, 0},
            new double[] {0.5, 0.2, 0.25},
            new double[] {0.25, 0.4, 0.5},
            new double[] {0.5, 0.75, 0.25},
            new double[] {0.4, 0.8, 0.6});

    @Test
    void inversePropensityByHand() {
        // x = w r: user 7 has 0.5 + 0 in 2 decisions, user 9 has 2 in 1. R = 2.5 / 3 = 5/6.
        // x_u - R n_u = 0.5 - 10/6 = -7/6 and 2 - 5/6 = 7/6; se = sqrt(2/1 * 2 * 49/36) / 3 = (7/3) / 3.
        check(OffPolicyEstimator.inversePropensity(), 5.0 / 6, 7.0 / 9);
    }

    @Test
    void cappedInversePropensityByHand() {
        // Weights 0.5, 1, 1: user 7 has 0.5 in 2 decisions, user 9 has 1 in 1. R = 1.5 / 3.
        // x_u - R n_u = 0.5 - 1 and 1 - 0.5; se = sqrt(2 * 2 * 1/4) / 3.
        check(OffPolicyEstimator.cappedInversePropensity(1), 0.5, 1.0 / 3);
        check(OffPolicyEstimator.cappedInversePropensity(Double.POSITIVE_INFINITY), 5.0 / 6, 7.0 / 9);
    }

    @Test
    void selfNormalisedByHand() {
        // Over weights 0.5 + 2 = 2.5 and 2: R = 2.5 / 4.5 = 5/9.
        // 0.5 - 2.5 * 5/9 = -8/9 and 2 - 10/9 = 8/9; se = sqrt(2 * 2 * 64/81) / 4.5 = (16/9) / (9/2).
        check(OffPolicyEstimator.selfNormalised(), 5.0 / 9, 32.0 / 81);
    }

    @Test
    void directMethodByHand() {
        // v: 0.4 + 0.6 = 1 in 2 decisions and 0.8 in 1. R = 0.6; 1 - 1.2 and 0.8 - 0.6; se = 2 * 0.2 / 3.
        check(OffPolicyEstimator.directMethod(), 0.6, 0.4 / 3);
    }

    @Test
    void doublyRobustByHand() {
        // w (r - q): 0.5 * 0.5 = 0.25, 2 * 0.25 = 0.5, 2 * -0.25 = -0.5. With v: user 7 has 1 - 0.25 = 0.75, user 9
        // 1.3.
        // R = 2.05 / 3; 0.75 - 4.1/3 = -1.85/3 and 1.3 - 2.05/3 = 1.85/3; se = 2 * (1.85/3) / 3.
        check(OffPolicyEstimator.doublyRobust(), 2.05 / 3, 3.7 / 9);
    }

    @Test
    void selfNormalisedDoublyRobustByHand() {
        // 0.6 + 0.25 / 4.5. User 9's effects are 0.2 / 3 (above) and (0.5 - 2/18) / 4.5 = 7/81; user 7's are opposite.
        check(OffPolicyEstimator.selfNormalisedDoublyRobust(), 0.6 + 1.0 / 18, 2 * (0.2 / 3 + 7.0 / 81));
    }

    /** At level 1/2 and one degree of freedom Student's t is Cauchy's upper quartile, 1. */
    private static void check(OffPolicyEstimator estimator, double value, double standardError) {
        Estimate estimate = estimator.estimate(TINY, 0.5);
        assertThat(estimator.value(TINY)).isCloseTo(value, ROUNDING);
        assertThat(estimate.value()).isCloseTo(value, ROUNDING);
        assertThat(estimate.standardError()).isCloseTo(standardError, ROUNDING);
        assertThat(estimate.lower()).isCloseTo(value - standardError, within(1e-9));
        assertThat(estimate.upper()).isCloseTo(value + standardError, within(1e-9));
        assertThat(estimate.level()).isEqualTo(0.5);
        assertThat(estimate.clusters()).isEqualTo(2);
    }

    static List<OffPolicyEstimator> consistent() {
        return List.of(
                OffPolicyEstimator.inversePropensity(),
                OffPolicyEstimator.cappedInversePropensity(10),
                OffPolicyEstimator.selfNormalised(),
                OffPolicyEstimator.directMethod(),
                OffPolicyEstimator.doublyRobust(),
                OffPolicyEstimator.selfNormalisedDoublyRobust());
    }

    /**
     * The weights are at most 6, so the cap of 10 changes nothing; self-normalised ones have a bias far below error.
     */
    @ParameterizedTest
    @MethodSource("consistent")
    void isUnbiased(OffPolicyEstimator estimator) {
        Mean mean = repeat(estimator, data -> data);
        assertThat(Math.abs(mean.standardErrorsFrom(SimulatedBandit.VALUE_OF_EQUAL_SIZES)))
                .as("%s, seed %d, %s", estimator, SEED, mean)
                .isLessThan(STANDARD_ERRORS);
    }

    @Test
    void capBiasesDownwards() {
        Mean mean = repeat(OffPolicyEstimator.cappedInversePropensity(1), data -> data);
        assertThat(mean.standardErrorsFrom(SimulatedBandit.VALUE_OF_EQUAL_SIZES))
                .as("seed %d, %s", SEED, mean)
                .isLessThan(-20);
    }

    @Test
    void doublyRobustWithRightModelAndWrongPropensities() {
        UnaryOperator<LoggedBandit> wrong = data -> {
            double[] uniform = new double[data.decisions()];
            Arrays.fill(uniform, 0.25);
            return new LoggedBandit(
                    data.cluster(), data.reward(), uniform, data.target(), data.qLogged(), data.qTarget());
        };
        Mean robust = repeat(OffPolicyEstimator.doublyRobust(), wrong);
        Mean inverse = repeat(OffPolicyEstimator.inversePropensity(), wrong);
        assertThat(Math.abs(robust.standardErrorsFrom(SimulatedBandit.VALUE_OF_EQUAL_SIZES)))
                .as("seed %d, %s", SEED, robust)
                .isLessThan(STANDARD_ERRORS);
        assertThat(Math.abs(inverse.standardErrorsFrom(SimulatedBandit.VALUE_OF_EQUAL_SIZES)))
                .as("seed %d, %s", SEED, inverse)
                .isGreaterThan(20);
    }

    @Test
    void doublyRobustWithWrongModelAndRightPropensities() {
        UnaryOperator<LoggedBandit> wrong = data -> {
            double[] constant = new double[data.decisions()];
            Arrays.fill(constant, 0.7);
            return data.withPredictions(constant, constant);
        };
        for (OffPolicyEstimator estimator :
                List.of(OffPolicyEstimator.doublyRobust(), OffPolicyEstimator.selfNormalisedDoublyRobust())) {
            Mean robust = repeat(estimator, wrong);
            assertThat(Math.abs(robust.standardErrorsFrom(SimulatedBandit.VALUE_OF_EQUAL_SIZES)))
                    .as("%s, seed %d, %s", estimator, SEED, robust)
                    .isLessThan(STANDARD_ERRORS);
        }
        assertThat(OffPolicyEstimator.directMethod()
                        .value(wrong.apply(SimulatedBandit.draw(new SplittableRandom(SEED), 100, true))))
                .isCloseTo(0.7, ROUNDING);
    }

    /**
     * A share of 2000 intervals that covers with probability 0.95 has a standard error of 0.0049: between 0.93 and 0.97
     * leaves four of them on both sides, a failure with probability 5e-5. Sizes are random and go with the clicks.
     */
    @ParameterizedTest
    @MethodSource("consistent")
    void intervalsCover(OffPolicyEstimator estimator) {
        SplittableRandom random = new SplittableRandom(SEED);
        int covered = 0;
        for (int b = 0; b < 2000; b++) {
            LoggedBandit data = SimulatedBandit.draw(random, 200, false);
            if (estimator.estimate(data, 0.95).covers(SimulatedBandit.VALUE_OF_RANDOM_SIZES)) {
                covered++;
            }
        }
        assertThat(covered / 2000.0).as("%s, seed %d", estimator, SEED).isBetween(0.93, 0.97);
    }

    @Test
    void selfNormalisedMovesWithTheRewards() {
        LoggedBandit data = SimulatedBandit.draw(new SplittableRandom(SEED), 100, false);
        double[] moved = Arrays.stream(data.reward()).map(r -> r + 3).toArray();
        LoggedBandit shifted = new LoggedBandit(data.cluster(), moved, data.propensity(), data.target());
        Estimate before = OffPolicyEstimator.selfNormalised().estimate(data, 0.95);
        Estimate after = OffPolicyEstimator.selfNormalised().estimate(shifted, 0.95);
        assertThat(after.value()).as("seed %d", SEED).isCloseTo(before.value() + 3, ROUNDING);
        assertThat(after.standardError()).as("seed %d", SEED).isCloseTo(before.standardError(), ROUNDING);
        double inverse = OffPolicyEstimator.inversePropensity().value(shifted)
                - OffPolicyEstimator.inversePropensity().value(data);
        assertThat(Math.abs(inverse - 3)).as("seed %d", SEED).isGreaterThan(0.01);
    }

    @Test
    void targetThatLoggedHasTheLoggedMean() {
        LoggedBandit data = SimulatedBandit.draw(new SplittableRandom(SEED), 50, false);
        LoggedBandit same = new LoggedBandit(data.cluster(), data.reward(), data.propensity(), data.propensity());
        double mean = Arrays.stream(data.reward()).average().orElseThrow();
        assertThat(OffPolicyEstimator.inversePropensity().value(same)).isCloseTo(mean, ROUNDING);
        assertThat(OffPolicyEstimator.selfNormalised().value(same)).isCloseTo(mean, ROUNDING);
    }

    @Test
    void refusesWhatItCannotEstimate() {
        LoggedBandit bare = new LoggedBandit(new long[] {1, 2}, new double[2], new double[] {1, 1}, new double[2]);
        for (OffPolicyEstimator estimator : List.of(
                OffPolicyEstimator.directMethod(),
                OffPolicyEstimator.doublyRobust(),
                OffPolicyEstimator.selfNormalisedDoublyRobust())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> estimator.value(bare))
                    .withMessageContaining("is missing");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffPolicyEstimator.selfNormalised().value(bare))
                .withMessageContaining("divides by is 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffPolicyEstimator.cappedInversePropensity(0))
                .withMessageContaining("cap is 0.0");
        LoggedBandit one = new LoggedBandit(new long[] {1, 1}, new double[2], new double[] {1, 1}, new double[2]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffPolicyEstimator.inversePropensity().estimate(one, 0.95))
                .withMessageContaining("1 cluster");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OffPolicyEstimator.inversePropensity().estimate(bare, 95))
                .withMessageContaining("level is 95.0");
    }

    private static Mean repeat(OffPolicyEstimator estimator, UnaryOperator<LoggedBandit> change) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] values = new double[2000];
        for (int b = 0; b < values.length; b++) {
            values[b] = estimator.value(change.apply(SimulatedBandit.draw(random, 200, true)));
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new Mean(mean, Math.sqrt(squares / (values.length - 1.0) / values.length));
    }

    private record Mean(double value, double standardError) {
        double standardErrorsFrom(double truth) {
            return (value - truth) / standardError;
        }
    }
}
