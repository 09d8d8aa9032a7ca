package org.recarena.server.docs;

import java.util.Arrays;
import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;
import org.recarena.simulator.space.Column;

/** How unequally the clicks so far are spread over items that are shown at random: Gini's index, over platforms. */
record Inequality() implements Measurement {

    private static final int ITEMS = 20;
    private static final int PLATFORMS = 100;
    private static final int POINTS = 20;
    private static final int STEPS_A_POINT = 20;

    @Override
    public String across() {
        return "slates shown";
    }

    @Override
    public String upwards() {
        return "Gini index of the clicks on items";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of("num_items", ITEMS);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, PLATFORMS);
        double[][] clicks = new double[PLATFORMS][ITEMS];
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        for (int point = 0; point < POINTS; point++) {
            for (int step = 0; step < STEPS_A_POINT; step++) {
                show(trial, clicks);
            }
            x[point] = (point + 1.0) * STEPS_A_POINT;
            for (double[] platform : clicks) {
                y[point] += gini(platform) / PLATFORMS;
            }
        }
        return new Line(name, x, y);
    }

    private static void show(Trial trial, double[][] clicks) {
        int slots = trial.slots();
        int[] slates = new int[PLATFORMS * slots];
        for (int platform = 0; platform < PLATFORMS; platform++) {
            System.arraycopy(trial.slate(), 0, slates, platform * slots, slots);
        }
        Column clicked = Trial.signal(trial.step(slates), "click");
        for (int i = 0; i < slates.length; i++) {
            clicks[i / slots][slates[i]] += clicked.get(i);
        }
    }

    private static double gini(double[] counts) {
        double[] ascending = counts.clone();
        Arrays.sort(ascending);
        double total = 0;
        double weighted = 0;
        for (int i = 0; i < ascending.length; i++) {
            total += ascending[i];
            weighted += (i + 1) * ascending[i];
        }
        int n = ascending.length;
        return total == 0 ? 0 : (2 * weighted / total - (n + 1)) / n;
    }
}
