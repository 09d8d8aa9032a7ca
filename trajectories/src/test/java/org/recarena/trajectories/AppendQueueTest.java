package org.recarena.trajectories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.recarena.trajectories.AppendQueue.Entry;
import org.recarena.v1.LogRecord;

/** How the writing thread stays awake: here it is the test's own, which comes back though nobody could wake it. */
class AppendQueueTest {

    /** In nanoseconds, or bytes. */
    private static final long FOREVER = 60_000_000_000L;

    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private Runnable meanwhile = () -> {};
    private final AppendQueue queue = new AppendQueue(FOREVER, new Linger(FOREVER, this::look, clock::incrementAndGet));

    private void look() {
        if (looks.incrementAndGet() == 3) {
            meanwhile.run();
        }
    }

    private void add(boolean awaited) {
        queue.add(new Entry(LogRecord.getDefaultInstance(), 1, awaited ? new AwaitedSync() : null), false);
    }

    private static long soon() {
        return System.nanoTime();
    }

    @Test
    void looksForTheNextWhereTheLastWasAwaited() {
        add(true);
        queue.take();
        meanwhile = () -> add(true);
        assertThat(queue.await(System.nanoTime() + FOREVER, false)).isTrue();
        assertThat(looks).hasValue(3);
    }

    @Test
    void sleepsWhereNobodyWaitedForTheLast() {
        add(false);
        queue.take();
        assertThat(queue.await(soon(), false)).isFalse();
        assertThat(looks).hasValue(0);
    }

    @Test
    void sleepsWhereNothingWasTakenSince() {
        add(true);
        queue.take();
        queue.take();
        assertThat(queue.await(soon(), false)).isFalse();
        assertThat(looks).hasValue(0);
    }

    @Test
    void beingClosedIsSeenWhileItLooks() {
        add(true);
        queue.take();
        meanwhile = queue::close;
        assertThat(queue.await(System.nanoTime() + FOREVER, false)).isTrue();
        assertThat(looks).hasValue(3);
    }
}
