package org.recarena.simulator.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.commons.rng.RandomProviderState;
import org.apache.commons.rng.core.source64.XoRoShiRo128PlusPlus;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RandomStreamTest {

    @Test
    void isXoroshiro128PlusPlus() {
        RandomStream stream = new RandomStream(12, 34);
        XoRoShiRo128PlusPlus library = new XoRoShiRo128PlusPlus(12, 34);
        for (int i = 0; i < 1000; i++) {
            assertThat(stream.nextLong()).isEqualTo(library.nextLong());
        }
    }

    @Test
    void twoLongsAreTheWholeState() {
        RandomStream stream = new RandomStream(1, 2);
        RandomStream restored = new RandomStream();
        for (int i = 0; i < 100; i++) {
            stream.nextInt();
            stream.nextBoolean();
            stream.nextGaussian();
            restored.reseed(stream.state0(), stream.state1());
            RandomProviderState saved = stream.saveState();
            int nextInt = stream.nextInt();
            boolean nextBoolean = stream.nextBoolean();
            assertThat(restored.nextInt()).isEqualTo(nextInt);
            assertThat(restored.nextBoolean()).isEqualTo(nextBoolean);
            stream.restoreState(saved);
            assertThat(stream.nextInt()).isEqualTo(nextInt);
        }
    }

    @Test
    void leavesTheAllZeroState() {
        RandomStream stream = new RandomStream(0, 0);
        assertThat(stream.longs(10).distinct().count()).isEqualTo(10);
    }

    /** Guards determinism: these change only together with every environment's version. */
    @Test
    void goldenValues() {
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, 42, 3, 7, 1);
        assertThat(new long[] {stream.state0(), stream.state1()}).containsExactly(GOLDEN_STATE_0, GOLDEN_STATE_1);
        assertThat(stream.nextLong()).isEqualTo(GOLDEN_LONG);
        assertThat(stream.nextDouble()).isEqualTo(GOLDEN_DOUBLE);
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            sum += stream.nextGaussian();
        }
        assertThat(sum).isEqualTo(GOLDEN_GAUSSIAN_SUM);
    }

    private static final long GOLDEN_STATE_0 = -8936882797304248046L;
    private static final long GOLDEN_STATE_1 = -706776058542121394L;
    private static final long GOLDEN_LONG = 3653726506965957991L;
    private static final double GOLDEN_DOUBLE = 0.6416503626941703;
    private static final double GOLDEN_GAUSSIAN_SUM = -443.5498237253363;

    @Test
    void zigguratClosesAtTheTop() {
        double area = Ziggurat.WIDTH[0] * Ziggurat.DENSITY[1];
        double top = Ziggurat.WIDTH[255] * (1 - Ziggurat.DENSITY[255]);
        assertThat(top).isEqualTo(area, Offset.offset(1e-13));
        assertThat(area).isEqualTo(4.92867323397e-3, Offset.offset(1e-13));
    }

    /** Kolmogorov-Smirnov against the normal distribution, body and tail; a false alarm has probability below 1e-6. */
    @Test
    void gaussiansAreNormal() {
        long seed = 20260101;
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, seed, 0, 0, 0);
        int n = 2_000_000;
        double[] draws = new double[n];
        int beyondTail = 0;
        double fourth = 0;
        for (int i = 0; i < n; i++) {
            draws[i] = stream.nextGaussian();
            beyondTail += Math.abs(draws[i]) > Ziggurat.TAIL ? 1 : 0;
            fourth += draws[i] * draws[i] * draws[i] * draws[i];
        }
        Arrays.sort(draws);
        double distance = 0;
        for (int i = 0; i < n; i++) {
            double cdf = normalCdf(draws[i]);
            distance = Math.max(distance, Math.max(cdf - (double) i / n, (i + 1.0) / n - cdf));
        }
        assertThat(distance * Math.sqrt(n)).as("seed " + seed).isLessThan(2.7);
        assertThat(fourth / n).as("seed " + seed).isEqualTo(3, Offset.offset(5 * Math.sqrt(96.0 / n)));
        double expectedBeyond = 2 * normalCdf(-Ziggurat.TAIL) * n;
        assertThat((double) beyondTail)
                .as("seed " + seed)
                .isEqualTo(expectedBeyond, Offset.offset(5 * Math.sqrt(expectedBeyond)));
    }

    /** By the series around 0 and the continued fraction in the tails; good to 1e-14. */
    private static double normalCdf(double x) {
        double density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
        if (Math.abs(x) < 3) {
            double term = x;
            double sum = x;
            for (int k = 1; Math.abs(term) > 1e-17; k++) {
                term *= x * x / (2 * k + 1);
                sum += term;
            }
            return 0.5 + density * sum;
        }
        double fraction = Math.abs(x);
        for (int k = 100; k > 0; k--) {
            fraction = Math.abs(x) + k / fraction;
        }
        return x < 0 ? density / fraction : 1 - density / fraction;
    }
}
