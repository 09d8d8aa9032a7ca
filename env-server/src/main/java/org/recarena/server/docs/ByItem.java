package org.recarena.server.docs;

import java.util.Map;
import org.recarena.server.docs.LineChart.Line;
import org.recarena.simulator.Environment;
import org.recarena.simulator.Twin;

/**
 * Exact probabilities of items that are shown alone, averaged over users and over items that are alike in an attribute.
 *
 * @param attribute what items are sorted by
 * @param outcome what is counted
 */
record ByItem(Attribute attribute, Counted outcome) implements Measurement {

    private static final int ITEMS = 200;
    private static final int USERS = 40;
    private static final int GROUPS = 10;

    /** What of a click is counted. */
    enum Counted {
        CLICKS("probability of a click"),
        SATISFACTION("probability that a click satisfies");

        final String words;

        Counted(String words) {
            this.words = words;
        }
    }

    @Override
    public String across() {
        return attribute.words();
    }

    @Override
    public String upwards() {
        return outcome.words;
    }

    @Override
    public Map<String, Object> needs() {
        return Map.of(
                "slate_size",
                1,
                "num_items",
                ITEMS,
                "reward.kind",
                "vector",
                "reward.click",
                1,
                "reward.satisfaction",
                1);
    }

    @Override
    public Line measure(String name, Environment environment, Map<String, Object> config) {
        Trial trial = new Trial(environment, config, USERS);
        double[] x = attribute.of(trial);
        Bins bins = new Bins();
        for (int item = 0; item < trial.items(); item++) {
            if (attribute == Attribute.AGE && x[item] < 0) {
                continue; // It has not appeared yet.
            }
            double clicks = 0;
            double satisfied = 0;
            for (int user = 0; user < USERS; user++) {
                Twin twin = trial.twin(user, item);
                clicks += twin.clickProbabilities()[0];
                satisfied += twin.expectedRewards()[1];
            }
            bins.add(x[item], outcome == Counted.CLICKS ? clicks / USERS : satisfied / clicks);
        }
        return bins.line(name, GROUPS);
    }
}
