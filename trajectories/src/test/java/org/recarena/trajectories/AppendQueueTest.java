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

    /** By the test's clock, on which a look takes a nanosecond. */
    private static final long MOST_NANOS = 100;

    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private Runnable meanwhile = () -> {};
    private final AppendQueue queue =
            new AppendQueue(FOREVER, new Linger(true, MOST_NANOS, this::look, clock::incrementAndGet), () -> {});

    private void look() {
        if (looks.incrementAndGet() == 3) {
            meanwhile.run();
        }
    }

    private void add(boolean awaited) {
        queue.add(new Entry(LogRecord.getDefaultInstance(), 1, awaited ? new AwaitedSync() : null), false);
    }

    /** Waits for more, of which something comes at the third look. */
    private void looksUntil(Runnable comes) {
        meanwhile = comes;
        assertThat(queue.await(System.nanoTime() + FOREVER, false)).isTrue();
        assertThat(looks).hasValue(3);
    }

    /** Waits for more until a deadline that has come. */
    private void doesNotLook() {
        assertThat(queue.await(System.nanoTime(), false)).isFalse();
        assertThat(looks).hasValue(0);
    }

    @Test
    void looksForTheNextWhereTheLastWasAwaited() {
        add(true);
        queue.take();
        looksUntil(() -> add(true));
    }

    @Test
    void beingClosedIsSeenWhileItLooks() {
        add(true);
        queue.take();
        looksUntil(queue::close);
    }

    @Test
    void sleepsWhereNobodyWaitedForTheLast() {
        add(false);
        queue.take();
        doesNotLook();
    }

    @Test
    void neverLooksWhereThatIsOff() {
        Linger off = new Linger(false, MOST_NANOS, this::look, clock::incrementAndGet);
        AppendQueue quiet = new AppendQueue(FOREVER, off, this::look);
        quiet.add(new Entry(LogRecord.getDefaultInstance(), 1, new AwaitedSync()), false);
        quiet.take();
        assertThat(quiet.await(System.nanoTime(), false)).isFalse();
        assertThat(looks).hasValue(0);
    }

    @Test
    void sleepsWhereNothingWasTakenSince() {
        add(true);
        queue.take();
        queue.take();
        doesNotLook();
    }
}
