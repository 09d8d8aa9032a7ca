package org.recarena.server.docs;

import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;
import org.recarena.simulator.space.Column;

/** How the ratings that were given are spread over the stars; sampled, with the same chance for all lines. */
record Ratings() implements Measurement {

    private static final int USERS = 400;
    private static final int STEPS = 60;
    private static final int STARS = 5;

    @Override
    public String across() {
        return "stars";
    }

    @Override
    public String upwards() {
        return "share of the ratings";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of("num_items", 200);
    }

    @Override
    public Map<String, Object> defaults() {
        return Map.of("appeal.intercept", 1, "feedback.rating_probability", 0.3);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, USERS);
        double[] counts = new double[STARS + 1];
        int slots = trial.slots();
        for (int step = 0; step < STEPS; step++) {
            int[] slates = new int[USERS * slots];
            for (int user = 0; user < USERS; user++) {
                System.arraycopy(trial.slate(), 0, slates, user * slots, slots);
            }
            Column ratings = Trial.signal(trial.step(slates), "rating");
            for (int i = 0; i < ratings.count(); i++) {
                counts[(int) ratings.get(i)]++;
            }
        }
        double total = 0;
        for (int stars = 1; stars <= STARS; stars++) {
            total += counts[stars];
        }
        double[] x = new double[STARS];
        double[] y = new double[STARS];
        for (int stars = 1; stars <= STARS; stars++) {
            x[stars - 1] = stars;
            y[stars - 1] = counts[stars] / total;
        }
        return new Line(name, x, y);
    }
}
