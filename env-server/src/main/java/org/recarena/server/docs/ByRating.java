package org.recarena.server.docs;

import java.util.Arrays;
import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;
import org.recarena.simulator.space.Column;

/** The mean of the ratings that users give the best rated item, one user of each platform after another. */
record ByRating() implements Measurement {

    private static final int PLATFORMS = 2000;
    private static final int STEPS = 30;

    @Override
    public String across() {
        return "how many have rated the item before";
    }

    @Override
    public String upwards() {
        return "mean of the ratings given";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of(
                "slate_size",
                1,
                "num_items",
                200,
                "feedback.rating_probability",
                1,
                "feedback.rating_utility",
                0,
                "appeal.intercept",
                50);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, PLATFORMS);
        double[] means = trial.parameter("item_mean_rating");
        int best = 0;
        for (int item = 1; item < means.length; item++) {
            best = means[item] > means[best] ? item : best;
        }
        int[] slates = new int[PLATFORMS];
        Arrays.fill(slates, best);
        double[] x = new double[STEPS];
        double[] y = new double[STEPS];
        for (int step = 0; step < STEPS; step++) {
            Column ratings = Trial.signal(trial.step(slates.clone()), "rating");
            x[step] = step;
            for (int platform = 0; platform < PLATFORMS; platform++) {
                y[step] += ratings.get(platform) / PLATFORMS;
            }
        }
        return new Line(name, x, y);
    }
}
