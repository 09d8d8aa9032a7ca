package org.recarena.server.docs;

import java.util.HashMap;
import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.space.Column;

/** Which share of the purchases made in the first step is visible after so many hours; sampled. */
record Delays() implements Measurement {

    private static final int USERS = 4000;
    private static final int HOURS = 169;

    @Override
    public String across() {
        return "hours since the click";
    }

    @Override
    public String upwards() {
        return "share of the purchases that is visible";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of(
                "num_items", 200, "purchase.intercept", -1, "visit.hours_per_step", 1, "visit.return_probability", 0);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Map<String, Object> atOnce = new HashMap<>(config);
        atOnce.put("delayed_feedback.scale", 0);
        double made = visible(environment, atOnce, 1)[0];
        double[] visible = visible(environment, config, HOURS);
        double[] hours = new double[HOURS];
        for (int hour = 0; hour < HOURS; hour++) {
            hours[hour] = hour;
            visible[hour] /= made;
        }
        return new Line(name, hours, visible);
    }

    /** How many purchases of the first step are visible after so many steps. */
    private static double[] visible(Environment environment, Map<String, Object> config, int steps) {
        Trial trial = new Trial(environment, config, USERS);
        double[] visible = new double[steps];
        int slots = trial.slots();
        int[] slates = new int[USERS * slots];
        for (int user = 0; user < USERS; user++) {
            System.arraycopy(trial.slate(), 0, slates, user * slots, slots);
        }
        double sum = 0;
        for (int step = 0; step < steps; step++) {
            Outcome outcome = trial.step(slates);
            if (step == 0) {
                sum += count(Trial.signal(outcome, "purchase"), 1);
            }
            if (Trial.has(outcome, "late_purchase_step")) {
                sum += count(Trial.signal(outcome, "late_purchase_step"), 0);
            }
            visible[step] = sum;
        }
        return visible;
    }

    private static double count(Column column, double value) {
        double count = 0;
        for (int i = 0; i < column.count(); i++) {
            count += column.get(i) == value ? 1 : 0;
        }
        return count;
    }
}
