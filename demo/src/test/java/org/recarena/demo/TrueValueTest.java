package org.recarena.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.recarena.client.agents.RandomAgent;
import org.recarena.client.agents.Visit;

class TrueValueTest {

    @Test
    void leavesOutUsersBeyondThePlan() {
        TrueValue value = new TrueValue(new RandomAgent(), 2, 2);
        value.know(0.1, 0.3, 0.2, 0.4);
        ask(value);
        value.finished(0);
        value.know(0.9, 0.9, 0.1, 0.1);
        ask(value);
        // Lane 0 has 0.2 once; lane 1 has 0.3 and 0.1.
        assertThat(value.value().value()).isCloseTo((0.2 + 0.3 + 0.1) / 3, within(1e-12));
    }

    private static void ask(TrueValue value) {
        for (int lane = 0; lane < 2; lane++) {
            value.probabilities(lane, new Visit(2), new double[2]);
        }
    }
}
