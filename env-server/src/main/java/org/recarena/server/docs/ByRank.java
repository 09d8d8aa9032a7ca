package org.recarena.server.docs;

import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;

/**
 * The exact probability of a click at each rank, averaged over users and over slates each of which is shown in all its
 * rotations: so every item stands at every rank equally often, and ranks differ by what ranks do alone.
 */
record ByRank() implements Measurement {

    private static final int USERS = 60;
    private static final int SLATES = 4;

    @Override
    public String across() {
        return "rank";
    }

    @Override
    public String upwards() {
        return "probability of a click";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of();
    }

    @Override
    public Map<String, Object> defaults() {
        return Map.of("slate_size", 10);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, USERS);
        int slots = trial.slots();
        double[] sums = new double[slots];
        for (int user = 0; user < USERS; user++) {
            for (int i = 0; i < SLATES; i++) {
                int[] slate = trial.slate();
                for (int turn = 0; turn < slots; turn++) {
                    double[] clicks = trial.twin(user, rotated(slate, turn)).clickProbabilities();
                    for (int slot = 0; slot < slots; slot++) {
                        sums[slot] += clicks[slot] / (USERS * SLATES * slots);
                    }
                }
            }
        }
        double[] ranks = new double[slots];
        for (int slot = 0; slot < slots; slot++) {
            ranks[slot] = slot + 1.0;
        }
        return new Line(name, ranks, sums);
    }

    private static int[] rotated(int[] slate, int turn) {
        int[] rotated = new int[slate.length];
        for (int slot = 0; slot < slate.length; slot++) {
            rotated[slot] = slate[(slot + turn) % slate.length];
        }
        return rotated;
    }
}
