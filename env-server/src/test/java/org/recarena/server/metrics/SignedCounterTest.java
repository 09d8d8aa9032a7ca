package org.recarena.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class SignedCounterTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void keepsWhatIsBelowZeroApart() {
        SignedCounter counter = SignedCounter.register(registry, "rewards", "Rewards", Tags.of("policy", "a"));
        for (double value : new double[] {3, -2, 0, -0.5, 1}) {
            counter.add(value);
        }
        assertThat(sum("positive")).isEqualTo(4);
        assertThat(sum("negative")).isEqualTo(2.5);
    }

    private double sum(String sign) {
        return registry.get("rewards")
                .tags("policy", "a", "sign", sign)
                .counter()
                .count();
    }
}
