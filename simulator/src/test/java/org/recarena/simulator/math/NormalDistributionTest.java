package org.recarena.simulator.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The quantile against printed values, and against the series of the distribution whose inverse it is. */
class NormalDistributionTest {

    /** Wichura's own check values, and the quantiles that statistics books print. */
    @ParameterizedTest
    @CsvSource({
        "0.25, -0.6744897501960817",
        "0.001, -3.090232306167813",
        "1e-20, -9.262340089798408",
        "0.975, 1.959963984540054",
        "0.5, 0"
    })
    void quantilesAreThePrintedOnes(double probability, double quantile) {
        assertThat(NormalDistribution.quantile(probability)).isCloseTo(quantile, within(1e-15 * Math.abs(quantile)));
    }

    @Test
    void theQuantileIsTheInverse() {
        for (int i = 1; i < 4096; i++) {
            double probability = i / 4096.0;
            double quantile = NormalDistribution.quantile(probability);
            assertThat(NormalDistribution.cumulative(quantile)).isCloseTo(probability, within(2e-15));
            assertThat(NormalDistribution.quantile(1 - probability)).isEqualTo(-quantile);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void whatIsNoProbabilityIsRefused(double probability) {
        assertThatThrownBy(() -> NormalDistribution.quantile(probability))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("probability");
    }
}
