package org.recarena.server.docs;

import java.util.Arrays;
import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;

/**
 * The exact probability of a click on an item by what stands around it, averaged over users and slates.
 *
 * @param neighbour what of the neighbourhood is counted
 */
record BySlate(Neighbour neighbour) implements Measurement {

    private static final int USERS = 15;
    private static final int SLATES = 300;

    /** How an item stands to the others of its slate. */
    enum Neighbour {
        QUALITY("mean quality of the others in the slate", 10),
        PRICE_RANK("place by price within the slate, from the cheapest to the dearest", 5);

        final String words;
        final int groups;

        Neighbour(String words, int groups) {
            this.words = words;
            this.groups = groups;
        }
    }

    @Override
    public String across() {
        return neighbour.words;
    }

    @Override
    public String upwards() {
        return "probability of a click";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of("slate_size", 5, "num_items", 200);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, USERS);
        double[] values = trial.parameter(neighbour == Neighbour.QUALITY ? "item_quality" : "item_price");
        Bins bins = new Bins();
        for (int i = 0; i < SLATES; i++) {
            int[] slate = trial.slate();
            double[] clicks = new double[slate.length];
            for (int user = 0; user < USERS; user++) {
                double[] probabilities = trial.twin(user, slate).clickProbabilities();
                for (int slot = 0; slot < slate.length; slot++) {
                    clicks[slot] += probabilities[slot] / USERS;
                }
            }
            for (int slot = 0; slot < slate.length; slot++) {
                bins.add(place(slate, slot, values), clicks[slot]);
            }
        }
        return bins.line(name, neighbour.groups);
    }

    private double place(int[] slate, int slot, double[] values) {
        double own = values[slate[slot]];
        return neighbour == Neighbour.QUALITY
                ? (Arrays.stream(slate).mapToDouble(item -> values[item]).sum() - own) / (slate.length - 1)
                : 1 + Arrays.stream(slate).filter(item -> values[item] < own).count();
    }
}
