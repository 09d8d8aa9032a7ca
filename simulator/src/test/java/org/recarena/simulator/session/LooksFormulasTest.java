package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.simulator.session.BiasFormulas.CLOSE;
import static org.recarena.simulator.session.BiasFormulas.SLATE;
import static org.recarena.simulator.session.BiasFormulas.USERS;
import static org.recarena.simulator.session.BiasFormulas.assertShare;
import static org.recarena.simulator.session.BiasFormulas.items;
import static org.recarena.simulator.session.BiasFormulas.kernels;
import static org.recarena.simulator.session.BiasFormulas.play;
import static org.recarena.simulator.session.BiasFormulas.shown;
import static org.recarena.simulator.session.BiasFormulas.stream;
import static org.recarena.simulator.session.SessionPlay.truth;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.Twin;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;

/** What biases do to exposure, looks and the choice of nothing, against their formulas. */
class LooksFormulasTest {

    @Test
    void whatIsRendered() {
        SessionPlay skew = play(Map.of("exposure_skew.power", 0.3));
        SessionPlay crowd = play(Map.of("presentation.crowding", 2));
        Items items = items(skew);
        double most = 0;
        for (int item = 0; item < 40; item++) {
            most = Math.max(most, items.popularity(item));
        }
        for (int slot = 0; slot < 5; slot++) {
            assertThat(truth(skew.twin(0, SLATE), "exposure", slot))
                    .isCloseTo(Math.pow((1 + items.popularity(SLATE[slot])) / (1 + most), 0.3), CLOSE);
            assertThat(truth(crowd.twin(0, SLATE), "exposure", slot))
                    .isCloseTo(1 - Math.exp(-Math.exp(items.prominence(SLATE[slot])) / 2), CLOSE);
        }
    }

    /** The looks of five ranks; in a grid of two columns they are a row's times a column's. */
    @ParameterizedTest
    @CsvSource({"power", "exponential", "grid", "viewport"})
    void looksFallWithTheRank(String shape) {
        Map<String, Object> config = new HashMap<>(Map.of("position.exponent", 0.7, "position.shape", shape));
        config.put("position.columns", 2);
        config.put("position.viewport", 3);
        double[] looks = switch (shape) {
            case "exponential" -> new double[] {1, Math.exp(-1), Math.exp(-2), Math.exp(-3), Math.exp(-4)};
            case "grid" -> new double[] {1, 1 / 2.0, 1 / 2.0, 1 / 4.0, 1 / 3.0};
            case "viewport" -> new double[] {1, 1, 1, 1 / 2.0, 1 / 3.0};
            default -> new double[] {1, 1 / 2.0, 1 / 3.0, 1 / 4.0, 1 / 5.0};
        };
        Twin twin = play(config).twin(0, SLATE);
        for (int slot = 0; slot < 5; slot++) {
            assertThat(truth(twin, "examination", slot)).isCloseTo(Math.pow(looks[slot], 0.7), CLOSE);
        }
    }

    /** Three devices, with shares that add up to 8, each with an exponent of its own. */
    @Test
    void devicesComeInTheirShares() {
        List<Double> shares = List.of(1.0, 2.0, 5.0);
        List<Double> factors = List.of(0.5, 3.0, 2.0);
        Kernels kernels = kernels(
                Map.of("position.exponent", 0.8, "position.device_shares", shares, "position.device_factors", factors));
        double[] seen = new double[3];
        double[] told = new double[2];
        RandomStream stream = stream();
        for (int user = 0; user < USERS; user++) {
            Impression shown = shown();
            kernels.arrives[0].arrive(shown, stream);
            kernels.examines[0].examine(shown);
            kernels.examines[0].truth(shown, 3, told);
            int device = (int) told[1];
            seen[device] += 1.0 / USERS;
            assertThat(shown.examination[3]).isCloseTo(Math.pow(4, -0.8 * factors.get(device)), CLOSE);
        }
        for (int device = 0; device < 3; device++) {
            assertShare(seen[device], shares.get(device) / 8);
        }
    }

    /**
     * Looks grow near what lies beyond a threshold, by b exp(-d / h): 1.4826 times the median distance from the median
     * (robust), or the root of the mean square distance from the mean (moments).
     */
    @ParameterizedTest
    @CsvSource({"price, robust, 1.5", "prominence, robust, 1.5", "rating, moments, 1.3", "price, moments, 1.3"})
    void outliersAndTheirNeighboursAreLookedAtMore(String attribute, String criterion, double threshold) {
        Map<String, Object> config = new HashMap<>(Map.of("position.exponent", 1, "outlier.strength", 0.7));
        config.put("outlier.threshold", threshold);
        config.put("outlier.reach", 2);
        config.put("outlier.attribute", attribute);
        config.put("outlier.criterion", criterion);
        SessionPlay play = play(config);
        Items items = items(play);
        ToDoubleBiFunction<Items, Integer> value = switch (attribute) {
            case "price" -> Items::logPrice;
            case "prominence" -> Items::prominence;
            default -> Items::meanRating;
        };
        int outliers = 0;
        for (int first = 0; first < 35; first++) {
            int[] slate = {first, first + 1, first + 2, first + 3, first + 4};
            double[] values = Arrays.stream(slate)
                    .mapToDouble(item -> value.applyAsDouble(items, item))
                    .toArray();
            double centre = criterion.equals("robust") ? median(values) : mean(values);
            double[] distances = Arrays.stream(values)
                    .map(number -> Math.abs(number - centre))
                    .toArray();
            double deviation = criterion.equals("robust")
                    ? 1.4826 * median(distances)
                    : Math.sqrt(mean(Arrays.stream(distances).map(d -> d * d).toArray()));
            Twin twin = play.twin(0, slate);
            for (int slot = 0; slot < 5; slot++) {
                double overlooked = 1 - 1.0 / (slot + 1);
                for (int other = 0; other < 5; other++) {
                    if (distances[other] > threshold * deviation) {
                        overlooked *= Math.exp(-0.7 * Math.exp(-Math.abs(other - slot) / 2.0));
                        outliers++;
                    }
                }
                assertThat(truth(twin, "examination", slot)).isCloseTo(1 - overlooked, CLOSE);
            }
        }
        assertThat(outliers).isGreaterThan(20);
    }

    private static double median(double[] five) {
        double[] sorted = five.clone();
        Arrays.sort(sorted);
        return sorted[2];
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    /** Choosing nothing has k^weight times the odds that it has without. */
    @Test
    void longSlatesOverload() {
        SessionPlay play = play(Map.of("choice.rule", "logit", "overload.weight", 0.5));
        double[] any = new double[2];
        for (int slot = 0; slot < 5; slot++) {
            any[0] += play.twin(0, SLATE).clickProbabilities()[slot];
            any[1] += play.twin(0, SLATE, "overload").clickProbabilities()[slot];
        }
        assertThat((1 / any[0] - 1) / (1 / any[1] - 1)).isCloseTo(Math.sqrt(5), CLOSE);
    }
}
