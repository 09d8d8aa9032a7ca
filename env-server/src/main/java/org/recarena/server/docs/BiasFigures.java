package org.recarena.server.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.recarena.server.docs.ByItem.Counted;
import org.recarena.server.docs.BySlate.Neighbour;
import org.recarena.server.docs.Figure.Curve;
import org.recarena.simulator.DescribedBias;

/** Which plot shows what a bias does. One that is not named here is shown by rank, in its own settings. */
final class BiasFigures {

    private static final String OFF = "off";
    private static final int STEPS = 30;
    private static final int HOURS = 96;

    private BiasFigures() {}

    static Figure of(DescribedBias bias) {
        return switch (bias.id()) {
            case "clickbait" -> clickbait(bias);
            case "cohorts" -> cohorts(bias);
            case "conformity" ->
                settings(
                        bias,
                        setting -> !setting.containsKey("moving"),
                        new Ratings(),
                        Map.of("items.quality_deviation", 0, "users.taste_scale", 2));
            case "context" -> settings(bias, new BySlate(Neighbour.QUALITY), Map.of());
            case "decoy" -> settings(bias, new BySlate(Neighbour.PRICE_RANK), Map.of());
            case "delayed_feedback" -> settings(bias, new Delays(), Map.of());
            case "drift" -> settings(bias, new ByStep(HOURS, true), Map.of());
            case "duration" ->
                settings(bias, new SignalByItem(Attribute.LENGTH, "dwell", "mean time spent, in seconds"), Map.of());
            case "exposure_skew", "popularity" ->
                settings(
                        bias,
                        setting -> !setting.containsKey("growth"),
                        new ByItem(Attribute.POPULARITY, Counted.CLICKS),
                        Map.of("items.quality_deviation", 0));
            case "noise" ->
                settings(
                        bias,
                        new ByItem(Attribute.QUALITY, Counted.CLICKS),
                        Map.of("items.quality_deviation", 3, "users.taste_scale", 0.5));
            case "fake_users" ->
                settings(
                        bias,
                        setting -> !setting.containsKey("profile"),
                        new ByNumber(),
                        Map.of("fake_users.targets", 3, "items.quality_deviation", 0, "users.taste_scale", 0));
            case "creators", "novelty", "satiation", "taste_feedback" ->
                settings(bias, new ByStep(STEPS, false), Map.of());
            case "outlier" -> settings(bias, new ByRankNearOutlier(), Map.of());
            case "overload" -> settings(bias, new BySlateSize(), Map.of());
            case "presentation" ->
                settings(
                        bias,
                        new ByItem(Attribute.PRICE, Counted.CLICKS),
                        Map.of("items.price_log_mean", 0, "items.quality_deviation", 0));
            case "scale_use", "self_selection" -> settings(bias, new Ratings(), Map.of());
            default -> settings(bias, new ByRank(), Map.of());
        };
    }

    /** Plots of what one plot cannot show, by name. */
    static Map<String, Figure> more(DescribedBias bias) {
        return switch (bias.id()) {
            case "conformity" -> Map.of("snowball", snowball(bias));
            case "fake_users" -> Map.of("profiles", profiles(bias));
            case "popularity" -> Map.of("growth", growth(bias));
            default -> Map.of();
        };
    }

    /** The mean of others as it was, and as it moves. */
    private static Figure snowball(DescribedBias bias) {
        return settings(
                bias, setting -> !setting.containsKey("anchor"), new ByRating(), Map.of("feedback.rating_mean", 2.5));
    }

    /** What the accounts of an attack say, beside people. */
    private static Figure profiles(DescribedBias bias) {
        Figure figure = settings(bias, setting -> setting.containsKey("profile"), new Ratings(), Map.of());
        List<Curve> curves = figure.curves().stream()
                .map(curve -> curve.name().equals(OFF)
                        ? new Curve("people", curve.measurement(), Map.of())
                        : new Curve(curve.name(), curve.measurement(), alone(curve.config())))
                .toList();
        return new Figure(figure.title(), figure.world(), curves);
    }

    private static Map<String, Object> alone(Map<String, Object> config) {
        Map<String, Object> alone = new HashMap<>(config);
        alone.put("fake_users.farms", 1);
        return alone;
    }

    /** Luck that lasts, in worlds where no item is better than another. */
    private static Figure growth(DescribedBias bias) {
        return settings(
                bias,
                setting -> true,
                new Inequality(),
                Map.of(
                        "items.quality_deviation",
                        0,
                        "items.consumptions",
                        1000,
                        "items.popularity_exponent",
                        0,
                        "items.popularity_quality",
                        0,
                        "users.taste_scale",
                        0,
                        "choice.rule",
                        "logit",
                        "choice.no_click",
                        -50));
    }

    /** A line for each setting that the bias itself names. */
    private static Figure settings(DescribedBias bias, Measurement measurement, Map<String, Object> world) {
        return settings(bias, setting -> true, measurement, world);
    }

    /** The same for those settings that differ in what is measured. */
    private static Figure settings(
            DescribedBias bias,
            Predicate<Map<String, Object>> shown,
            Measurement measurement,
            Map<String, Object> world) {
        List<Curve> curves = new ArrayList<>();
        curves.add(new Curve(OFF, measurement, Map.of()));
        new TreeMap<>(bias.settings()).forEach((name, values) -> {
            if (shown.test(values)) {
                curves.add(new Curve(name, measurement, keys(bias, values)));
            }
        });
        return new Figure(bias.title(), world, curves);
    }

    private static Map<String, Object> keys(DescribedBias bias, Map<String, Object> values) {
        Map<String, Object> keys = new HashMap<>();
        values.forEach((key, value) -> keys.put(bias.id() + "." + key, value));
        return keys;
    }

    /** Clicks go up where satisfaction goes down. */
    private static Figure clickbait(DescribedBias bias) {
        Map<String, Object> feed = Map.of("clickbait.attraction", 1.0, "clickbait.disappointment", 2.0);
        Measurement clicks = new ByItem(Attribute.CLICKBAIT, Counted.CLICKS);
        Measurement satisfaction = new ByItem(Attribute.CLICKBAIT, Counted.SATISFACTION);
        return new Figure(
                bias.title(),
                "probability",
                Map.of("items.clickbait_share", 1),
                List.of(
                        new Curve("clicks, off", clicks, Map.of()),
                        new Curve("clicks, on", clicks, feed),
                        new Curve("satisfied clicks, off", satisfaction, Map.of()),
                        new Curve("satisfied clicks, on", satisfaction, feed)));
    }

    /** Everybody of the one cohort, or of the other. */
    private static Figure cohorts(DescribedBias bias) {
        Measurement byRank = new ByRank();
        Map<String, Object> uneven = Map.of(
                "cohorts.appeal", List.of(0.0, -0.5), "cohorts.attention", List.of(0.0, 0.5), "users.cohort_spread", 0);
        Map<String, Object> second = new HashMap<>(uneven);
        second.put("users.cohort_shares", List.of(0.0, 1.0));
        Map<String, Object> first = new HashMap<>(uneven);
        first.put("users.cohort_shares", List.of(1.0, 0.0));
        return new Figure(
                bias.title(),
                Map.of(),
                List.of(
                        new Curve(OFF, byRank, Map.of("users.cohort_spread", 0)),
                        new Curve("first cohort", byRank, first),
                        new Curve("second cohort", byRank, second)));
    }
}
