package org.recarena.trajectories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LingerTest {

    private static final long MOST_NANOS = 1_000_000;

    /** From here on another thread had the core. */
    private static final long TAKEN_NANOS = 200_000;

    private final AtomicLong clock = new AtomicLong();
    private final AtomicInteger looks = new AtomicInteger();
    private long pauseNanos = 1_000;
    private final Linger linger = new Linger(true, MOST_NANOS, () -> clock.addAndGet(pauseNanos), clock::get);

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
    void givesUpAndThenLetsOccasionsPassTwiceAsManyEachTimeUpToSixteen() {
        for (int passes : new int[] {0, 1, 3, 7, 15, 16, 16}) {
            for (int pass = 0; pass < passes; pass++) {
                assertThat(looksUntil(Integer.MAX_VALUE)).isEqualTo(1);
            }
            assertThat(looksUntil(Integer.MAX_VALUE)).isGreaterThan(1);
        }
    }

    @Test
    void waitsAsLongAsItMay() {
        looksUntil(Integer.MAX_VALUE);
        assertThat(clock.get()).isBetween(MOST_NANOS, MOST_NANOS + pauseNanos);
    }

    @Test
    void leavesTheCoreToWhoeverHadItForLong() {
        pauseNanos = TAKEN_NANOS;
        assertThat(looksUntil(Integer.MAX_VALUE)).isGreaterThan(2);
        looksUntil(1);
        assertThat(looksUntil(Integer.MAX_VALUE)).isEqualTo(1);
        pauseNanos = TAKEN_NANOS + 1;
        assertThat(looksUntil(Integer.MAX_VALUE)).isEqualTo(2);
    }

    @Test
    void whatWasDoneWhileAnotherHadTheCoreForLongIsNoReasonToWaitAgain() {
        pauseNanos = TAKEN_NANOS + 1;
        assertThat(looksUntil(2)).isEqualTo(2);
        assertThat(looksUntil(2)).isEqualTo(1);
        assertThat(looksUntil(2)).isEqualTo(2);
    }

    @Test
    void looksOnceWhereItIsOff() {
        Linger off = new Linger(
                false,
                MOST_NANOS,
                () -> {
                    throw new AssertionError("waits");
                },
                clock::get);
        for (int occasion = 0; occasion < 3; occasion++) {
            off.until(() -> looks.incrementAndGet() < 0);
        }
        assertThat(looks).hasValue(3);
        assertThat(off.isOn()).isFalse();
    }

    @Test
    void aSuccessMakesItTryEachTimeAgain() {
        assertThat(looksUntil(Integer.MAX_VALUE)).isGreaterThan(1);
        assertThat(looksUntil(Integer.MAX_VALUE)).isEqualTo(1);
        assertThat(looksUntil(3)).isEqualTo(3);
        assertThat(looksUntil(3)).isEqualTo(3);
    }
}
