package org.recarena.simulator.recogym;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;

/**
 * Prints how many lane-steps a second one core makes: {@code Throughput [lanes] [seconds] [observations]}. A lane-step
 * is a click draw, a transition, any organic session and, when the user leaves, the next user. Observations are asked
 * for by their names, separated by commas; none by default.
 */
public final class Throughput {

    private static final int ROUNDS = 5;

    private Throughput() {}

    public static void main(String[] arguments) {
        int lanes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1024;
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 1;
        List<String> observations = arguments.length > 2 ? List.of(arguments[2].split(",", -1)) : List.of();
        measure("RecoGym-v0 P=10", new RecoGymV0(), Map.of(), lanes, seconds, observations);
        for (int products : new int[] {10, 100, 1000, 10_000}) {
            for (int factors : new int[] {5, 20}) {
                Map<String, Object> config = new LinkedHashMap<>(Map.of("num_products", products, "K", factors));
                measure(
                        "RecoGym-v1 P=" + products + " K=" + factors,
                        new RecoGymV1(),
                        config,
                        lanes,
                        seconds,
                        observations);
                config.put("sigma_mu_organic", 0.1);
                measure("  sigma_mu_organic=0.1", new RecoGymV1(), config, lanes, seconds, observations);
                config.remove("sigma_mu_organic");
                config.put("random", "numpy");
                measure("  random=numpy", new RecoGymV1(), config, lanes, seconds, observations);
            }
        }
    }

    private static void measure(
            String name,
            Environment environment,
            Map<String, ?> config,
            int lanes,
            double seconds,
            List<String> observations) {
        long start = System.nanoTime();
        World world = ReferenceConfig.world(environment, 42, config);
        double creation = (System.nanoTime() - start) * 1e-9;
        Simulation simulation = new Simulation(world, 42, lanes, AutoresetMode.SAME_STEP, observations);
        ReferenceConfig.reset(simulation);
        SplittableRandom random = new SplittableRandom(1);
        int[][] actions = new int[64][];
        for (int i = 0; i < actions.length; i++) {
            actions[i] =
                    random.ints(lanes, 0, world.spaces().action().itemCount()).toArray();
        }
        double[] rates = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long steps = 0;
            long from = System.nanoTime();
            long until = from + (long) (seconds * 1e9);
            while (System.nanoTime() < until) {
                simulation.step(actions[(int) (steps / lanes) & 63]);
                steps += lanes;
            }
            rates[round] = steps / ((System.nanoTime() - from) * 1e-3);
        }
        Arrays.sort(rates);
        System.out.printf(
                "%-28s %7.3f M lane-steps/s (best %.3f), world made in %.3f s%n",
                name, rates[ROUNDS / 2], rates[ROUNDS - 1], creation);
    }
}
