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
     * @param task what it throws goes to the thread that runs it; the next task runs all the same
     * @param inline whether it may run on the calling thread, before this method returns
     */
    void execute(Runnable task, boolean inline) {
        if (inline && pending.compareAndSet(0, 1)) {
            runThenGoOn(task);
            return;
        }
        waiting.add(task);
        if (pending.getAndIncrement() == 0) {
            pool.execute(this::next);
        }
    }

    private void next() {
        // Whoever counted a task added it before, so there is one for every count.
        Runnable task = waiting.poll();
        if (task != null) {
            runThenGoOn(task);
        }
    }

    /**
     * Whatever becomes of one task, the next one gets its turn; as a task of its own, so that others get theirs too.
     */
    private void runThenGoOn(Runnable task) {
        try {
            task.run();
        } finally {
            if (pending.decrementAndGet() > 0) {
                pool.execute(this::next);
            }
        }
    }
}
