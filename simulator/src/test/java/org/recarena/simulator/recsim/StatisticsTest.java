package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.ReferenceData;

/**
 * With random "streams", users behave in distribution like the reference's: every recorded aggregate of random play.
 *
 * <p>Each is compared by its z-score, from the standard errors of both sides. All comparisons of all configs together
 * have a level of 99.9 %: the bound is the normal quantile for 0.001 / (2 * {@link #COMPARISONS}) (Bonferroni).
 */
@Tag("slow")
class StatisticsTest {

    private static final long SEED = 20_241_125;
    private static final int EPISODES = 10_000;

    /** At least as many as there are in the seven configs together. */
    private static final int COMPARISONS = 1_000;

    /** The two-sided normal quantile for 0.001 / 1000 = 1e-6. */
    private static final double BOUND = 4.8916;

    private static final double TIE = 1e-9;

    private final List<String> failures = new ArrayList<>();
    private Map<String, Ratio> ours = Map.of();
    private int compared;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "iev_A_default_10x2",
                "iev_C_100x5",
                "iev_E_expcascade_10x3",
                "iex_A_default_15x2",
                "iex_C_60x5",
                "lts_A_default_10x1",
                "lts_C_50x3"
            })
    void behavesLikeTheReference(String name) {
        JsonNode recorded = ReferenceData.read("recsim/stats_" + name + ".json");
        ours = new RandomPlay(recorded.get("config"), SEED, EPISODES).play();
        recorded.get("statistics").properties().forEach(entry -> compare(entry.getKey(), entry.getValue()));
        assertThat(failures)
                .as("%s, seed %d, %d episodes, %d comparisons", name, SEED, EPISODES, compared)
                .isEmpty();
        assertThat(compared).isBetween(60, COMPARISONS / 7);
    }

    private void compare(String name, JsonNode recorded) {
        if (recorded.isArray()) {
            for (int i = 0; i < recorded.size(); i++) {
                compare(name + "[" + i + "]", recorded.get(i));
            }
        } else if (name.equals("mean_reward_by_step_index")) {
            for (int step = 0; step < recorded.get("mean").size(); step++) {
                compareRatio(
                        name + "[" + step + "]", number(recorded.get("mean"), step), number(recorded.get("se"), step));
            }
        } else if (name.endsWith("_histogram")) {
            compareHistogram(name, recorded);
        } else if (name.equals("log_engagement")) {
            // Engagement within an episode is nearly independent; the allowance covers what is not.
            compareRatio(
                    name,
                    recorded.get("mean").doubleValue(),
                    1.5 * recorded.get("se_iid").doubleValue());
        } else if (recorded.isNumber()) {
            double least =
                    Arrays.stream(ratio("final_time_budget").values()).max().orElseThrow();
            check(name, least > -TIE && recorded.doubleValue() == 0 ? Double.POSITIVE_INFINITY : 0);
        } else if (recorded.has("mean")) {
            compareRatio(
                    name, recorded.get("mean").doubleValue(), recorded.get("se").doubleValue());
            compareDeviation(name, recorded);
            if (recorded.has("quantiles")) {
                recorded.get("quantiles")
                        .properties()
                        .forEach(quantile -> compareQuantile(
                                name,
                                Double.parseDouble(quantile.getKey()),
                                quantile.getValue().doubleValue(),
                                recorded.get("n").doubleValue()));
            }
        } else {
            compareRatio(
                    name,
                    recorded.get("value").doubleValue(),
                    recorded.get("se").doubleValue());
        }
    }

    private void compareHistogram(String name, JsonNode recorded) {
        double n = recorded.get("n").doubleValue();
        JsonNode counts = recorded.get("counts");
        for (int bin = 0; bin < counts.size(); bin++) {
            double share = counts.get(bin).doubleValue() / n;
            compareRatio(name + "[" + bin + "]", share, Math.sqrt(share * (1 - share) / n));
        }
        if (name.startsWith("engagement")) {
            double mean = recorded.get("mean").doubleValue();
            compareRatio("engagement_mean", mean, recorded.get("sd").doubleValue() / Math.sqrt(n));
        }
    }

    private void compareRatio(String name, double value, double error) {
        Ratio ratio = ratio(name);
        check(name, z(ratio.value() - value, error, ratio.standardError()));
    }

    /** The standard error of a standard deviation, by its fourth moment, which is taken from our episodes. */
    private void compareDeviation(String name, JsonNode recorded) {
        double[] values = ratio(name).values();
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        double fourth =
                Arrays.stream(values).map(v -> Math.pow(v - mean, 4)).average().orElseThrow();
        double deviation = Math.sqrt(variance);
        double scale = variance == 0 ? 0 : Math.sqrt(fourth - variance * variance) / (2 * deviation);
        check(
                "sd of " + name,
                z(
                        deviation - recorded.get("sd").doubleValue(),
                        scale / Math.sqrt(recorded.get("n").doubleValue()),
                        scale / Math.sqrt(values.length)));
    }

    /** How far the level is outside what our distribution has at the recorded quantile. */
    private void compareQuantile(String name, double level, double quantile, double n) {
        double[] values = ratio(name).values();
        double below = Arrays.stream(values).filter(v -> v < quantile - TIE).count() / (double) values.length;
        double upTo = Arrays.stream(values).filter(v -> v <= quantile + TIE).count() / (double) values.length;
        double outside = Math.max(0, Math.max(below - level, level - upTo));
        double error = Math.sqrt(level * (1 - level));
        check("quantile " + level + " of " + name, z(outside, error / Math.sqrt(n), error / Math.sqrt(values.length)));
    }

    private static double z(double difference, double error, double other) {
        double joint = Math.sqrt(error * error + other * other);
        return Math.abs(difference) < TIE ? 0 : difference / joint;
    }

    private void check(String name, double z) {
        compared++;
        if (!(Math.abs(z) <= BOUND)) {
            failures.add(name + ": z = " + z);
        }
    }

    private Ratio ratio(String name) {
        Ratio ratio = ours.get(name);
        assertThat(ratio).as(name).isNotNull();
        return ratio;
    }

    private static double number(JsonNode array, int index) {
        return array.get(index).doubleValue();
    }
}
