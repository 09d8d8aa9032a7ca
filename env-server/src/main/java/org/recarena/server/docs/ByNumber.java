package org.recarena.server.docs;

import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;

/** The exact probability of a click on each of the first items, shown alone, averaged over users. */
record ByNumber() implements Measurement {

    private static final int ITEMS = 10;
    private static final int USERS = 1000;

    @Override
    public String across() {
        return "number of the item";
    }

    @Override
    public String upwards() {
        return "probability of a click";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of("slate_size", 1, "num_items", 200);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, USERS);
        double[] x = new double[ITEMS];
        double[] y = new double[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
            x[item] = item;
            for (int user = 0; user < USERS; user++) {
                y[item] += trial.twin(user, item).clickProbabilities()[0] / USERS;
            }
        }
        return new Line(name, x, y);
    }
}
