package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.simulator.session.SessionPlay.truth;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.Twin;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;

/** Published values and laws of single biases. */
class BiasLawsTest {

    private static final long SEED = 3;

    private static SessionPlay play(int slots, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 40, "slate_size", slots));
        config.putAll(more);
        return new SessionPlay(config, SEED, 1);
    }

    /** The sum of ten looks measured by eye tracking, raised to a power. */
    @ParameterizedTest
    @CsvSource({"1, 2.94, 1e-9", "0.5, 5.0336, 5e-5", "2, 1.331, 1e-9"})
    void looksByEyeTracking(double exponent, double sum, double error) {
        SessionPlay play = play(10, Map.of("position.exponent", exponent, "position.shape", "eye_tracking"));
        Twin twin = play.twin(0, play.slates());
        double total = 0;
        for (int slot = 0; slot < 10; slot++) {
            total += truth(twin, "examination", slot);
        }
        assertThat(total).isCloseTo(sum, Offset.offset(error));
    }

    /** P(click) = alpha a + beta, with the published curve, to three digits. */
    @Test
    void clicksAreAffineWithTrust() {
        double[] alpha = {.350, .532, .547, .537, .520, .502, .483, .465, .447, .431};
        double[] beta = {.650, .258, .153, .106, .080, .063, .051, .043, .036, .031};
        SessionPlay play = play(
                10,
                Map.of(
                        "position.exponent",
                        1,
                        "position.shape",
                        "search",
                        "trust.false_first",
                        0.65,
                        "trust.true_decay",
                        0.005));
        Twin twin = play.twin(0, play.slates());
        for (int slot = 0; slot < 10; slot++) {
            double look = truth(twin, "examination", slot);
            double whereNot = truth(twin, "trust_false_click", slot);
            double slope = look * (truth(twin, "trust_true_click", slot) - whereNot);
            assertThat(slope).isCloseTo(alpha[slot], Offset.offset(5.01e-4));
            assertThat(look * whereNot).isCloseTo(beta[slot], Offset.offset(5.01e-4));
            assertThat(twin.clickProbabilities()[slot])
                    .isCloseTo(slope * truth(twin, "attraction", slot) + look * whereNot, Offset.offset(1e-12));
        }
    }

    /**
     * Which ratings of the half-star histogram of MovieLens (100,004 ratings, mean 3.544) are seen at a density of 5 %:
     * the factor of the propensities, and the mean of what is seen.
     */
    @ParameterizedTest
    @CsvSource({"0.25, 0.0794, 4.147", "0.5, 0.0683, 3.957", "0.1, 0.0875, 4.261"})
    void ratingsAreMissingNotAtRandom(double alpha, double factor, double mean) {
        int[] counts = {1101, 3326, 1687, 7271, 4449, 20064, 10538, 28750, 7723, 15095};
        SessionPlay play = play(1, Map.of("self_selection.alpha", alpha, "feedback.half_stars", true));
        Kernel.Reports kernel = play.world().model().kernels().reports[0];
        double all = 0;
        double stars = 0;
        double seen = 0;
        double seenStars = 0;
        for (int i = 0; i < counts.length; i++) {
            double rating = 0.5 * (i + 1);
            double reported = kernel.reported(new Impression(1), 0, rating);
            all += counts[i];
            stars += counts[i] * rating;
            seen += counts[i] * reported;
            seenStars += counts[i] * reported * rating;
        }
        assertThat(stars / all).isCloseTo(3.5436, Offset.offset(5e-5));
        assertThat(0.05 / (seen / all)).isCloseTo(factor, Offset.offset(5e-5));
        assertThat(seenStars / seen).isCloseTo(mean, Offset.offset(5e-4));
    }

    @Test
    void ratingsAreGivenInHalfStarsWhereAskedFor() {
        Map<String, Object> config = new HashMap<>(Map.of("feedback.half_stars", true, "appeal.intercept", 50));
        config.put("feedback.rating_probability", 1);
        config.put("feedback.rating_deviation", 2);
        SessionPlay play = play(5, config);
        TreeSet<Double> seen = new TreeSet<>();
        for (int step = 0; step < 90; step++) {
            Column ratings = play.step(play.slates()).signals().get(3);
            for (int slot = 0; slot < 5; slot++) {
                seen.add(ratings.get(slot));
            }
        }
        assertThat(seen).containsExactly(0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0);
    }

    /** 35.4 % within an hour, 50.5 % within a day, 13.3 % after two weeks; 4 standard errors and half a digit. */
    @Test
    void conversionsAreDelayedAsPublished() {
        SessionPlay play = play(1, Map.of("delayed_feedback.scale", 1, "delayed_feedback.window", 1e9));
        Kernel.Delays kernel = play.world().model().kernels().delays[0];
        Impression shown = new Impression(1);
        RandomStream stream = new RandomStream(SEED, 1);
        int draws = 200_000;
        int[] counts = new int[3];
        for (int i = 0; i < draws; i++) {
            double hours = kernel.delay(shown, 0, stream);
            counts[0] += hours <= 1 ? 1 : 0;
            counts[1] += hours <= 24 ? 1 : 0;
            counts[2] += hours > 14 * 24 ? 1 : 0;
        }
        double[] shares = {0.354, 0.505, 0.133};
        for (int i = 0; i < shares.length; i++) {
            double error = 4 * Math.sqrt(shares[i] * (1 - shares[i]) / draws) + 5e-4;
            assertThat((double) counts[i] / draws).isCloseTo(shares[i], Offset.offset(error));
        }
    }

    /** An item that another one, and no third, dominates raises that one's share: what no conditional logit can do. */
    @Test
    void aDecoyRaisesItsTargetsShareAndOnlyWithTheBias() {
        Map<String, Object> config = Map.of("choice.rule", "logit", "decoy.dominance", 1.5, "choice.no_click", -50);
        SessionPlay play = play(3, config);
        Items items = play.world().model().items();
        int found = 0;
        for (int target = 0; target < items.count(); target++) {
            for (int decoy = 0; decoy < items.count(); decoy++) {
                for (int rival = 0; rival < items.count(); rival++) {
                    if (dominates(items, target, decoy)
                            && !dominates(items, rival, decoy)
                            && !dominates(items, decoy, rival)
                            && !dominates(items, target, rival)
                            && !dominates(items, rival, target)
                            && rival != target
                            && rival != decoy
                            && found < 20) {
                        found++;
                        int[] slate = {target, decoy, rival};
                        double with = odds(play.twin(0, slate));
                        double without = odds(play.twin(0, slate, "decoy"));
                        assertThat(with / without).isCloseTo(Math.exp(1.5), Offset.offset(1e-6));
                    }
                }
            }
        }
        assertThat(found).isEqualTo(20);
    }

    private static double odds(Twin twin) {
        return twin.clickProbabilities()[0] / twin.clickProbabilities()[2];
    }

    private static boolean dominates(Items items, int first, int second) {
        return items.logPrice(first) < items.logPrice(second) && items.quality(first) > items.quality(second);
    }

    /** The inverted U of mere exposure has its top at n = familiarity / wear - 1. */
    @Test
    void familiarityWearsOff() {
        Map<String, Object> config = new HashMap<>(Map.of("items.topics", 1, "visit.leave_probability", 0));
        config.put("novelty.familiarity", 0.8);
        config.put("novelty.wear", 0.1);
        config.put("novelty.half_life", 1e12);
        SessionPlay play = play(1, config);
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int seen = 0; seen < 20; seen++) {
            int[] slate = play.slates();
            double shift = truth(play.twin(0, slate), "novelty_shift", 0);
            best = shift > highest ? seen : best;
            highest = Math.max(shift, highest);
            play.step(slate);
        }
        assertThat(best).isEqualTo(7);
    }

    /** Nobody watches longer than a video lasts. */
    @Test
    void dwellIsCutOffAtTheLength() {
        Map<String, Object> config =
                new HashMap<>(Map.of("duration.limited", true, "appeal.intercept", 50, "dwell.log_mean", 5));
        config.put("items.length_log_mean", 3);
        config.put("visit.leave_probability", 0);
        SessionPlay play = play(5, config);
        int cut = 0;
        for (int step = 0; step < 90; step++) {
            int[] slate = play.slates();
            Column dwell = play.step(slate).signals().get(2);
            for (int slot = 0; slot < 5; slot++) {
                float length = (float) play.world().model().items().length(slate[slot]);
                assertThat((float) dwell.get(slot)).isLessThanOrEqualTo(length);
                cut += (float) dwell.get(slot) == length ? 1 : 0;
            }
        }
        assertThat(cut).isGreaterThan(100);
    }
}
