package org.recarena.server.hosting;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a simulation's tasks one at a time and in order, without a thread or a lock of its own: on the caller's thread
 * where the caller allows it and nothing is under way, else on a pool. Thread-safe.
 */
final class SerialExecutor {

    private final Executor pool;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger pending = new AtomicInteger();

    SerialExecutor(Executor pool) {
        this.pool = pool;
    }

    /**
     * Runs a task after all those before it.
     *
     * @param task must not throw
     * @param inline whether it may run on the calling thread, before this method returns
     */
    void execute(Runnable task, boolean inline) {
        if (inline && pending.compareAndSet(0, 1)) {
            task.run();
            if (pending.decrementAndGet() > 0) {
                pool.execute(this::drain);
            }
            return;
        }
        waiting.add(task);
        if (pending.getAndIncrement() == 0) {
            pool.execute(this::drain);
        }
    }

    private void drain() {
        do {
            // Whoever counted a task added it before, so there is one for every count.
            Runnable task = waiting.poll();
            if (task != null) {
                task.run();
            }
        } while (pending.decrementAndGet() > 0);
    }
}
