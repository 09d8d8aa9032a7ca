package org.recarena.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Rates, differences, regret, curves and checks of weights. */
class MeasuresTest {

    private static final long SEED = 20_260_103;
    private static final Offset<Double> ROUNDING = within(1e-12);

    @Test
    void effectiveSampleSizeByHand() {
        // (1 + 1 + 2)^2 / (1 + 1 + 4) = 16 / 6.
        assertThat(EffectiveSampleSize.of(new double[] {1, 1, 2})).isCloseTo(16.0 / 6, ROUNDING);
        assertThat(EffectiveSampleSize.of(new double[] {3, 3, 3, 3})).isCloseTo(4, ROUNDING);
        assertThat(EffectiveSampleSize.of(new double[] {0, 0, 1e300})).isEqualTo(1);
        assertThat(EffectiveSampleSize.of(new double[] {1e-300, 1e-300})).isEqualTo(2);
        assertThat(EffectiveSampleSize.of(new double[3])).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EffectiveSampleSize.of(new double[] {1, -1}))
                .withMessageContaining("weights[1] is -1.0");
    }

    @Test
    void propensityCheckByHand() {
        // Weights 0.5, 2, 2 of users 1, 1, 2: mean 1.5; 2.5 - 3 and 2 - 1.5; se = sqrt(2 * 2 * 1/4) / 3.
        LoggedBandit data = new LoggedBandit(
                new long[] {1, 1, 2}, new double[3], new double[] {0.5, 0.25, 0.2}, new double[] {0.25, 0.5, 0.4});
        PropensityCheck check = PropensityCheck.of(data, 0.5, 0.25);
        assertThat(check.meanWeight().value()).isCloseTo(1.5, ROUNDING);
        assertThat(check.meanWeight().standardError()).isCloseTo(1.0 / 3, ROUNDING);
        assertThat(check.consistent()).isFalse(); // 1.5 ± 0.33
        assertThat(PropensityCheck.of(data, 0.95, 0.25).consistent()).isTrue();
        assertThat(check.tinyShare()).isCloseTo(1.0 / 3, ROUNDING);
        assertThat(check.smallestPropensity()).isEqualTo(0.2);
        assertThat(check.largestWeight()).isEqualTo(2);
        assertThat(check.effectiveSampleSize()).isCloseTo(4.5 * 4.5 / 8.25, ROUNDING);
        assertThat(check.decisions()).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PropensityCheck.of(data, 0.5, 2))
                .withMessageContaining("tinyThreshold is 2.0");
    }

    /** At level 0.9999 right propensities fail once in 10000. */
    @Test
    void propensityCheckTellsWrongPropensities() {
        LoggedBandit data = SimulatedBandit.draw(new SplittableRandom(SEED), 5000, false);
        assertThat(PropensityCheck.of(data, 0.9999, 0.01).consistent())
                .as("seed %d", SEED)
                .isTrue();
        double[] uniform = new double[data.decisions()];
        Arrays.fill(uniform, 0.25);
        LoggedBandit wrong = new LoggedBandit(data.cluster(), data.reward(), uniform, data.target());
        assertThat(PropensityCheck.of(wrong, 0.9999, 0.01).consistent())
                .as("seed %d", SEED)
                .isFalse();
        LoggedBandit same = new LoggedBandit(data.cluster(), data.reward(), data.target(), data.target());
        assertThat(PropensityCheck.of(same, 0.5, 0.01).consistent()).isTrue();
    }

    /** Table I of R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872. */
    @Test
    void wilsonAsPublished() {
        checkInterval(ClickThroughRate.wilson(81, 263, 0.95), 0.2553, 0.3662);
        checkInterval(ClickThroughRate.wilson(15, 148, 0.95), 0.0624, 0.1605);
        checkInterval(ClickThroughRate.wilson(0, 20, 0.95), 0, 0.1611);
        checkInterval(ClickThroughRate.wilson(1, 29, 0.95), 0.0061, 0.1718);
    }

    private static void checkInterval(Estimate estimate, double lower, double upper) {
        assertThat(estimate.lower()).isCloseTo(lower, within(5e-5));
        assertThat(estimate.upper()).isCloseTo(upper, within(5e-5));
    }

    @Test
    void jeffreysInClosedForm() {
        // Of Beta(3/2, 1/2), for one click of one, the distribution function is 2/π (asin √p − √(p (1 − p))).
        Estimate one = ClickThroughRate.jeffreys(1, 1, 0.9);
        double p = one.lower();
        assertThat(2 / Math.PI * (Math.asin(Math.sqrt(p)) - Math.sqrt(p * (1 - p))))
                .isCloseTo(0.05, within(1e-9));
        assertThat(one.upper()).isEqualTo(1);
        Estimate half = ClickThroughRate.jeffreys(7, 14, 0.95);
        assertThat(half.lower()).isCloseTo(1 - half.upper(), within(1e-9));
        Estimate none = ClickThroughRate.jeffreys(0, 1, 0.9);
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isCloseTo(1 - p, within(1e-9));
    }

    /** Exact, by summing binomial probabilities: for 50 recommendations, the coverage averaged over true rates. */
    @Test
    void binomialIntervalsCoverOnAverage() {
        int n = 50;
        double wilson = 0;
        double jeffreys = 0;
        int rates = 0;
        for (double p = 0.025; p < 0.98; p += 0.005) {
            double probability = Math.pow(1 - p, n);
            for (int x = 0; x <= n; x++) {
                wilson += ClickThroughRate.wilson(x, n, 0.95).covers(p) ? probability : 0;
                jeffreys += ClickThroughRate.jeffreys(x, n, 0.95).covers(p) ? probability : 0;
                probability *= (n - x) / (x + 1.0) * p / (1 - p);
            }
            rates++;
        }
        assertThat(wilson / rates).isBetween(0.945, 0.958);
        assertThat(jeffreys / rates).isBetween(0.940, 0.958);
    }

    @Test
    void clusteredRateByHand() {
        // 1 of 2 and 3 of 3, and a user without recommendations: R = 4/5. 1 - 8/5, 3 - 12/5 and 0: ∓0.6.
        // se = sqrt(3/2 * 2 * 0.36) / 5.
        Estimate rate = ClickThroughRate.clustered(new long[] {1, 3, 0}, new long[] {2, 3, 0}, 0.95);
        assertThat(rate.value()).isCloseTo(0.8, ROUNDING);
        assertThat(rate.standardError()).isCloseTo(Math.sqrt(1.08) / 5, ROUNDING);
        assertThat(rate.upper() - rate.value()).isCloseTo(4.302653 * rate.standardError(), within(1e-6));
        assertThat(rate.clusters()).isEqualTo(3);
    }

    /**
     * Users click at rates 0.1 or 0.5, with 20 recommendations each: 2000 clustered intervals cover between 0.93 and
     * 0.97 (four standard errors, a failure with probability 5e-5); Wilson's, too narrow, cover less than 0.85.
     */
    @Test
    void onlyClusteredIntervalsCoverWhenUsersDiffer() {
        SplittableRandom random = new SplittableRandom(SEED);
        int clustered = 0;
        int wilson = 0;
        long[] recommendations = new long[200];
        Arrays.fill(recommendations, 20);
        for (int b = 0; b < 2000; b++) {
            long[] clicks = new long[200];
            for (int u = 0; u < 200; u++) {
                double p = random.nextBoolean() ? 0.1 : 0.5;
                for (int i = 0; i < 20; i++) {
                    clicks[u] += random.nextDouble() < p ? 1 : 0;
                }
            }
            clustered +=
                    ClickThroughRate.clustered(clicks, recommendations, 0.95).covers(0.3) ? 1 : 0;
            wilson += ClickThroughRate.wilson(Arrays.stream(clicks).sum(), 4000, 0.95)
                            .covers(0.3)
                    ? 1
                    : 0;
        }
        assertThat(clustered / 2000.0).as("seed %d", SEED).isBetween(0.93, 0.97);
        assertThat(wilson / 2000.0).as("seed %d", SEED).isLessThan(0.85);
    }

    @Test
    void refusesBadCounts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClickThroughRate.wilson(3, 2, 0.95))
                .withMessageContaining("clicks is 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClickThroughRate.jeffreys(0, 0, 0.95))
                .withMessageContaining("recommendations is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClickThroughRate.clustered(new long[] {1, 2}, new long[] {1, 1}, 0.95))
                .withMessageContaining("clicks[1] is 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClickThroughRate.clustered(new long[] {0}, new long[] {-1}, 0.95))
                .withMessageContaining("recommendations[0] is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClickThroughRate.clustered(new long[2], new long[2], 0.95))
                .withMessageContaining("no recommendations");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClickThroughRate.clustered(new long[0], new long[0], 0.95))
                .withMessageContaining("clicks is empty");
    }

    @Test
    void pairedDifferenceByHand() {
        // Differences 1, 2, 3: mean 2, variance 1, se = sqrt(1/3).
        Estimate difference = PairedDifference.of(new double[] {2, 4, 6}, new double[] {1, 2, 3}, 0.95);
        assertThat(difference.value()).isCloseTo(2, ROUNDING);
        assertThat(difference.standardError()).isCloseTo(Math.sqrt(1.0 / 3), ROUNDING);
        assertThat(difference.lower()).isCloseTo(2 - 4.302653 * Math.sqrt(1.0 / 3), within(1e-6));
    }

    @Test
    void pairedRatesByHand() {
        // First 1/2 and 3/3: R = 4/5, effects -0.6/5 and 0.6/5. Second 1/4 and 0/1: R = 1/5, 1 - 4/5 = 0.2, effects
        // 0.2/5 and -0.2/5. Differences of effects ∓0.8/5; se = sqrt(2 * 2 * 0.16^2).
        Estimate difference = PairedDifference.ofRates(
                new long[] {1, 3}, new long[] {2, 3}, new long[] {1, 0}, new long[] {4, 1}, 0.95);
        assertThat(difference.value()).isCloseTo(0.6, ROUNDING);
        assertThat(difference.standardError()).isCloseTo(0.32, ROUNDING);
    }

    @Test
    void pairingCancelsWhatUsersShare() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] first = new double[1000];
        double[] second = new double[1000];
        double[] zero = new double[1000];
        for (int u = 0; u < 1000; u++) {
            double taste = random.nextDouble();
            first[u] = taste + 0.1 + 0.01 * random.nextDouble();
            second[u] = taste + 0.01 * random.nextDouble();
        }
        Estimate paired = PairedDifference.of(first, second, 0.95);
        double separate = Math.hypot(
                PairedDifference.of(first, zero, 0.95).standardError(),
                PairedDifference.of(second, zero, 0.95).standardError());
        assertThat(paired.value()).as("seed %d", SEED).isCloseTo(0.1, within(0.001));
        assertThat(paired.standardError()).as("seed %d", SEED).isLessThan(separate / 50);
    }

    @Test
    void pairedDifferenceRefusesBadInput() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedDifference.of(new double[2], new double[3], 0.95))
                .withMessageContaining("second has length 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedDifference.of(new double[] {0, Double.NaN}, new double[2], 0.95))
                .withMessageContaining("first[1] is NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedDifference.of(new double[1], new double[1], 0.95))
                .withMessageContaining("1 cluster");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedDifference.ofRates(
                        new long[2], new long[] {1, 1}, new long[3], new long[] {1, 1, 1}, 0.95))
                .withMessageContaining("secondClicks has length 3");
    }

    @Test
    void regretByHand() {
        Estimate rate = new Estimate(0.3, 0.01, 0.28, 0.33, 0.95, 100);
        Estimate regret = Regret.of(0.5, rate);
        assertThat(regret.value()).isCloseTo(0.2, ROUNDING);
        assertThat(regret.lower()).isCloseTo(0.17, ROUNDING);
        assertThat(regret.upper()).isCloseTo(0.22, ROUNDING);
        assertThat(regret.standardError()).isEqualTo(0.01);
        Estimate relative = Regret.relative(0.5, rate);
        assertThat(relative.value()).isCloseTo(0.4, ROUNDING);
        assertThat(relative.standardError()).isCloseTo(0.02, ROUNDING);
        assertThat(relative.lower()).isCloseTo(0.34, ROUNDING);
        assertThat(Regret.cumulative(new double[] {1, 1, 1}, new double[] {0, 1, 0.5}))
                .containsExactly(1, 1, 1.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Regret.relative(0, rate))
                .withMessageContaining("oracleRate is 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Regret.of(Double.NaN, rate))
                .withMessageContaining("oracleRate is NaN");
    }

    @Test
    void learningCurveByHand() {
        LearningCurve curve = new LearningCurve(new long[] {0, 0, 1, 2, 3}, new long[] {0, 2, 2, 4, 4});
        assertThat(curve.steps()).isEqualTo(5);
        assertThat(curve.cumulative()).containsExactly(Double.NaN, 0, 1.0 / 4, 3.0 / 8, 6.0 / 12);
        assertThat(curve.windowed(2)).containsExactly(Double.NaN, 0, 1.0 / 4, 3.0 / 6, 5.0 / 8);
        assertThat(curve.windowed(100)).containsExactly(curve.cumulative());
        assertThatIllegalArgumentException().isThrownBy(() -> curve.windowed(0)).withMessageContaining("window is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LearningCurve(new long[] {2}, new long[] {1}))
                .withMessageContaining("clicks[0] is 2");
    }

    @Test
    void estimateRefusesNonsense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Estimate(Double.NaN, 0, 0, 0, 0.95, 1))
                .withMessageContaining("value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Estimate(0, -1, 0, 0, 0.95, 1))
                .withMessageContaining("standardError is -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Estimate(0, 0, 1, 0, 0.95, 1))
                .withMessageContaining("lower is 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Estimate(0, 0, 0, 0, 0, 1))
                .withMessageContaining("level is 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Estimate(0, 0, 0, 0, 0.95, 0))
                .withMessageContaining("clusters is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Estimate.student(0, 0, 0.95, 1))
                .withMessageContaining("clusters is 1");
    }
}
