package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProposalTableTest {

    /** On this the exactness of every draw rests; that they are tight is a matter of speed only. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0.1", "7, 3, 1", "33, 5, 1", "200, 20, 1", "200, 64, 0.5", "500, 5, 4"})
    void weightsAreUpperBoundsAndTight(int rows, int terms, double scale) {
        SplittableRandom random = new SplittableRandom(20260106);
        for (int trial = 0; trial < 200; trial++) {
            double[] offset = random.doubles(rows, -12, 12).toArray();
            double[] matrix = random.doubles((long) rows * terms, -1, 1).toArray();
            double[] factors = random.doubles(terms, -scale, scale).toArray();
            double squares = 0;
            for (double factor : factors) {
                squares += factor * factor;
            }
            ProposalTable table = new ProposalTable(offset, matrix);
            ProposalTable.Weights weights = table.weights();
            assertThat(table.weigh(factors, Math.sqrt(squares), weights)).isTrue();
            for (int row = 0; row < rows; row++) {
                double logit = offset[row];
                for (int k = 0; k < terms; k++) {
                    logit += matrix[row * terms + k] * factors[k];
                }
                double ratio = StrictMath.exp(logit) / weights.of(row);
                assertThat(ratio).as("trial " + trial).isBetween(0.999, 1.0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "85", "1e9", "NaN"})
    void refusesWhatCouldOverflow(double norm) {
        ProposalTable table = new ProposalTable(new double[] {1, 2}, new double[] {1, 1});
        assertThat(table.weigh(new double[] {norm}, norm, table.weights())).isEqualTo(norm == 0);
    }
}
