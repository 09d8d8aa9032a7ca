package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.simulator.session.SessionPlay.signal;
import static org.recarena.simulator.session.SessionPlay.truth;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Twin;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Items;

/** Fake accounts: what they click on, and what they say of it; seed 17. */
class AttackProfilesTest {

    private static final long SEED = 17;
    private static final int TARGET = 1;
    private static final int SELECTED = 2;
    private static final int FILLER = 3;

    private static SessionPlay play(String profile, int lanes, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 40, "slate_size", 40, "max_episode_steps", 0));
        config.put("visit.leave_probability", 0);
        config.put("items.topics", 4);
        config.put("feedback.rating_probability", 0.01);
        config.put("fake_users.farms", 1);
        config.put("fake_users.targets", 2);
        config.put("fake_users.selected", 3);
        config.put("fake_users.fillers", 0.25);
        config.put("fake_users.profile", profile);
        config.putAll(more);
        return new SessionPlay(config, SEED, lanes);
    }

    private static int[] everything() {
        return IntStream.range(0, 40).toArray();
    }

    private static int part(Twin twin, int slot) {
        return (int) truth(twin, "fake_part", slot);
    }

    /** Everything in the profile is clicked, and nothing else; all of it is rated, however few people rate. */
    @ParameterizedTest
    @ValueSource(strings = {"random", "average", "bandwagon", "segment", "love_hate", "reverse_bandwagon"})
    void clicksAndRatesItsProfileAndNothingElse(String profile) {
        SessionPlay play = play(profile, 50, Map.of());
        int[] slates = play.slatesOf(everything());
        List<Twin> twins = play.twins(slates);
        Outcome outcome = play.step(slates);
        Set<List<Integer>> profiles = new HashSet<>();
        for (int lane = 0; lane < 50; lane++) {
            List<Integer> parts = new ArrayList<>();
            for (int item = 0; item < 40; item++) {
                int part = part(twins.get(lane), item);
                parts.add(part);
                assertThat(part == TARGET).isEqualTo(item < 2);
                assertThat(twins.get(lane).clickProbabilities()[item])
                        .isCloseTo(part == 0 ? 0 : 1, Offset.offset(1e-100));
                assertThat(signal(outcome.signals(), "click").get(lane * 40 + item))
                        .isEqualTo(part == 0 ? 0 : 1);
                assertThat(signal(outcome.signals(), "rating").get(lane * 40 + item) > 0)
                        .isEqualTo(part != 0);
            }
            profiles.add(parts);
            assertThat(IntStream.range(0, 40).map(item -> part(play.twin(0, slates), item)))
                    .containsExactlyElementsOf(IntStream.range(0, 40)
                            .map(item -> part(twins.get(0), item))
                            .boxed()
                            .toList());
        }
        assertThat(profiles).hasSizeGreaterThan(45); // Each account has fillers of its own.
    }

    /** Each account draws a quarter of what is neither target nor selected: within 4 standard errors. */
    @ParameterizedTest
    @CsvSource({"random, 38", "bandwagon, 35"})
    void fillersAreAShareOfTheRest(String profile, int rest) {
        int lanes = 500;
        SessionPlay play = play(profile, lanes, Map.of());
        int[] slates = play.slatesOf(everything());
        double fillers = 0;
        for (int lane = 0; lane < lanes; lane++) {
            Twin twin = play.twin(lane, slates);
            fillers += IntStream.range(0, 40)
                    .filter(item -> part(twin, item) == FILLER)
                    .count();
        }
        double share = fillers / lanes / rest;
        assertThat(share).isCloseTo(0.25, Offset.offset(4 * Math.sqrt(0.25 * 0.75 / lanes / rest)));
    }

    @Test
    void selectedAreThePopularThePopularOfATopicAndTheDisliked() {
        assertSelected("random", items -> item -> 0, false);
        assertSelected("bandwagon", items -> item -> -items.popularity(item), true);
        assertSelected(
                "segment",
                items -> item -> items.topic(item) == items.topic(0) ? -items.popularity(item) : Double.MAX_VALUE,
                true);
        assertSelected("reverse_bandwagon", items -> items::meanRating, true);
    }

    private interface Order {
        java.util.function.IntToDoubleFunction of(Items items);
    }

    private static void assertSelected(String profile, Order order, boolean any) {
        SessionPlay play = play(profile, 1, Map.of());
        Items items = play.world().model().items();
        Twin twin = play.twin(0, play.slatesOf(everything()));
        Set<Integer> selected = new TreeSet<>();
        IntStream.range(0, 40).filter(item -> part(twin, item) == SELECTED).forEach(selected::add);
        Set<Integer> expected = new TreeSet<>();
        IntStream.range(2, 40)
                .boxed()
                .sorted(Comparator.comparingDouble(item -> order.of(items).applyAsDouble(item)))
                .limit(any ? 3 : 0)
                .forEach(expected::add);
        assertThat(selected).isEqualTo(expected);
    }

    /** The ratings of targets and selected items to the letter; those of fillers by their mean, within 4 errors. */
    @ParameterizedTest
    @CsvSource({
        "random, 5, 0, 3.0",
        "bandwagon, 5, 5, 3.0",
        "reverse_bandwagon, 1, 1, 3.0",
        "segment, 5, 5, 1",
        "love_hate, 1, 0, 5",
    })
    void ratesAsItsProfileSays(String profile, double target, double selected, double filler) {
        Map<String, Object> law = Map.of("fake_users.filler_mean", 3.0, "fake_users.filler_deviation", 0.5);
        SessionPlay play = play(profile, 200, law);
        int[] slates = play.slatesOf(everything());
        List<Twin> twins = play.twins(slates);
        Column ratings = signal(play.step(slates).signals(), "rating");
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int i = 0; i < slates.length; i++) {
            double rating = ratings.get(i);
            switch (part(twins.get(i / 40), i % 40)) {
                case TARGET -> assertThat(rating).isEqualTo(target);
                case SELECTED -> assertThat(rating).isEqualTo(selected);
                case FILLER -> {
                    sum += rating;
                    squares += (rating - filler) * (rating - filler);
                    count++;
                }
                default -> assertThat(rating).isZero();
            }
        }
        // Rounding to whole stars turns a variance of 1/4 into about 1/3: 2 (P(|z| > 1) + 3 P(z > 3)) / 2.
        double variance = filler == 3 ? 0.3173 + 0.0081 : 0;
        assertThat(count).isGreaterThan(1000);
        assertThat(sum / count).isCloseTo(filler, Offset.offset(4 * Math.sqrt(variance / count) + 1e-9));
        assertThat(squares / count).isCloseTo(variance, Offset.offset(4 * variance * Math.sqrt(3.0 / count) + 1e-9));
    }

    /** An average attack rates each item as others do: without noise, the nearest star to its mean. */
    @Test
    void anAverageAttackRatesFillersLikeOthers() {
        SessionPlay play = play("average", 50, Map.of("fake_users.filler_deviation", 0, "feedback.half_stars", true));
        Items items = play.world().model().items();
        int[] slates = play.slatesOf(everything());
        Column ratings = signal(play.step(slates).signals(), "rating");
        Set<Double> seen = new TreeSet<>();
        for (int i = 0; i < slates.length; i++) {
            if (slates[i] >= 2 && ratings.get(i) > 0) {
                assertThat(Math.abs(ratings.get(i) - items.meanRating(slates[i])))
                        .isLessThanOrEqualTo(0.25);
                seen.add(ratings.get(i));
            }
        }
        assertThat(seen).hasSizeGreaterThan(2);
    }

    /** Where all see and rate everything, a share f of accounts shifts a target's mean from r to (1 - f) r + 5 f. */
    @Test
    void shiftsTheMeanOfTargetsByItsShare() {
        Map<String, Object> config = new HashMap<>(Map.of("fake_users.farms", 0.15, "appeal.intercept", 50));
        config.put("feedback.rating_probability", 1);
        config.put("feedback.rating_mean", 3);
        config.put("feedback.rating_utility", 0);
        config.put("feedback.rating_deviation", 0.5);
        config.put("feedback.half_stars", true);
        int lanes = 4000;
        SessionPlay play = play("average", lanes, config);
        int[] slates = play.slatesOf(everything());
        Column ratings = signal(play.step(slates).signals(), "rating");
        double mean = 0;
        for (int lane = 0; lane < lanes; lane++) {
            mean += ratings.get(lane * 40) / lanes;
        }
        double expected = 0.85 * 3 + 0.15 * 5;
        double variance = 0.85 * (0.25 + 0.25 / 12) + 0.85 * 0.15 * 4;
        assertThat(mean).isCloseTo(expected, Offset.offset(4 * Math.sqrt(variance / lanes)));
    }
}
