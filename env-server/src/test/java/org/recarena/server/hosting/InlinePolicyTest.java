package org.recarena.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InlinePolicyTest {

    private static final long SHORT = Duration.ofNanos(50_000).toNanos();
    private static final long MEDIUM = 1_000_000;
    private static final long LONG = 5_000_000;

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // The clock may begin anywhere.
    private final InlinePolicy policy = new InlinePolicy(now::get);
    private final Object one = new Object();
    private final Object other = new Object();

    @Test
    void whatIsShortIsAlwaysPlayedAtOnce() {
        assertThat(playsInline(one, SHORT)).isTrue();
        assertThat(playsInline(other, SHORT)).isTrue();
        assertThat(playsInline(one, SHORT)).isTrue();
    }

    @Test
    void whatIsLongIsNeverPlayedAtOnce() {
        beAlone(one);
        assertThat(playsInline(one, LONG)).isFalse();
        assertThat(playsInline(one, Long.MAX_VALUE)).isFalse();
    }

    @Test
    void whatIsBetweenIsPlayedAtOnceWhileNobodyElsePlays() {
        assertThat(playsInline(one, MEDIUM)).isFalse();
        beAlone(one);
        assertThat(playsInline(one, MEDIUM)).isTrue();
        assertThat(playsInline(other, MEDIUM)).isFalse();
        assertThat(playsInline(one, MEDIUM)).isFalse();
        beAlone(one);
        assertThat(playsInline(one, MEDIUM)).isTrue();
    }

    @Test
    void whatIsLeftToDoKeepsNoReplyBack() {
        assertThat(policy.finishesInline(0)).isTrue();
        assertThat(policy.finishesInline(SHORT)).isTrue();
        assertThat(policy.finishesInline(MEDIUM)).isFalse();
    }

    private void beAlone(Object simulation) {
        boolean unused = policy.isAlone(simulation);
        now.addAndGet(Duration.ofMillis(100).toNanos());
    }

    private boolean playsInline(Object simulation, long expectedNanos) {
        return policy.playsInline(policy.isAlone(simulation), expectedNanos);
    }
}
