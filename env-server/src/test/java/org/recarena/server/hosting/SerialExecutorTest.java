package org.recarena.server.hosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tasks run one at a time and in order, whatever becomes of them. */
class SerialExecutorTest {

    @Test
    void aTaskThatThrowsDoesNotHoldUpTheNext() {
        ArrayDeque<Runnable> pool = new ArrayDeque<>();
        SerialExecutor executor = new SerialExecutor(pool::add);
        List<String> ran = new ArrayList<>();
        Runnable failing = () -> {
            executor.execute(() -> ran.add("second"), true);
            throw new IllegalStateException("first");
        };
        assertThatThrownBy(() -> executor.execute(failing, true)).hasMessage("first");
        assertThat(ran).isEmpty();
        assertThat(pool).hasSize(1);
        pool.remove().run();
        executor.execute(() -> ran.add("third"), true);
        assertThat(ran).containsExactly("second", "third");
        assertThat(pool).isEmpty();
    }

    @Test
    void tasksOfManyThreadsRunOneAtATime() throws InterruptedException {
        int threads = 4;
        int each = 5_000;
        ExecutorService pool = Executors.newFixedThreadPool(3);
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        SerialExecutor executor = new SerialExecutor(pool);
        CountDownLatch done = new CountDownLatch(threads * each);
        int[] counter = new int[1]; // Guarded by nothing but the executor.
        List<List<Integer>> orders = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            List<Integer> order = new ArrayList<>();
            orders.add(order);
            callers.execute(() -> {
                for (int i = 0; i < each; i++) {
                    int number = i;
                    executor.execute(
                            () -> {
                                counter[0]++;
                                order.add(number);
                                done.countDown();
                            },
                            number % 2 == 0);
                }
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        callers.shutdown();
        pool.shutdown();
        assertThat(counter[0]).isEqualTo(threads * each);
        assertThat(orders).allSatisfy(order -> assertThat(order).hasSize(each).isSorted());
    }
}
