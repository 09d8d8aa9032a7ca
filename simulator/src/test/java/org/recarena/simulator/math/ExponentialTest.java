package org.recarena.simulator.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ExponentialTest {

    private static final MathContext DIGITS = new MathContext(40);

    @Test
    void isWithinOneUnitInTheLastPlace() {
        SplittableRandom random = new SplittableRandom(1);
        double worst = 0;
        for (int i = 0; i < 20_000; i++) {
            double x = i % 2 == 0 ? random.nextDouble(-708, 709) : random.nextDouble(-3, 3);
            worst = Math.max(worst, errorInUlps(x, Exponential.exp(x)));
        }
        assertThat(worst).isLessThan(1.0);
    }

    @Test
    void agreesWithStrictMathNearly() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 1_000_000; i++) {
            double x = random.nextDouble(-30, 10);
            double expected = StrictMath.exp(x);
            assertThat(Math.abs(Exponential.exp(x) - expected)).isLessThanOrEqualTo(2 * Math.ulp(expected));
        }
    }

    @Test
    void arrayFormGivesTheSameBits() {
        SplittableRandom random = new SplittableRandom(3);
        for (int size = 0; size < 300; size++) {
            double[] values = random.doubles(size, -800, 709).toArray();
            double[] expected = new double[size];
            for (int i = 0; i < size; i++) {
                expected[i] = Exponential.exp(values[i]);
            }
            Exponential.exp(values, new double[size], size);
            assertThat(values).containsExactly(expected);
        }
    }

    @Test
    void limits() {
        assertThat(Exponential.exp(0)).isEqualTo(1);
        assertThat(Exponential.exp(-0.0)).isEqualTo(1);
        assertThat(Exponential.exp(Double.NEGATIVE_INFINITY)).isBetween(0.0, 1e-307);
        assertThat(Exponential.exp(-1e9)).isBetween(0.0, 1e-307);
        assertThat(Exponential.exp(710)).isInfinite();
        assertThat(Exponential.exp(709)).isFinite();
        assertThat(Exponential.exp(Double.NaN)).isNaN();
        assertThat(Exponential.sigmoid(0)).isEqualTo(0.5);
        assertThat(Exponential.sigmoid(1e9)).isEqualTo(1);
        assertThat(Exponential.sigmoid(-1e9)).isEqualTo(0);
        assertThat(Exponential.sigmoid(-2)).isEqualTo(0.11920292202211755, Offset.offset(1e-16));
    }

    private static double errorInUlps(double x, double computed) {
        BigDecimal exact = exp(new BigDecimal(x));
        BigDecimal error = exact.subtract(new BigDecimal(computed)).abs();
        return error.divide(new BigDecimal(Math.ulp(computed)), DIGITS).doubleValue();
    }

    /** exp(x / 1024) by its series, squared ten times. */
    private static BigDecimal exp(BigDecimal x) {
        MathContext wide = new MathContext(60);
        BigDecimal small = x.divide(BigDecimal.valueOf(1024), wide);
        BigDecimal term = BigDecimal.ONE;
        BigDecimal sum = BigDecimal.ONE;
        for (int k = 1; k < 60; k++) {
            term = term.multiply(small, wide).divide(BigDecimal.valueOf(k), wide);
            sum = sum.add(term, wide);
        }
        for (int i = 0; i < 10; i++) {
            sum = sum.multiply(sum, wide);
        }
        return sum;
    }
}
