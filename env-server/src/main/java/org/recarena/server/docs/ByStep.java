package org.recarena.server.docs;

import java.util.Arrays;
import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;

/**
 * The exact probability of a click on one and the same item, shown alone and again and again, averaged over users.
 *
 * @param steps how often it is shown
 * @param byTheHour whether it is shown once an hour, and all users are shown items of one topic; otherwise the visit is
 *     one of ordinary steps, and each user has an item of any topic
 */
record ByStep(int steps, boolean byTheHour) implements Measurement {

    private static final int USERS = 200;

    @Override
    public String across() {
        return byTheHour ? "hours" : "how often the item was shown before";
    }

    @Override
    public String upwards() {
        return "probability of a click";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of("slate_size", 1, "num_items", 200, "visit.hours_per_step", byTheHour ? 1 : 0.02);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, USERS);
        double[] topics = trial.parameter("item_topic");
        int[] shown = new int[USERS];
        for (int user = 0; user < USERS; user++) {
            do {
                shown[user] = trial.draw(trial.items());
            } while (byTheHour && topics[shown[user]] != topics[0]);
        }
        double[] x = new double[steps];
        double[] y = new double[steps];
        for (int step = 0; step < steps; step++) {
            x[step] = step;
            for (int user = 0; user < USERS; user++) {
                y[step] += trial.twin(user, shown[user]).clickProbabilities()[0] / USERS;
            }
            trial.step(Arrays.copyOf(shown, USERS));
        }
        return new Line(name, x, y);
    }
}
