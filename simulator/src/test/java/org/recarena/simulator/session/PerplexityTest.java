package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.choice.BrowsingClicks;
import org.recarena.simulator.choice.ClickRule;
import org.recarena.simulator.choice.Consideration;
import org.recarena.simulator.choice.Continuation;
import org.recarena.simulator.choice.IndependentClicks;
import org.recarena.simulator.choice.ScannedClicks;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.space.Column;

/**
 * Battery 5: on a log of one click model, none that was fitted to another log of it has a lower perplexity than the
 * truth. Perplexity of a rank is 2 to the mean of -log2 of the probability of what happened; the mean over ranks
 * counts. Source: Chuklin, Markov and de Rijke, "Click models for web search" (2015), section 5.1.
 */
class PerplexityTest {

    private static final long SEED = 31;
    private static final int ITEMS = ClickCounts.ITEMS;
    private static final int SLOTS = ClickCounts.SLOTS;
    private static final int STEPS = 100;

    /** Slates, and which of their slots were clicked. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Log(List<int[]> slates, List<boolean[]> clicks, double[] attraction) {

        static Log of(Map<String, ?> keys, int skip) {
            SessionPlay play = ClickCounts.world(keys, SEED);
            for (int skipped = 0; skipped < skip; skipped++) {
                play.step(play.slates());
            }
            List<int[]> slates = new ArrayList<>();
            List<boolean[]> clicks = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                int[] all = play.slates();
                Column clicked = play.step(all).signals().get(1);
                for (int i = 0; i < all.length; i += SLOTS) {
                    boolean[] row = new boolean[SLOTS];
                    for (int slot = 0; slot < SLOTS; slot++) {
                        row[slot] = clicked.get(i + slot) != 0;
                    }
                    slates.add(Arrays.copyOfRange(all, i, i + SLOTS));
                    clicks.add(row);
                }
            }
            double[] attraction = new double[ITEMS];
            Arrays.setAll(
                    attraction,
                    item -> Exponential.sigmoid(
                            -0.5 + play.world().model().items().quality(item)));
            return new Log(slates, clicks, attraction);
        }
    }

    /** A rule with its parameters. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Fitted(ClickRule rule, double[] look, double[] attraction, double[] satisfied) {

        double perplexity(Log log) {
            Consideration slate = Consideration.ofSlots(SLOTS);
            double[] surprise = new double[SLOTS];
            double[] out = new double[SLOTS];
            for (int row = 0; row < log.slates.size(); row++) {
                for (int slot = 0; slot < SLOTS; slot++) {
                    int item = log.slates.get(row)[slot];
                    slate.look()[slot] = look[slot];
                    slate.attraction()[slot] = attraction[item];
                    slate.click()[slot] = attraction[item];
                    slate.satisfied()[slot] = satisfied[item];
                }
                rule.probabilities(slate, 0, out);
                for (int slot = 0; slot < SLOTS; slot++) {
                    surprise[slot] -= Math.log(log.clicks.get(row)[slot] ? out[slot] : 1 - out[slot]) / Math.log(2);
                }
            }
            return Arrays.stream(surprise)
                    .map(bits -> Math.pow(2, bits / log.slates.size()))
                    .average()
                    .orElseThrow();
        }
    }

    private static double[] all(int count, double value) {
        double[] values = new double[count];
        Arrays.fill(values, value);
        return values;
    }

    /** Clicks per look at each item, of slots that count. */
    private interface Counts {
        /** The last slot that counts as looked at, or -1. */
        int last(boolean[] clicks);
    }

    private static double[] attractions(Log log, Counts counts) {
        double[] looked = all(ITEMS, 1e-9);
        double[] clicked = new double[ITEMS];
        for (int row = 0; row < log.slates.size(); row++) {
            boolean[] clicks = log.clicks.get(row);
            for (int slot = 0; slot <= counts.last(clicks); slot++) {
                looked[log.slates.get(row)[slot]]++;
                clicked[log.slates.get(row)[slot]] += clicks[slot] ? 1 : 0;
            }
        }
        Arrays.setAll(clicked, item -> Math.min(1 - 1e-6, clicked[item] / looked[item]));
        return clicked;
    }

    private static int lastClick(boolean[] clicks) {
        int last = -1;
        for (int slot = 0; slot < SLOTS; slot++) {
            last = clicks[slot] ? slot : last;
        }
        return last;
    }

    private static int firstClick(boolean[] clicks) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (clicks[slot]) {
                return slot;
            }
        }
        return SLOTS - 1;
    }

    /** The share of clicks on each item that were the last of their slate. */
    private static double[] satisfactions(Log log) {
        double[] clicks = all(ITEMS, 1e-9);
        double[] last = new double[ITEMS];
        for (int row = 0; row < log.slates.size(); row++) {
            for (int slot = 0; slot < SLOTS; slot++) {
                if (log.clicks.get(row)[slot]) {
                    clicks[log.slates.get(row)[slot]]++;
                    last[log.slates.get(row)[slot]] += slot == lastClick(log.clicks.get(row)) ? 1 : 0;
                }
            }
        }
        Arrays.setAll(last, item -> last[item] / clicks[item]);
        return last;
    }

    /** Rates by rank, whatever is shown. */
    private static double[] rates(Log log) {
        double[] rates = new double[SLOTS];
        for (boolean[] clicks : log.clicks) {
            for (int slot = 0; slot < SLOTS; slot++) {
                rates[slot] += clicks[slot] ? 1.0 / log.clicks.size() : 0;
            }
        }
        return rates;
    }

    /** Standard models by their standard estimates. */
    private static Map<String, Fitted> fitted(Log log) {
        double[] ones = all(SLOTS, 1);
        double[] none = all(ITEMS, 0);
        double[] toLast = attractions(log, PerplexityTest::lastClick);
        Map<String, Fitted> models = new LinkedHashMap<>();
        models.put("items alone", new Fitted(new IndependentClicks(), ones, attractions(log, c -> SLOTS - 1), none));
        models.put("ranks alone", new Fitted(new IndependentClicks(), rates(log), all(ITEMS, 1 - 1e-9), none));
        models.put(
                "cascade",
                new Fitted(
                        new ScannedClicks(new Continuation.Cascade()),
                        ones,
                        attractions(log, PerplexityTest::firstClick),
                        none));
        models.put(
                "sdbn",
                new Fitted(new ScannedClicks(new Continuation.DynamicBayesian(1)), ones, toLast, satisfactions(log)));
        models.put(
                "dcm", new Fitted(new ScannedClicks(new Continuation.DependentClicks(0.9, 0.35)), ones, toLast, none));
        models.put(
                "ubm",
                new Fitted(new BrowsingClicks(new double[][] {{1}, {0.9, 0.7}, {0.9, 0.6, 0.5}}), ones, toLast, none));
        return models;
    }

    @ParameterizedTest
    @CsvSource({"independent, 1", "cascade, 0", "dcm, 0"})
    void noOtherModelHasALowerPerplexityThanTheTrueOne(String rule, double exponent) {
        Map<String, Object> keys = Map.of("choice.rule", rule, "position.exponent", exponent);
        Log train = Log.of(keys, 0);
        Log test = Log.of(keys, STEPS);
        double[] looks = new double[SLOTS];
        Arrays.setAll(looks, slot -> Math.pow(slot + 1, -exponent));
        ClickRule truth = switch (rule) {
            case "cascade" -> new ScannedClicks(new Continuation.Cascade());
            case "dcm" -> new ScannedClicks(new Continuation.DependentClicks(0.9, 0.35));
            default -> new IndependentClicks();
        };
        double best = new Fitted(truth, looks, test.attraction, all(ITEMS, 0)).perplexity(test);
        fitted(train).forEach((name, model) -> {
            if (!name.equals(rule)) {
                assertThat(model.perplexity(test)).as(name).isGreaterThan(best);
            }
        });
        assertThat(best).isBetween(1.0, 2.0);
    }
}
