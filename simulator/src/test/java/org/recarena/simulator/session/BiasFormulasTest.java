package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.Twin;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;

/** What biases do against their formulas, written here once more and from the items alone; seed 31. */
class BiasFormulasTest {

    private static final long SEED = 31;
    private static final Offset<Double> CLOSE = Offset.offset(1e-6); // Attributes are kept as floats.
    private static final int[] SLATE = {3, 14, 15, 9, 26};

    private static SessionPlay play(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 40, "slate_size", 5, "max_episode_steps", 0));
        config.put("appeal.intercept", 0);
        config.put("appeal.utility", 1);
        config.putAll(more);
        return new SessionPlay(config, SEED, 1);
    }

    private static double truth(Twin twin, String name, int slot) {
        int width = twin.truthNames().size();
        return twin.truths()[slot * width + twin.truthNames().indexOf(name)];
    }

    private static double logit(double probability) {
        return Math.log(probability / (1 - probability));
    }

    private static Kernels kernels(Map<String, Object> more) {
        return play(more).world().model().kernels();
    }

    /** An impression of the slate, before a user whose numbers are 0. */
    private static Impression shown() {
        Impression shown = new Impression(SLATE.length);
        System.arraycopy(SLATE, 0, shown.items, 0, SLATE.length);
        shown.turnTo(new double[2000], 1000, new double[0], 0);
        shown.clear();
        return shown;
    }

    private interface Expected {
        double of(Items items, double[] utility, int slot);
    }

    /** What the logit of attraction moves by, with what each slot is worth without the bias. */
    private static void assertShift(Map<String, Object> config, String bias, Expected expected) {
        SessionPlay play = play(config);
        Twin with = play.twin(0, SLATE);
        Twin without = play.twin(0, SLATE, bias);
        double[] utility = new double[5];
        Arrays.setAll(utility, slot -> logit(truth(without, "attraction", slot)));
        for (int slot = 0; slot < 5; slot++) {
            assertThat(logit(truth(with, "attraction", slot)) - utility[slot])
                    .as(bias + " " + slot)
                    .isCloseTo(expected.of(play.world().model().items(), utility, slot), CLOSE);
        }
    }

    @Test
    void whatAddsToAppeal() {
        assertShift(
                Map.of("popularity.weight", 0.3),
                "popularity",
                (items, utility, slot) -> 0.3 * Math.log1p(items.popularity(SLATE[slot])));
        assertShift(
                Map.of("clickbait.attraction", 0.7, "items.clickbait_share", 1),
                "clickbait",
                (items, utility, slot) -> 0.7 * items.clickbait(SLATE[slot]));
        assertShift(
                Map.of("presentation.prominence", 0.5, "presentation.price", 0.4, "presentation.length", 0.3),
                "presentation",
                (items, utility, slot) -> 0.5 * items.prominence(SLATE[slot])
                        - 0.4 * Math.log(items.price(SLATE[slot]))
                        + 0.3 * Math.log(items.length(SLATE[slot])));
        assertShift(
                Map.of("novelty.freshness", 0.9, "novelty.fresh_hours", 100),
                "novelty",
                (items, utility, slot) -> 0.9 * Math.exp(items.born(SLATE[slot]) / 100));
        assertShift(
                Map.of("conformity.attraction", 0.6),
                "conformity",
                (items, utility, slot) -> 0.6 * (items.meanRating(SLATE[slot]) - 3.5));
    }

    @Test
    void whatNeighboursAdd() {
        assertShift(
                Map.of("context.weight", -0.8, "context.reach", 1.5, "context.reference", 0.2),
                "context",
                (items, utility, slot) -> {
                    double sum = 0;
                    double total = 0;
                    for (int other = 0; other < 5; other++) {
                        double near = other == slot ? 0 : Math.exp(-Math.abs(other - slot) / 1.5);
                        sum += near * utility[other];
                        total += near;
                    }
                    return -0.8 * (sum / total - 0.2);
                });
        assertShift(Map.of("decoy.similarity", 0.5, "decoy.width", 2), "decoy", (items, utility, slot) -> {
            double sum = 0;
            for (int other = 0; other < 5; other++) {
                sum += other == slot ? 0 : Math.exp(-square(items, SLATE[slot], at(items, SLATE[other])) / 2);
            }
            return -0.5 * sum;
        });
        assertShift(Map.of("decoy.compromise", 0.5), "decoy", (items, utility, slot) -> {
            double[] middle = new double[2];
            for (int item : SLATE) {
                middle[0] += at(items, item)[0] / 5;
                middle[1] += at(items, item)[1] / 5;
            }
            double farthest = 0;
            for (int item : SLATE) {
                farthest = Math.max(farthest, Math.sqrt(square(items, item, middle)));
            }
            return 0.5 * (1 - Math.sqrt(square(items, SLATE[slot], middle)) / farthest);
        });
    }

    private static double[] at(Items items, int item) {
        return new double[] {-Math.log(items.price(item)), items.quality(item)};
    }

    private static double square(Items items, int item, double[] point) {
        double[] at = at(items, item);
        return Math.pow(at[0] - point[0], 2) + Math.pow(at[1] - point[1], 2);
    }

    @Test
    void whatChangesExposureAndLooks() {
        SessionPlay skew = play(Map.of("exposure_skew.power", 0.3));
        SessionPlay crowd = play(Map.of("presentation.crowding", 2));
        SessionPlay view = play(Map.of("position.exponent", 1, "position.shape", "viewport", "position.viewport", 3));
        Items items = skew.world().model().items();
        double most = 0;
        for (int item = 0; item < 40; item++) {
            most = Math.max(most, items.popularity(item));
        }
        double[] looks = {1, 1, 1, 1 / 2.0, 1 / 3.0};
        for (int slot = 0; slot < 5; slot++) {
            assertThat(truth(skew.twin(0, SLATE), "exposure", slot))
                    .isCloseTo(Math.pow((1 + items.popularity(SLATE[slot])) / (1 + most), 0.3), CLOSE);
            assertThat(truth(crowd.twin(0, SLATE), "exposure", slot))
                    .isCloseTo(1 - Math.exp(-Math.exp(items.prominence(SLATE[slot])) / 2), CLOSE);
            assertThat(truth(view.twin(0, SLATE), "examination", slot)).isCloseTo(looks[slot], CLOSE);
        }
    }

    /** Looks grow near what lies beyond 1.4826 times the median distance from the median, by b exp(-d / h). */
    @Test
    void outliersAndTheirNeighboursAreLookedAtMore() {
        Map<String, Object> config = new HashMap<>(Map.of("position.exponent", 1, "outlier.strength", 0.7));
        config.put("outlier.threshold", 1.5);
        config.put("outlier.reach", 2);
        config.put("outlier.attribute", "price");
        SessionPlay play = play(config);
        Items items = play.world().model().items();
        int outliers = 0;
        for (int first = 0; first < 35; first++) {
            int[] slate = {first, first + 1, first + 2, first + 3, first + 4};
            double[] values = Arrays.stream(slate).mapToDouble(items::logPrice).toArray();
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            double median = sorted[2];
            double[] distances =
                    Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
            double[] ascending = distances.clone();
            Arrays.sort(ascending);
            Twin twin = play.twin(0, slate);
            for (int slot = 0; slot < 5; slot++) {
                double overlooked = 1 - 1.0 / (slot + 1);
                for (int other = 0; other < 5; other++) {
                    if (distances[other] > 1.5 * 1.4826 * ascending[2]) {
                        overlooked *= Math.exp(-0.7 * Math.exp(-Math.abs(other - slot) / 2.0));
                        outliers++;
                    }
                }
                assertThat(truth(twin, "examination", slot)).isCloseTo(1 - overlooked, CLOSE);
            }
        }
        assertThat(outliers).isGreaterThan(20);
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

    @Test
    void clickbaitLetsDown() {
        Map<String, Object> config = new HashMap<>(Map.of("clickbait.disappointment", 2, "clickbait.loyalty", 0.5));
        config.put("items.clickbait_share", 1);
        config.put("clickbait.memory", 0.9);
        SessionPlay play = play(config);
        Kernels kernels = play.world().model().kernels();
        double bait = play.world().model().items().clickbait(SLATE[1]);
        Impression shown = shown();
        kernels.satisfies[0].satisfy(shown);
        assertThat(shown.satisfaction[1]).isCloseTo(-2 * bait, CLOSE);
        shown.chosen[1] = true;
        kernels.remembers[0].update(shown, new RandomStream(SEED, 1));
        kernels.remembers[0].update(shown, new RandomStream(SEED, 1));
        kernels.leaves[0].leave(shown);
        assertThat(shown.leave).isCloseTo(-0.5 * 1.9 * (1 - 2 * bait), CLOSE);
    }

    @Test
    void cohortsDiffer() {
        Map<String, Object> config = new HashMap<>(Map.of("cohorts.leave", List.of(0.5)));
        config.put("cohorts.satisfaction", List.of(0.7));
        config.put("cohorts.attention", List.of(0.3));
        config.put("cohorts.reticence", List.of(0.2));
        config.put("cohorts.absence", List.of(0.4));
        Kernels kernels = kernels(config);
        Impression shown = shown();
        shown.gap = 3;
        kernels.examines[0].examine(shown);
        kernels.satisfies[0].satisfy(shown);
        kernels.leaves[0].leave(shown);
        assertThat(shown.examination[3]).isCloseTo(Math.pow(4, -0.3), CLOSE);
        assertThat(shown.satisfaction[3]).isCloseTo(0.7, CLOSE);
        assertThat(shown.leave).isCloseTo(0.5, CLOSE);
        assertThat(shown.gap).isCloseTo(3 * Math.exp(0.4), CLOSE);
        assertThat(kernels.reports[0].reported(shown, 0, 1.5)).isCloseTo(Math.exp(-0.2 * 2.5), CLOSE);
    }

    @Test
    void ratingsFollowOthersAndTheLastOne() {
        SessionPlay play =
                play(Map.of("conformity.upwards", 0.4, "conformity.downwards", 0.1, "conformity.anchor", 0.2));
        Kernels kernels = play.world().model().kernels();
        double mean = play.world().model().items().meanRating(SLATE[0]);
        Impression shown = shown();
        Arrays.fill(shown.rating, mean - 1);
        kernels.rates[0].rate(shown);
        assertThat(shown.rating[0]).isCloseTo(mean - 0.6, CLOSE);
        shown.rated[0] = 5;
        kernels.remembers[0].update(shown, new RandomStream(SEED, 1));
        Arrays.fill(shown.rating, mean + 1);
        kernels.rates[0].rate(shown);
        assertThat(shown.rating[0]).isCloseTo(mean + 0.9 + 0.2 * 1.5, CLOSE);
    }

    /** Without stretch; the standard deviation of 4,000 offsets within 4 errors of 1 / sqrt(8000) of it each. */
    @Test
    void scalesAreStretchedAndShifted() {
        Kernels kernels = kernels(Map.of("scale_use.offset", 0.5, "scale_use.extremity", 0.4, "scale_use.middle", 3));
        double squares = 0;
        RandomStream stream = new RandomStream(SEED, 3);
        for (int user = 0; user < 4000; user++) {
            Impression shown = shown();
            kernels.arrives[0].arrive(shown, stream);
            Arrays.fill(shown.rating, 4);
            shown.rating[1] = 3;
            kernels.rates[0].rate(shown);
            assertThat(shown.rating[0] - shown.rating[1]).isCloseTo(1.4, CLOSE);
            squares += (shown.rating[1] - 3) * (shown.rating[1] - 3) / 4000;
        }
        assertThat(Math.sqrt(squares)).isCloseTo(0.5, Offset.offset(0.5 * 4 / Math.sqrt(8000)));
    }

    @Test
    void accidentsAndLimits() {
        SessionPlay play = play(Map.of("duration.limited", true, "duration.replays", 2, "duration.skip", 0.3));
        Impression shown = shown();
        Arrays.fill(shown.dwellLimit, Double.POSITIVE_INFINITY);
        play.world().model().kernels().satisfies[0].satisfy(shown);
        assertThat(shown.skip).isCloseTo(0.3, CLOSE);
        assertThat(shown.dwellLimit[2])
                .isCloseTo(2 * play.world().model().items().length(SLATE[2]), CLOSE);
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

    @Test
    void botsAndStrategicUsers() {
        Impression bot = shown();
        Kernels bots = kernels(Map.of("fake_users.bots", 1, "fake_users.bot_rate", 0.4));
        bots.arrives[0].arrive(bot, new RandomStream(SEED, 1));
        bots.disturbs[0].disturb(bot);
        assertThat(bot.spurious[0]).isCloseTo(0.4, CLOSE);
        assertShift(
                Map.of("fake_users.strategic", 1, "fake_users.restraint", 1.5, "items.clickbait_share", 1),
                "fake_users",
                (items, utility, slot) -> -1.5 * items.clickbait(SLATE[slot]));
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
        RandomStream stream = new RandomStream(SEED, 2);
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

    /** A day of drift: a week's sine is at a seventh, a trend has made a day; and taste returns and wanders. */
    @Test
    void theClockMovesAppealAndTaste() {
        Impression shown = shown();
        shown.hours = 24;
        SessionPlay weekly = play(Map.of("drift.weekly", 0.8));
        weekly.world().model().kernels().attracts[0].attract(shown);
        Items items = weekly.world().model().items();
        double phase = (double) items.topic(SLATE[2]) / items.topics();
        assertThat(shown.appeal[2]).isCloseTo(0.8 * Math.sin(2 * Math.PI * (1 / 7.0 + phase)), CLOSE);
        Kernels trend = kernels(Map.of("drift.trend", 0.7, "num_items", 2000, "items.topics", 1000));
        double gains = 0;
        for (int item = 0; item < 2000; item++) {
            Impression later = shown();
            later.items[0] = item;
            later.hours = 24;
            trend.attracts[0].attract(later);
            gains += later.appeal[0] * later.appeal[0] / 2000;
        }
        assertThat(Math.sqrt(gains)).isCloseTo(0.7, Offset.offset(0.1)); // Of some 860 topics.
        Kernels back = kernels(Map.of("drift.reversion", 0.1));
        shown.state(0, 2);
        back.remembers[0].update(shown, new RandomStream(SEED, 1));
        assertThat(shown.state(0)).isCloseTo(2 * Math.exp(-0.1 * 24), CLOSE);
        Kernels walk = kernels(Map.of("drift.walk", 0.3));
        double squares = 0;
        RandomStream stream = new RandomStream(SEED, 3);
        for (int user = 0; user < 4000; user++) {
            Impression walker = shown();
            walker.hours = 9;
            walk.remembers[0].update(walker, stream);
            squares += walker.state(0) * walker.state(0) / 4000;
        }
        assertThat(Math.sqrt(squares)).isCloseTo(0.9, Offset.offset(0.9 * 4 / Math.sqrt(8000)));
    }

    @Test
    void clicksPullTaste() {
        SessionPlay play = play(Map.of("taste_feedback.pull", 0.2, "taste_feedback.radius", 100));
        Impression shown = shown();
        shown.chosen[0] = true;
        play.world().model().kernels().remembers[0].update(shown, new RandomStream(SEED, 1));
        assertThat(shown.state(0)).isCloseTo(0.2 * play.world().model().items().feature(SLATE[0], 0), CLOSE);
    }

    /** What is seen fades with its half life, and satiation lowers satisfaction as it does appeal. */
    @Test
    void whatIsRememberedFades() {
        SessionPlay play = play(Map.of("novelty.wear", 0.2, "novelty.half_life", 10, "items.topics", 1));
        Kernels novelty = play.world().model().kernels();
        Impression shown = shown();
        Arrays.fill(shown.examined, true);
        novelty.remembers[0].update(shown, new RandomStream(SEED, 1));
        shown.hours = 10;
        novelty.attracts[0].attract(shown);
        assertThat(shown.appeal[0]).isCloseTo(-0.2 * 5 / 2, CLOSE);
        Map<String, Object> config = new HashMap<>(Map.of("satiation.attraction", 0.4, "satiation.satisfaction", 0.3));
        config.put("satiation.memory", 0.6);
        config.put("items.topics", 1);
        Kernels satiation = kernels(config);
        Impression sated = shown();
        sated.chosen[0] = true;
        satiation.remembers[0].update(sated, new RandomStream(SEED, 1));
        satiation.attracts[0].attract(sated);
        satiation.satisfies[0].satisfy(sated);
        assertThat(sated.appeal[2]).isCloseTo(-0.4 * 0.6, CLOSE);
        assertThat(sated.satisfaction[2]).isCloseTo(-0.3 * 0.6, CLOSE);
    }
}
