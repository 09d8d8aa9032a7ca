package org.recarena.server.docs;

import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;
import org.recarena.simulator.space.Column;

/**
 * The mean of a signal over clicks that have it, by an attribute of the item; sampled, with the same chance for all
 * lines.
 *
 * @param attribute what items are sorted by
 * @param signal the signal
 * @param upwards what it is, in words
 */
record SignalByItem(Attribute attribute, String signal, String upwards) implements Measurement {

    private static final int USERS = 400;
    private static final int STEPS = 100;
    private static final int GROUPS = 10;

    @Override
    public String across() {
        return attribute.words();
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of("slate_size", 1, "num_items", 200);
    }

    @Override
    public Map<String, Object> defaults() {
        return Map.of("appeal.intercept", 3, "feedback.rating_probability", 1);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, USERS);
        double[] x = attribute.of(trial);
        Bins bins = new Bins();
        int slots = trial.slots();
        for (int step = 0; step < STEPS; step++) {
            int[] slates = new int[USERS * slots];
            for (int user = 0; user < USERS; user++) {
                System.arraycopy(trial.slate(), 0, slates, user * slots, slots);
            }
            Column values = Trial.signal(trial.step(slates), signal);
            for (int i = 0; i < slates.length; i++) {
                if (values.get(i) > 0) {
                    bins.add(x[slates[i]], values.get(i));
                }
            }
        }
        return bins.line(name, GROUPS);
    }
}
