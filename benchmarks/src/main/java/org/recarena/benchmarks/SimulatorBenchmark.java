package org.recarena.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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

/** Lane-steps a second of the simulator itself, on one thread: 1,024 lanes, uniform random actions. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SimulatorBenchmark {

    private static final int LANES = 1024;
    private static final int PLANS = 64;

    /** The environment. */
    @Param({"RecoGym-v1"})
    public String environment = "RecoGym-v1";

    /** The size of the catalogue. */
    @Param({"10", "1000", "10000"})
    public int products = 10;

    private final int[][] plans = new int[PLANS][LANES];
    private @org.jspecify.annotations.Nullable Simulation simulation;
    private int next;

    /** For the harness. */
    public SimulatorBenchmark() {}

    /** Opens the world and draws the actions. */
    @Setup
    public void open() {
        Environment found = EnvironmentCatalog.installed().find(environment).orElseThrow();
        SplittableRandom random = new SplittableRandom(1);
        for (int[] plan : plans) {
            for (int lane = 0; lane < LANES; lane++) {
                plan[lane] = random.nextInt(products);
            }
        }
        simulation = new Simulation(
                found.createWorld(found.schema().resolve(Map.of("num_products", products)), 7),
                7,
                LANES,
                AutoresetMode.SAME_STEP,
                List.of("views"));
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
        return java.util.Objects.requireNonNull(simulation).step(plans[next]);
    }
}
