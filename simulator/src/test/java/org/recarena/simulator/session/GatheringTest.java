package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.recarena.simulator.session.SessionPlay.signal;
import static org.recarena.simulator.session.SessionPlay.truth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.Twin;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Items;

/** What a lane gathers from its users, one after another: popularity and opinions that feed on themselves; seed 13. */
class GatheringTest {

    private static final long SEED = 13;
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    /** Two items that differ in nothing, one of which is chosen at each step, by users who leave after three. */
    private static Map<String, Object> urn(double growth) {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 2, "slate_size", 2, "choice.rule", "logit"));
        config.put("choice.no_click", -50);
        config.put("appeal.utility", 0);
        config.put("items.consumptions", 0);
        config.put("visit.leave_probability", 0);
        config.put("max_episode_steps", 3);
        config.put("popularity.weight", 1);
        config.put("popularity.growth", growth);
        return config;
    }

    /** How often the first item is chosen in nine steps of each of many lanes. */
    private static int[] chosen(double growth, int lanes) {
        SessionPlay play = new SessionPlay(urn(growth), SEED, lanes);
        int[] first = new int[lanes];
        for (int step = 0; step < 9; step++) {
            Column clicks = signal(play.step(play.slatesOf(0, 1)).signals(), "click");
            for (int lane = 0; lane < lanes; lane++) {
                assertThat(clicks.get(2 * lane) + clicks.get(2 * lane + 1)).isEqualTo(1);
                first[lane] += (int) clicks.get(2 * lane);
            }
        }
        return first;
    }

    /**
     * With weight 1 and growth 1 the two items are Polya's urn with one ball of each colour, in which every number of
     * draws of one colour is equally likely. Chi-square with 9 degrees of freedom, beyond 33.7 once in 10,000.
     */
    @Test
    void theRichGetRicherAsInPolyasUrn() {
        int lanes = 4000;
        double[] counts = new double[10];
        for (int number : chosen(1, lanes)) {
            counts[number]++;
        }
        double square = 0;
        for (double count : counts) {
            square += Math.pow(count - lanes / 10.0, 2) / (lanes / 10.0);
        }
        assertThat(square).isLessThan(33.7);
    }

    /**
     * With growth g the number of draws N of n has the beta-binomial law with 1/g and 1/g: its variance is n / 4 (1 + g
     * n / 2) / (1 + g / 2), which is early luck. Within 4 standard errors, that of a variance being below 2 var /
     * sqrt(lanes) for laws without heavy tails.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 1, 4})
    void earlyLuckLastsAsInPolyasUrn(double growth) {
        int lanes = 4000;
        double variance = 0;
        for (int number : chosen(growth, lanes)) {
            variance += (number - 4.5) * (number - 4.5) / lanes;
        }
        double expected = 9.0 / 4 * (1 + growth * 9 / 2) / (1 + growth / 2);
        assertThat(variance).isCloseTo(expected, Offset.offset(4 * 2 * expected / Math.sqrt(lanes)));
    }

    /** What ground truth says was gathered is what was recorded, over users and until the lane is seeded anew. */
    @Test
    void gathersWhatIsRecordedUntilTheLaneIsSeeded() {
        Map<String, Object> config = SessionPlay.config(Map.of("noise.misclick", 0.1));
        BiasCases.gathering().forEach(bias -> config.putAll(bias.keys(bias.on())));
        SessionPlay play = new SessionPlay(config, SEED, 3);
        Items items = play.world().model().items();
        int ended = 0;
        for (int seeding = 0; seeding < 2; seeding++) {
            double[][] clicks = new double[3][SessionPlay.ITEMS];
            double[][] sums = new double[3][SessionPlay.ITEMS];
            double[][] counts = new double[3][SessionPlay.ITEMS];
            double[][] votes = new double[3][SessionPlay.ITEMS];
            double[][] against = new double[3][SessionPlay.ITEMS];
            for (int step = 0; step < 200; step++) {
                int[] slates = play.slates();
                for (int lane = 0; lane < 3; lane++) {
                    Twin twin = play.twin(lane, slates);
                    for (int slot = 0; slot < SessionPlay.SLOTS; slot++) {
                        int item = slates[lane * SessionPlay.SLOTS + slot];
                        double popularity = items.popularity(item) + 50 * clicks[lane][item];
                        double mean = (2 * items.meanRating(item) + sums[lane][item]) / (2 + counts[lane][item]);
                        double odds = Math.log((votes[lane][item] + 1) / (against[lane][item] + 1));
                        assertThat(truth(twin, "popularity_now", slot)).isCloseTo(popularity, EXACT);
                        assertThat(truth(twin, "popularity_shift", slot))
                                .isCloseTo(0.5 * Math.log1p(popularity), EXACT);
                        assertThat(truth(twin, "conformity_mean", slot)).isCloseTo(mean, EXACT);
                        assertThat(truth(twin, "conformity_shift", slot))
                                .isCloseTo(0.5 * (mean - 3.5) + 0.5 * odds, EXACT);
                    }
                }
                List<Column> signals = play.step(slates).signals();
                for (int i = 0; i < slates.length; i++) {
                    int lane = i / SessionPlay.SLOTS;
                    double rating = signal(signals, "rating").get(i);
                    clicks[lane][slates[i]] += signal(signals, "click").get(i);
                    sums[lane][slates[i]] += rating;
                    counts[lane][slates[i]] += rating > 0 ? 1 : 0;
                    votes[lane][slates[i]] += rating > 3.5 ? 1 : 0;
                    against[lane][slates[i]] += rating > 0 && rating < 3.5 ? 1 : 0;
                }
                for (int lane = 0; lane < 3; lane++) {
                    ended += (int) signal(signals, "session_end").get(lane);
                }
            }
            play.simulation().reset(new byte[0], new long[] {1, 2, 3});
        }
        assertThat(ended).isGreaterThan(10);
    }

    /**
     * An item's first mean m is forgotten only slowly where users follow the mean: with earlier ratings e and weight w,
     * after n ratings of users whose own rating is r, the mean is r + (m - r) times the product of (e + k + w) / (e + k
     * + 1) over k below n on average. Noise of half a star makes rounding to half stars fair to 1e-9, and the limit of
     * 5 stars takes less than 1e-3 away. Within 4 standard errors.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 0.9})
    void herdsForgetSlowly(double weight) {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 30, "slate_size", 1, "appeal.intercept", 50));
        config.put("feedback.rating_probability", 1);
        config.put("feedback.rating_mean", 3);
        config.put("feedback.half_stars", true);
        config.put("feedback.rating_utility", 0);
        config.put("feedback.rating_deviation", 0.5);
        config.put("max_episode_steps", 2);
        config.put("visit.leave_probability", 0);
        config.put("conformity.upwards", weight);
        config.put("conformity.downwards", weight);
        config.put("conformity.attraction", 1e-9); // So that it is on with weight 0.
        config.put("conformity.moving", true);
        config.put("conformity.earlier", 1);
        int lanes = 4000;
        SessionPlay play = new SessionPlay(config, SEED, lanes);
        Items items = play.world().model().items();
        int shown = 0;
        for (int item = 1; item < 30; item++) {
            shown = Math.abs(items.meanRating(item) - 4) < Math.abs(items.meanRating(shown) - 4) ? item : shown;
        }
        double distance = items.meanRating(shown) - 3;
        assertThat(distance).isBetween(0.8, 1.1);
        for (int ratings = 0; ratings < 6; ratings++) {
            double sum = 0;
            double squares = 0;
            for (int lane = 0; lane < lanes; lane++) {
                double mean = truth(play.twin(lane, play.slatesOf(shown)), "conformity_mean", 0) - 3;
                sum += mean / lanes;
                squares += mean * mean / lanes;
            }
            double error = 4 * Math.sqrt(Math.max(0, squares - sum * sum) / lanes) + 1e-3;
            assertThat(sum).as("after " + ratings).isCloseTo(distance, Offset.offset(error));
            distance *= (1 + ratings + weight) / (1 + ratings + 1);
            play.step(play.slatesOf(shown));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"popularity.growth", "conformity.moving", "conformity.votes"})
    void refusesCataloguesForWhichNoLaneHasRoom(String key) {
        Map<String, Object> config = new HashMap<>(Map.of("popularity.weight", 1, "conformity.upwards", 0.5));
        config.put(key, key.endsWith("moving") ? (Object) true : 1.0);
        SessionV1 environment = new SessionV1();
        config.put("num_items", 10_000);
        assertThat(environment.spaces(environment.schema().resolve(config)).signals())
                .isNotEmpty();
        config.put("num_items", 10_001);
        Config tooLarge = environment.schema().resolve(config);
        assertThatThrownBy(() -> environment.spaces(tooLarge))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config." + key)
                .hasMessageContaining("10001 items in every lane; it takes at most 10000 items");
        config.remove(key);
        assertThat(environment.spaces(environment.schema().resolve(config)).signals())
                .isNotEmpty();
    }
}
