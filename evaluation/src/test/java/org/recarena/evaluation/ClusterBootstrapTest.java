package org.recarena.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.recarena.evaluation.ClusterBootstrap.Scheme;

class ClusterBootstrapTest {

    private static final long SEED = 20_260_102;

    @Test
    void twoUsersByHand() {
        // Users with rates 0 and 1: resamples have 0, 1/2 and 1 with probabilities 1/4, 1/2 and 1/4, a variance of 1/8.
        // The standard deviation of 20000 such numbers has an error of 0.0013: 0.008 is six of them.
        Estimate estimate = new ClusterBootstrap(SEED, 20_000, Scheme.MULTINOMIAL)
                .ratio(new long[] {1, 2, 2}, new double[] {0, 0.5, 0.5}, new double[] {1, 0.5, 0.5}, 0.95);
        assertThat(estimate.value()).isEqualTo(0.5);
        assertThat(estimate.standardError()).as("seed %d", SEED).isCloseTo(Math.sqrt(1.0 / 8), within(0.008));
        assertThat(estimate.lower()).isEqualTo(0);
        assertThat(estimate.upper()).isEqualTo(1);
        assertThat(estimate.clusters()).isEqualTo(2);
    }

    /** With 2000 resamples a standard deviation has an error of 1.6 %; 10 % leaves room for the linearisation's own. */
    @ParameterizedTest
    @EnumSource
    void agreesWithTheLinearisedError(Scheme scheme) {
        LoggedBandit data = SimulatedBandit.draw(new SplittableRandom(SEED), 500, false);
        ClusterBootstrap bootstrap = new ClusterBootstrap(SEED, 2000, scheme);
        for (OffPolicyEstimator estimator : OffPolicyEstimatorTest.consistent()) {
            Estimate linearised = estimator.estimate(data, 0.95);
            Estimate resampled = bootstrap.estimate(estimator, data, 0.95);
            assertThat(resampled.value()).isEqualTo(linearised.value());
            assertThat(resampled.standardError())
                    .as("%s, seed %d", estimator, SEED)
                    .isCloseTo(linearised.standardError(), Percentage.withPercentage(10));
            double width = linearised.upper() - linearised.lower();
            assertThat(resampled.lower())
                    .as("%s, seed %d", estimator, SEED)
                    .isCloseTo(linearised.lower(), within(0.1 * width));
            assertThat(resampled.upper())
                    .as("%s, seed %d", estimator, SEED)
                    .isCloseTo(linearised.upper(), within(0.1 * width));
        }
    }

    /**
     * A share of 500 intervals that covers with probability 0.95 has a standard error of 0.0097; percentile intervals
     * of 200 users and 400 resamples cover about 0.94. Between 0.90 and 0.98 leaves three of them or more.
     */
    @ParameterizedTest
    @EnumSource
    void intervalsCover(Scheme scheme) {
        SplittableRandom random = new SplittableRandom(SEED);
        int covered = 0;
        for (int b = 0; b < 500; b++) {
            LoggedBandit data = SimulatedBandit.draw(random, 200, false);
            Estimate estimate = new ClusterBootstrap(SEED + b, 400, scheme)
                    .estimate(OffPolicyEstimator.selfNormalised(), data, 0.95);
            if (estimate.covers(SimulatedBandit.VALUE_OF_RANDOM_SIZES)) {
                covered++;
            }
        }
        assertThat(covered / 500.0).as("seed %d", SEED).isBetween(0.90, 0.98);
    }

    @ParameterizedTest
    @EnumSource
    void seedDecides(Scheme scheme) {
        LoggedBandit data = SimulatedBandit.draw(new SplittableRandom(SEED), 50, false);
        OffPolicyEstimator estimator = OffPolicyEstimator.selfNormalised();
        Estimate first = new ClusterBootstrap(1, 100, scheme).estimate(estimator, data, 0.9);
        assertThat(new ClusterBootstrap(1, 100, scheme).estimate(estimator, data, 0.9))
                .isEqualTo(first);
        assertThat(new ClusterBootstrap(2, 100, scheme).estimate(estimator, data, 0.9))
                .isNotEqualTo(first);
    }

    /** Of three users one has weight: a third of the resamples or so have none, and are drawn again. */
    @ParameterizedTest
    @EnumSource
    void drawsAgainWithoutDenominator(Scheme scheme) {
        Estimate estimate = new ClusterBootstrap(SEED, 200, scheme)
                .ratio(new long[] {1, 2, 3}, new double[] {0, 1, 0}, new double[] {0, 2, 0}, 0.95);
        assertThat(estimate).isEqualTo(new Estimate(0.5, 0, 0.5, 0.5, 0.95, 3));
    }

    @Test
    void refusesBadInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterBootstrap(SEED, 1, Scheme.POISSON))
                .withMessageContaining("resamples is 1");
        ClusterBootstrap bootstrap = new ClusterBootstrap(SEED, 10, Scheme.POISSON);
        long[] users = {1, 2};
        double[] ones = {1, 1};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bootstrap.ratio(users, new double[] {1, Double.NaN}, ones, 0.95))
                .withMessageContaining("numerator[1] is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bootstrap.ratio(users, ones, new double[3], 0.95))
                .withMessageContaining("denominator has length 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bootstrap.ratio(users, ones, new double[2], 0.95))
                .withMessageContaining("divides by is 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bootstrap.ratio(new long[] {1, 1}, ones, ones, 0.95))
                .withMessageContaining("1 cluster");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bootstrap.ratio(users, ones, ones, 1))
                .withMessageContaining("level is 1.0");
    }
}
