package org.recarena.server.docs;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.recarena.server.docs.ByItem.Counted;
import org.recarena.server.docs.Figure.Curve;
import org.recarena.simulator.Environment;
import org.recarena.simulator.config.Preset;

/** Which plot shows what a preset is about, beside the same world with all biases off. */
final class PresetFigures {

    private static final int STEPS = 30;
    private static final int HOURS = 96;

    private PresetFigures() {}

    static Figure of(Preset preset, Environment environment) {
        Map<String, Object> unbiased = new HashMap<>(preset.values());
        unbiased.keySet().removeIf(key -> environment.biases().stream().anyMatch(bias -> bias.owns(key)));
        if (unbiased.containsKey("choice.rule") && preset.values().size() == 2) {
            unbiased.remove("choice.rule"); // The rule is the bias.
        }
        Measurement measurement = measurement(preset);
        return new Figure(
                preset.title(),
                Map.of(),
                List.of(
                        new Curve("without biases", measurement, unbiased),
                        new Curve(preset.name(), measurement, preset.values())));
    }

    private static Measurement measurement(Preset preset) {
        return switch (preset.name()) {
            case "ratings-site", "ratings-self-selection" -> new Ratings();
            case "delayed-conversions" -> new Delays();
            case "video-watch-time", "short-video" ->
                new SignalByItem(Attribute.LENGTH, "dwell", "mean time spent, in seconds");
            case "music-boredom", "filter-bubble", "creator-platform", "cultural-market" -> new ByStep(STEPS, false);
            case "cold-start", "news-drift" -> new ByItem(Attribute.AGE, Counted.CLICKS);
            case "shilling" -> new ByNumber();
            case "hostile" -> new ByStep(HOURS, true);
            case "popularity-herd" -> new ByItem(Attribute.POPULARITY, Counted.CLICKS);
            case "clickbait-feed" -> new ByItem(Attribute.CLICKBAIT, Counted.CLICKS);
            case "ecommerce" -> new ByItem(Attribute.PRICE, Counted.CLICKS);
            default -> new ByRank();
        };
    }
}
