package org.recarena.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LingerTest {

    private final Linger linger = new Linger();
    private final AtomicInteger looks = new AtomicInteger();

    /** How often it looked, where the thing is done at a given look. */
    private int looksUntil(int doneAt) {
        looks.set(0);
        linger.until(() -> looks.incrementAndGet() >= doneAt);
        return looks.get();
    }

    @Test
    void looksUntilItIsDone() {
        assertThat(looksUntil(1)).isEqualTo(1);
        assertThat(looksUntil(3)).isEqualTo(3);
    }

    @Test
    void givesUpAndThenLetsOccasionsPassTwiceAsManyEachTime() {
        for (int passes : new int[] {0, 1, 3, 7}) {
            for (int pass = 0; pass < passes; pass++) {
                assertThat(looksUntil(Integer.MAX_VALUE)).isEqualTo(1);
            }
            assertThat(looksUntil(Integer.MAX_VALUE)).isGreaterThan(1);
        }
    }

    @Test
    void aSuccessMakesItTryEachTimeAgain() {
        assertThat(looksUntil(Integer.MAX_VALUE)).isGreaterThan(1);
        assertThat(looksUntil(Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(looksUntil(3)).isEqualTo(3);
        assertThat(looksUntil(3)).isEqualTo(3);
    }
}
