package org.recarena.server.docs;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;

/**
 * The exact probability that anything of a slate is clicked, where at most one thing is, by the length of the slate.
 */
record BySlateSize() implements Measurement {

    private static final int[] SIZES = {1, 2, 3, 4, 6, 8, 12, 16, 20};
    private static final int USERS = 60;
    private static final int SLATES = 4;

    @Override
    public String across() {
        return "items in the slate";
    }

    @Override
    public String upwards() {
        return "probability of a click on any";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of("choice.rule", "logit", "num_items", 200);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        double[] y = new double[SIZES.length];
        for (int i = 0; i < SIZES.length; i++) {
            Map<String, Object> sized = new HashMap<>(config);
            sized.put("slate_size", SIZES[i]);
            Trial trial = new Trial(environment, sized, USERS);
            for (int user = 0; user < USERS; user++) {
                for (int slate = 0; slate < SLATES; slate++) {
                    double[] clicks = trial.twin(user, trial.slate()).clickProbabilities();
                    y[i] += Arrays.stream(clicks).sum() / (USERS * SLATES);
                }
            }
        }
        return new Line(name, Arrays.stream(SIZES).asDoubleStream().toArray(), y);
    }
}
