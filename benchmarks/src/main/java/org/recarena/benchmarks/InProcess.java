package org.recarena.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.space.TensorSpec;

/**
 * Lane-steps a second of the slate environments in process: one thread, 1,024 lanes, slates of distinct random
 * documents, the observations that are sent by default. Best of three rounds, as for the reference that it is held
 * against.
 *
 * <p>Argument: seconds for each case. Prints one JSON object a line.
 */
final class InProcess {

    private static final int LANES = 1024;
    private static final int PLANS = 16;
    private static final int ROUNDS = 3;
    private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 8;

    private record Case(String environment, int candidates, int slate) {}

    private static final List<Case> CASES = List.of(
            new Case("RecSim-InterestEvolution-v1", 10, 2),
            new Case("RecSim-InterestEvolution-v1", 100, 5),
            new Case("RecSim-InterestExploration-v1", 15, 2),
            new Case("RecSim-InterestExploration-v1", 100, 5),
            new Case("RecSim-LongTermSatisfaction-v1", 10, 1),
            new Case("RecSim-LongTermSatisfaction-v1", 100, 5));

    private InProcess() {}

    /** Runs every case. */
    public static void main(String[] arguments) {
        double seconds = Double.parseDouble(arguments[0]);
        for (Case each : CASES) {
            System.out.printf(
                    Locale.ROOT,
                    "{\"case\": \"in process\", \"environment\": \"%s\", \"candidates\": %d, \"slate\": %d, "
                            + "\"lane_steps_per_s\": %.0f}%n",
                    each.environment,
                    each.candidates,
                    each.slate,
                    rate(each, seconds));
        }
    }

    private static double rate(Case each, double seconds) {
        Simulation simulation = open(each);
        int[][] plans = new int[PLANS][];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < PLANS; i++) {
            plans[i] = slates(each, random);
        }
        int next = 0;
        double best = 0;
        for (int round = 0; round <= ROUNDS; round++) { // The first warms up.
            long begin = System.nanoTime();
            long steps = 0;
            double elapsed = 0;
            while (elapsed < seconds / ROUNDS) {
                for (int i = 0; i < STEPS_BETWEEN_LOOKS_AT_THE_CLOCK; i++) {
                    simulation.step(plans[next++ % PLANS]);
                    steps++;
                }
                elapsed = (System.nanoTime() - begin) / 1e9;
            }
            best = round == 0 ? 0 : Math.max(best, steps * LANES / elapsed);
        }
        return best;
    }

    private static Simulation open(Case each) {
        Environment environment =
                EnvironmentCatalog.installed().find(each.environment).orElseThrow();
        World world = environment.createWorld(
                environment.schema().resolve(Map.of("num_candidates", each.candidates, "slate_size", each.slate)), 7);
        List<String> observations = world.spaces().observations().stream()
                .filter(TensorSpec::defaultSelected)
                .map(TensorSpec::name)
                .toList();
        Simulation simulation = new Simulation(world, 7, LANES, AutoresetMode.SAME_STEP, observations);
        simulation.reset(new byte[0], new long[0]);
        return simulation;
    }

    /** A slate for each lane: the first of the candidates, shuffled. */
    private static int[] slates(Case each, SplittableRandom random) {
        int[] slates = new int[LANES * each.slate];
        int[] candidates = new int[each.candidates];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = i;
        }
        for (int lane = 0; lane < LANES; lane++) {
            for (int slot = 0; slot < each.slate; slot++) {
                int other = slot + random.nextInt(candidates.length - slot);
                int chosen = candidates[other];
                candidates[other] = candidates[slot];
                candidates[slot] = chosen;
                slates[lane * each.slate + slot] = chosen;
            }
        }
        return slates;
    }
}
