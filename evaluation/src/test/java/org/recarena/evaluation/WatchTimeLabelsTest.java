package org.recarena.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;

/** Labels of watch time on small numbers, and on simulated users whose interest does not depend on durations. */
class WatchTimeLabelsTest {

    private static final long SEED = 11;
    private static final int LANES = 200;
    private static final int ITEMS = 400;
    private static final int STEPS = 100;

    @Test
    void comparesWithItemsAboutAsLong() {
        double[] durations = {10, 11, 12, 100, 101, 102};
        double[] watched = {5, 9, 7, 50, 40, 60};
        assertThat(WatchTimeLabels.durationQuantiles(watched, durations, 2))
                .containsExactly(new double[] {1 / 6.0, 5 / 6.0, 0.5, 0.5, 1 / 6.0, 5 / 6.0}, Offset.offset(1e-12));
        double deviation = Math.sqrt(8 / 3.0);
        assertThat(Arrays.copyOf(WatchTimeLabels.gains(watched, durations, 2), 3))
                .containsExactly(new double[] {-2 / deviation, 2 / deviation, 0}, Offset.offset(1e-12));
    }

    @Test
    void keepsEqualDurationsTogether() {
        double[] durations = {1, 1, 1, 1, 2};
        double[] watched = {3, 1, 1, 3, 9};
        assertThat(WatchTimeLabels.durationQuantiles(watched, durations, 5))
                .containsExactly(0.75, 0.25, 0.25, 0.75, 0.5);
        assertThat(WatchTimeLabels.gains(watched, durations, 5)).containsExactly(1, -1, -1, 1, 0);
        assertThatThrownBy(() -> WatchTimeLabels.gains(watched, durations, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("buckets is 0: not at least 1");
    }

    /** Correlations of 100,000 views: what is independent lies within 4 / sqrt(100,000) but for once in 16,000. */
    @Test
    void rawWatchTimesFavourLongItemsAndLabelsDoNot() {
        Environment environment =
                EnvironmentCatalog.installed().find("RecArena-Session-v1").orElseThrow();
        Map<String, Object> config = new HashMap<>(Map.of("num_items", ITEMS, "slate_size", 5, "max_episode_steps", 0));
        config.put("appeal.intercept", 50);
        config.put("users.taste_scale", 0);
        config.put("items.quality_deviation", 0);
        config.put("visit.leave_probability", 0);
        config.put("dwell.log_mean", 4.5);
        config.put("duration.limited", true);
        World world = environment.createWorld(environment.schema().resolve(config), SEED);
        double[] lengths = world.parameters().get("item_length").values();
        Simulation simulation = new Simulation(world, SEED, LANES, AutoresetMode.SAME_STEP, List.of());
        simulation.reset(new byte[0], new long[0]);
        double[] watched = new double[LANES * 5 * STEPS];
        double[] durations = new double[watched.length];
        int next = 0;
        for (int step = 0; step < STEPS; step++) {
            int[] slates = new int[LANES * 5];
            for (int i = 0; i < slates.length; i++) {
                slates[i] = (step * 7 + i * 3) % ITEMS;
            }
            Column dwell = simulation.step(slates).signals().get(2);
            for (int i = 0; i < slates.length; i++) {
                watched[next] = dwell.get(i);
                durations[next++] = lengths[slates[i]];
            }
        }
        double[] completion = new double[watched.length];
        Arrays.setAll(completion, i -> watched[i] / durations[i]);
        double noise = 4 / Math.sqrt(watched.length);
        assertThat(correlation(watched, durations)).isGreaterThan(0.2);
        assertThat(correlation(completion, durations)).isLessThan(-0.2);
        assertThat(correlation(WatchTimeLabels.durationQuantiles(watched, durations, 60), durations))
                .isBetween(-0.02, 0.02);
        assertThat(correlation(WatchTimeLabels.gains(watched, durations, 60), durations))
                .isBetween(-noise, noise);
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double products = 0;
        double squaresX = 0;
        double squaresY = 0;
        for (int i = 0; i < x.length; i++) {
            products += (x[i] - meanX) * (y[i] - meanY);
            squaresX += (x[i] - meanX) * (x[i] - meanX);
            squaresY += (y[i] - meanY) * (y[i] - meanY);
        }
        return products / Math.sqrt(squaresX * squaresY);
    }
}
