package org.recarena.server.docs;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;

/**
 * The exact probability of a click at each rank where the sixth slot holds the dearest item and all others ones of
 * ordinary prices, in a world in which all items are worth the same.
 */
record ByRankNearOutlier() implements Measurement {

    private static final int SLOTS = 10;
    private static final int PLACE = 5;
    private static final int USERS = 60;

    @Override
    public String across() {
        return "rank; the item at rank 6 is an outlier";
    }

    @Override
    public String upwards() {
        return "probability of a click";
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of(
                "slate_size", SLOTS,
                "num_items", 200,
                "items.quality_deviation", 0,
                "users.taste_scale", 0,
                "position.exponent", 1);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, USERS);
        double[] prices = trial.parameter("item_price");
        List<Integer> byPrice = IntStream.range(0, trial.items())
                .boxed()
                .sorted(Comparator.comparingDouble(item -> prices[item]))
                .toList();
        int[] slate = new int[SLOTS];
        for (int slot = 0; slot < SLOTS; slot++) {
            slate[slot] = byPrice.get(slot == PLACE ? byPrice.size() - 1 : byPrice.size() / 2 + slot);
        }
        double[] ranks = new double[SLOTS];
        double[] sums = new double[SLOTS];
        for (int user = 0; user < USERS; user++) {
            double[] clicks = trial.twin(user, slate).clickProbabilities();
            for (int slot = 0; slot < SLOTS; slot++) {
                ranks[slot] = slot + 1.0;
                sums[slot] += clicks[slot] / USERS;
            }
        }
        return new Line(name, ranks, sums);
    }
}
