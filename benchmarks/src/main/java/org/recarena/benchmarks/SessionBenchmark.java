package org.recarena.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;

/**
 * Lane-steps a second of sessions, on one thread: 1,024 lanes, random slates of 5 from 100 candidates of 10,000 items.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SessionBenchmark {

    private static final int LANES = 1024;
    private static final int SLOTS = 5;
    private static final int CANDIDATES = 100;
    private static final int PLANS = 64;

    /** A preset. */
    @Param({"clean", "feed"})
    public String preset = "clean";

    private final int[][] plans = new int[PLANS][LANES * SLOTS];
    private @Nullable Simulation simulation;
    private int next;

    /** For the harness. */
    public SessionBenchmark() {}

    /** Opens the world and draws the slates. */
    @Setup
    public void open() {
        SplittableRandom random = new SplittableRandom(1);
        for (int[] plan : plans) {
            for (int i = 0; i < plan.length; i += SLOTS) {
                int first = random.nextInt(CANDIDATES);
                for (int slot = 0; slot < SLOTS; slot++) {
                    plan[i + slot] = (first + 7 * slot) % CANDIDATES; // 7 is prime to 100: all distinct.
                }
            }
        }
        Map<String, Object> config = new HashMap<>();
        config.put("preset", preset);
        config.put("num_items", 10_000);
        config.put("num_candidates", CANDIDATES);
        config.put("slate_size", SLOTS);
        Environment found =
                EnvironmentCatalog.installed().find("RecArena-Session-v1").orElseThrow();
        simulation = new Simulation(
                found.createWorld(found.schema().resolve(config), 7),
                7,
                LANES,
                AutoresetMode.SAME_STEP,
                List.of("user", "hours", "candidates"));
        simulation.reset(new byte[0], new long[0]);
    }

    /**
     * One step of all lanes.
     *
     * @return the outcome
     */
    @Benchmark
    @OperationsPerInvocation(LANES)
    public Outcome step() {
        next = (next + 1) % PLANS;
        return Objects.requireNonNull(simulation).step(plans[next]);
    }
}
