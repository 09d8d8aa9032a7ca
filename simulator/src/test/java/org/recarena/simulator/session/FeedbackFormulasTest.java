package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.simulator.session.BiasFormulas.CLOSE;
import static org.recarena.simulator.session.BiasFormulas.SLATE;
import static org.recarena.simulator.session.BiasFormulas.USERS;
import static org.recarena.simulator.session.BiasFormulas.assertDeviation;
import static org.recarena.simulator.session.BiasFormulas.assertShare;
import static org.recarena.simulator.session.BiasFormulas.choose;
import static org.recarena.simulator.session.BiasFormulas.items;
import static org.recarena.simulator.session.BiasFormulas.kernels;
import static org.recarena.simulator.session.BiasFormulas.play;
import static org.recarena.simulator.session.BiasFormulas.shown;
import static org.recarena.simulator.session.BiasFormulas.stream;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;

/** What biases do after a click: to satisfaction, ratings, records, delays and leaving, against their formulas. */
class FeedbackFormulasTest {

    @Test
    void clickbaitLetsDown() {
        Map<String, Object> config = new HashMap<>(Map.of("clickbait.disappointment", 2, "clickbait.loyalty", 0.5));
        config.put("items.clickbait_share", 1);
        config.put("clickbait.memory", 0.9);
        SessionPlay play = play(config);
        Kernels kernels = kernels(play);
        double bait = items(play).clickbait(SLATE[1]);
        Impression shown = shown();
        kernels.satisfies[0].satisfy(shown);
        assertThat(shown.satisfaction[1]).isCloseTo(-2 * bait, CLOSE);
        choose(shown, 1);
        kernels.remembers[0].update(shown, stream());
        kernels.remembers[0].update(shown, stream());
        kernels.leaves[0].leave(shown);
        assertThat(shown.leave).isCloseTo(-0.5 * 1.9 * (1 - 2 * bait), CLOSE);
    }

    @Test
    void cohortsDiffer() {
        Map<String, Object> config = new HashMap<>(Map.of("cohorts.leave", List.of(0.5)));
        config.put("cohorts.appeal", List.of(0.6));
        config.put("cohorts.satisfaction", List.of(0.7));
        config.put("cohorts.attention", List.of(0.3));
        config.put("cohorts.reticence", List.of(0.2));
        config.put("cohorts.absence", List.of(0.4));
        Kernels kernels = kernels(config);
        Impression shown = shown();
        shown.gap = 3;
        kernels.examines[0].examine(shown);
        kernels.attracts[0].attract(shown);
        kernels.satisfies[0].satisfy(shown);
        kernels.leaves[0].leave(shown);
        assertThat(shown.examination[3]).isCloseTo(Math.pow(4, -0.3), CLOSE);
        assertThat(shown.appeal[3]).isCloseTo(0.6, CLOSE);
        assertThat(shown.satisfaction[3]).isCloseTo(0.7, CLOSE);
        assertThat(shown.leave).isCloseTo(0.5, CLOSE);
        assertThat(shown.gap).isCloseTo(3 * Math.exp(0.4), CLOSE);
        assertThat(kernels.reports[0].reported(shown, 0, 1.5)).isCloseTo(Math.exp(-0.2 * 2.5), CLOSE);
    }

    @Test
    void ratingsFollowOthersAndTheLastOne() {
        SessionPlay play =
                play(Map.of("conformity.upwards", 0.4, "conformity.downwards", 0.1, "conformity.anchor", 0.2));
        Kernels kernels = kernels(play);
        double mean = items(play).meanRating(SLATE[0]);
        Impression shown = shown();
        Arrays.fill(shown.rating, mean - 1);
        kernels.rates[0].rate(shown);
        assertThat(shown.rating[0]).isCloseTo(mean - 0.6, CLOSE);
        shown.rated[0] = 5;
        kernels.remembers[0].update(shown, stream());
        Arrays.fill(shown.rating, mean + 1);
        kernels.rates[0].rate(shown);
        assertThat(shown.rating[0]).isCloseTo(mean + 0.9 + 0.2 * 1.5, CLOSE);
    }

    /** Without stretch 1.4 times; the offset is normal. */
    @Test
    void scalesAreStretchedAndShifted() {
        Kernels kernels = kernels(Map.of("scale_use.offset", 0.5, "scale_use.extremity", 0.4, "scale_use.middle", 3));
        double squares = 0;
        RandomStream stream = stream();
        for (int user = 0; user < USERS; user++) {
            double[] ratings = rated(kernels, stream, 4, 3);
            assertThat(ratings[0] - ratings[1]).isCloseTo(1.4, CLOSE);
            squares += (ratings[1] - 3) * (ratings[1] - 3);
        }
        assertDeviation(squares, 0.5);
    }

    /** The logarithm of the stretch is normal, and the middle stays where it is. */
    @Test
    void usersStretchTheirScales() {
        Kernels kernels = kernels(Map.of("scale_use.stretch", 0.3, "scale_use.middle", 2.5));
        double squares = 0;
        RandomStream stream = stream();
        for (int user = 0; user < USERS; user++) {
            double[] ratings = rated(kernels, stream, 4, 2.5);
            assertThat(ratings[1]).isCloseTo(2.5, CLOSE);
            squares += Math.pow(Math.log((ratings[0] - 2.5) / 1.5), 2);
        }
        assertDeviation(squares, 0.3);
    }

    /** What a new user says of the first two slots, who felt otherwise. */
    private static double[] rated(Kernels kernels, RandomStream stream, double first, double second) {
        Impression shown = shown();
        kernels.arrives[0].arrive(shown, stream);
        shown.rating[0] = first;
        shown.rating[1] = second;
        kernels.rates[0].rate(shown);
        return shown.rating;
    }

    @ParameterizedTest
    @CsvSource({"0.5", "1", "2", "3.5", "4.5", "5"})
    void ratingsAreSaidOrNot(double stars) {
        boolean extreme = stars <= 1 || stars == 5;
        Kernels power = kernels(
                Map.of("self_selection.alpha", 0.6, "self_selection.extremity", 0.8, "feedback.half_stars", true));
        assertThat(power.reports[0].reported(shown(), 0, stars))
                .isCloseTo(Math.pow(0.6, Math.max(0, 4 - stars)) * Math.exp(extreme ? 0.8 : 0), CLOSE);
        SessionPlay logistic = play(Map.of(
                "self_selection.law",
                "logistic",
                "self_selection.intercept",
                -0.5,
                "self_selection.slope",
                0.7,
                "self_selection.extremity",
                0.9,
                "self_selection.popularity",
                -0.1,
                "feedback.half_stars",
                true));
        double logit = -0.5
                + 0.7 * (stars - 3)
                + (extreme ? 0.9 : 0)
                - 0.1 * Math.log1p(items(logistic).popularity(SLATE[2]));
        assertThat(kernels(logistic).reports[0].reported(shown(), 2, stars))
                .isCloseTo(1 / (1 + Math.exp(-logit)), CLOSE);
    }

    @Test
    void accidentsAndLimits() {
        SessionPlay play = play(Map.of("duration.limited", true, "duration.replays", 2, "duration.skip", 0.3));
        Impression shown = shown();
        Arrays.fill(shown.dwellLimit, Double.POSITIVE_INFINITY);
        kernels(play).satisfies[0].satisfy(shown);
        assertThat(shown.skip).isCloseTo(0.3, CLOSE);
        assertThat(shown.dwellLimit[2]).isCloseTo(2 * items(play).length(SLATE[2]), CLOSE);
        Map<String, Object> noise = new HashMap<>(Map.of("noise.misclick", 0.2, "noise.misclick_decay", 0.5));
        noise.put("noise.lost", 0.3);
        noise.put("noise.rating", 0.5);
        Kernels kernels = kernels(noise);
        kernels.disturbs[0].disturb(shown);
        kernels.rates[0].rate(shown);
        assertThat(shown.lost).isCloseTo(0.3, CLOSE);
        assertThat(shown.spurious[0]).isCloseTo(0.2, CLOSE);
        assertThat(shown.spurious[2]).isCloseTo(0.2 * Math.exp(-1), CLOSE);
        assertThat(shown.ratingVariance).isCloseTo(0.25, CLOSE);
    }

    /** Two accidents of one kind are independent of each other. */
    @Test
    void accidentsAddUpAsIndependentOnes() {
        Kernels noise = kernels(Map.of("noise.misclick", 0.2, "noise.lost", 0.3));
        Kernels trust = kernels(Map.of("trust.false_first", 0.4));
        Kernels skips = kernels(Map.of("duration.skip", 0.3));
        Impression shown = shown();
        Arrays.fill(shown.spurious, 0.5);
        Arrays.fill(shown.falseClick, 0.5);
        shown.lost = 0.5;
        shown.skip = 0.5;
        noise.disturbs[0].disturb(shown);
        trust.perceives[0].perceive(shown);
        skips.satisfies[0].satisfy(shown);
        assertThat(shown.spurious[4]).isCloseTo(1 - 0.5 * 0.8, CLOSE);
        assertThat(shown.falseClick[1]).isCloseTo(1 - 0.5 * 0.8, CLOSE);
        assertThat(shown.lost).isCloseTo(1 - 0.5 * 0.7, CLOSE);
        assertThat(shown.skip).isCloseTo(1 - 0.5 * 0.7, CLOSE);
    }

    /**
     * A burst begins after a step with probability 0.2, loses all clicks, and ends after each with probability 1 / 4.
     */
    @Test
    void burstsBeginAndEnd() {
        Kernels kernels = kernels(Map.of("noise.burst", 0.2, "noise.burst_steps", 4, "noise.lost", 0.1));
        RandomStream stream = stream();
        double first = 0;
        double both = 0;
        for (int user = 0; user < USERS; user++) {
            Impression shown = shown();
            assertThat(lost(kernels, shown)).isCloseTo(0.1, CLOSE);
            kernels.remembers[0].update(shown, stream);
            boolean began = lost(kernels, shown) == 1;
            kernels.remembers[0].update(shown, stream);
            boolean within = lost(kernels, shown) == 1;
            first += began ? 1.0 / USERS : 0;
            both += began && within ? 1.0 / USERS : 0;
        }
        assertShare(first, 0.2);
        assertShare(both, 0.2 * 0.75);
    }

    private static double lost(Kernels kernels, Impression shown) {
        shown.clear();
        kernels.disturbs[0].disturb(shown);
        return shown.lost;
    }

    /** What is worth more, and what is bought readily, is reported sooner: the same draws with and without. */
    @Test
    void delaysShrinkWithWorthAndProbability() {
        Map<String, Object> config = new HashMap<>(Map.of("delayed_feedback.scale", 3, "delayed_feedback.window", 1e9));
        config.put("delayed_feedback.law", "exponential");
        double plain = kernels(config).delays[0].delay(shown(), 2, stream());
        assertThat(plain).isGreaterThan(0.01);
        config.put("delayed_feedback.scale", 6);
        config.put("delayed_feedback.urgency", 0.5);
        config.put("delayed_feedback.eagerness", 0.9);
        Impression shown = shown();
        shown.utility[2] = 1.2;
        shown.purchase[2] = -0.4;
        assertThat(kernels(config).delays[0].delay(shown, 2, stream()) / plain)
                .isCloseTo(2 * Math.exp(-0.6) * (1 - 0.9 / (1 + Math.exp(0.4))), CLOSE);
    }

    /** Medians of 20,000 delays, in hours, within 5 %, which is above 4 errors; and none beyond the window. */
    @Test
    void delaysFollowTheirLaws() {
        assertMedian(Map.of("law", "weibull", "shape", 0.5, "window", 1e9), Math.pow(Math.log(2), 2));
        assertMedian(Map.of("law", "log_normal", "shape", 0.5, "window", 1e9), 1);
        assertMedian(Map.of("law", "exponential", "window", Math.log(2)), Math.log(2));
    }

    private static void assertMedian(Map<String, Object> law, double median) {
        Map<String, Object> config = new HashMap<>(Map.of("delayed_feedback.scale", 1));
        law.forEach((key, value) -> config.put("delayed_feedback." + key, value));
        Kernels kernels = kernels(config);
        RandomStream stream = stream();
        double[] hours = new double[20_000];
        Arrays.setAll(hours, i -> kernels.delays[0].delay(shown(), 0, stream));
        Arrays.sort(hours);
        long within = Arrays.stream(hours).filter(delay -> delay <= median).count();
        assertThat(within / 20_000.0).isCloseTo(0.5, Offset.offset(0.015));
        if (law.get("window").equals(median)) {
            assertThat(hours[19_999]).isInfinite();
            assertThat(Arrays.stream(hours).filter(Double::isFinite)).hasSize((int) within);
        } else {
            double upper = law.get("law").equals("weibull") ? Math.pow(Math.log(4), 2) : Math.exp(0.5 * 0.67449);
            assertThat(hours[15_000]).isCloseTo(upper, Offset.offset(0.06 * upper));
        }
    }
}
