package org.recarena.simulator.session;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.recarena.simulator.space.Column;

/**
 * How often each item was shown and clicked in each slot, in worlds where all users are alike: what estimators of click
 * models go by.
 */
final class ClickCounts {

    static final int ITEMS = 10;
    static final int SLOTS = SessionPlay.SLOTS;
    private static final int LANES = 500;

    final SessionPlay play;
    final double[][] shown = new double[ITEMS][SLOTS];
    final double[][] clicked = new double[ITEMS][SLOTS];

    private ClickCounts(SessionPlay play) {
        this.play = play;
    }

    static SessionPlay world(Map<String, ?> keys, long seed) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "num_items", ITEMS,
                "slate_size", SLOTS,
                "max_episode_steps", 0,
                "appeal.intercept", -0.5,
                "items.quality_deviation", 1,
                "users.taste_scale", 0,
                "users.bias_deviation", 0,
                "visit.leave_probability", 0));
        config.putAll(keys);
        return new SessionPlay(config, seed, LANES);
    }

    /** Counts over so many slates for each user, in random order. */
    static ClickCounts random(Map<String, ?> keys, long seed, int steps) {
        SessionPlay play = world(keys, seed);
        return of(play, play::slates, steps);
    }

    static ClickCounts of(SessionPlay play, Supplier<int[]> policy, int steps) {
        ClickCounts counts = new ClickCounts(play);
        for (int step = 0; step < steps; step++) {
            int[] slates = policy.get();
            Column clicks = play.step(slates).signals().get(1);
            for (int i = 0; i < slates.length; i++) {
                counts.shown[slates[i]][i % SLOTS]++;
                counts.clicked[slates[i]][i % SLOTS] += clicks.get(i);
            }
        }
        return counts;
    }

    double shown(int item) {
        return sum(shown[item]);
    }

    double clicked(int item) {
        return sum(clicked[item]);
    }

    /** The rate of clicks on a slot. */
    double rate(int slot) {
        double all = 0;
        double clicks = 0;
        for (int item = 0; item < ITEMS; item++) {
            all += shown[item][slot];
            clicks += clicked[item][slot];
        }
        return clicks / all;
    }

    private static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }
}
