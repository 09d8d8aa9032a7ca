package org.recarena.client.agents.slate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class SlateOptimiserTest {

    private static final int CANDIDATES = 7;

    /** The exact optimiser against all sets there are; the others are never better. Values may be negative. */
    @Test
    void findsTheBestOfAll() {
        for (long seed = 1; seed <= 500; seed++) {
            UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
            double[] weights = random.doubles(CANDIDATES, 0, 2).toArray();
            double[] values = random.doubles(CANDIDATES, -6, 12).toArray();
            double noClick = seed % 5 == 0 ? 0 : random.nextDouble(0.1, 3);
            int size = 1 + random.nextInt(CANDIDATES);
            double best = exhaustive(weights, values, noClick, size);
            double exact = valueBy(SlateOptimiser.EXACT, weights, values, noClick, size);
            assertThat(exact).as("seed %d", seed).isCloseTo(best, within(1e-12 * Math.max(1, Math.abs(best))));
            assertThat(valueBy(SlateOptimiser.GREEDY, weights, values, noClick, size))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(best + 1e-12);
            assertThat(valueBy(SlateOptimiser.TOP_K, weights, values, noClick, size))
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(best + 1e-12);
        }
    }

    @Test
    void showsDistinctDocumentsWhateverTheWeights() {
        double[] zeros = new double[4];
        for (SlateOptimiser optimiser : SlateOptimiser.values()) {
            assertThat(optimiser.slate(zeros, zeros, 0, 4)).containsExactlyInAnyOrder(0, 1, 2, 3);
            assertThat(optimiser.slate(zeros, new double[] {-1, -2, -3, -4}, 2, 2))
                    .doesNotHaveDuplicates();
        }
    }

    /** The paper's point: what is likely to be clicked can be worth less than leaving room for what is valuable. */
    @Test
    void leavesOutWhatWouldTakeClicksAway() {
        double[] weights = {0.1, 2, 0.05};
        double[] values = {10, 1, 0};
        assertThat(SlateOptimiser.TOP_K.slate(weights, values, 0.1, 2)).containsExactly(1, 0);
        assertThat(SlateOptimiser.EXACT.slate(weights, values, 0.1, 2)).containsExactly(0, 2);
    }

    private static double valueBy(
            SlateOptimiser optimiser, double[] weights, double[] values, double noClick, int size) {
        int[] slate = optimiser.slate(weights, values, noClick, size);
        assertThat(slate).hasSize(size).doesNotHaveDuplicates();
        return SlateOptimiser.value(slate, weights, values, noClick);
    }

    private static double exhaustive(double[] weights, double[] values, double noClick, int size) {
        double best = Double.NEGATIVE_INFINITY;
        for (int set = 0; set < (1 << CANDIDATES); set++) {
            if (Integer.bitCount(set) == size) {
                int[] slate = new int[size];
                int filled = 0;
                for (int i = 0; i < CANDIDATES; i++) {
                    if (((set >> i) & 1) == 1) {
                        slate[filled++] = i;
                    }
                }
                best = Math.max(best, SlateOptimiser.value(slate, weights, values, noClick));
            }
        }
        return best;
    }
}
