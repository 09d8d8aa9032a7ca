package org.recarena.simulator.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.engine.BiasCatalog;

/**
 * The settings under which every bias is put through the battery.
 *
 * @param id the bias
 * @param rule the choice rule, where the bias needs one
 * @param world what else must be so that the bias can show
 * @param on settings under which it is plain to see
 * @param faint settings so weak that nothing comes out otherwise, although the bias is on
 */
record BiasCases(String id, String rule, Map<String, Object> world, Map<String, Object> on, Map<String, Object> faint) {

    private static final double FAINT = 1e-12;

    private static final Map<String, Object> HERDING =
            Map.of("upwards", 0.4, "downwards", 0.2, "attraction", 0.5, "moving", true, "earlier", 2.0, "votes", 0.5);
    private static final Map<String, Object> SAMPLED =
            Map.of("change", 1.0, "change_hours", 1.0, "fade_hours", 0.8, "fade_law", "sampled", "walk", 0.1);
    private static final Map<String, Object> FEEDING = Map.of("weight", 0.5, "growth", 50.0);

    static List<BiasCases> all() {
        return List.of(
                of(
                        "clickbait",
                        Map.of("attraction", 1.0, "disappointment", 1.0, "loyalty", 0.5),
                        Map.of("attraction", FAINT)),
                of(
                        "cohorts",
                        Map.of(
                                "appeal", List.of(0.0, -1.0),
                                "leave", List.of(0.5),
                                "satisfaction", List.of(1.0),
                                "attention", List.of(0.0, 1.0)),
                        Map.of("appeal", List.of(FAINT))),
                of(
                        "conformity",
                        Map.of("upwards", 0.4, "downwards", 0.1, "anchor", 0.1, "attraction", 0.5),
                        Map.of("attraction", FAINT)),
                of("context", Map.of("weight", -0.8, "reach", 1.0), Map.of("weight", FAINT)),
                of("creators", Map.of("rate", 0.5, "cost", 0.1, "share", 0.8), Map.of("rate", FAINT)),
                of("decoy", Map.of("dominance", 1.0, "compromise", 0.5, "similarity", 0.5), Map.of("dominance", FAINT)),
                of("delayed_feedback", Map.of("scale", 0.1), Map.of("scale", 1e-300)),
                of(
                        "drift",
                        Map.of("daily", 1.0, "change", 1.0, "change_hours", 1.0, "walk", 0.5, "reversion", 0.1),
                        Map.of("daily", FAINT)),
                of("duration", Map.of("limited", true, "skip", 0.2), Map.of("skip", 1e-17)),
                of("exposure_skew", Map.of("power", 0.3), Map.of("power", 1e-14)),
                of("fake_users", Map.of("farms", 0.1, "bots", 0.2, "strategic", 0.3), Map.of("farms", 1e-300)),
                of(
                        "noise",
                        Map.of("misclick", 0.05, "lost", 0.1, "burst", 0.02, "rating", 0.5),
                        Map.of("misclick", 1e-300)),
                of(
                        "novelty",
                        Map.of("familiarity", 0.6, "wear", 0.1, "freshness", 0.5, "inertia", 0.5),
                        Map.of("familiarity", FAINT)),
                new BiasCases(
                        "outlier",
                        "independent",
                        Map.of("position.exponent", 1.0),
                        Map.of("strength", 1.0, "threshold", 2.0),
                        Map.of("strength", FAINT)),
                new BiasCases("overload", "logit", Map.of(), Map.of("weight", 0.5), Map.of("weight", FAINT)),
                of("popularity", Map.of("weight", 0.2), Map.of("weight", FAINT)),
                of("position", Map.of("exponent", 1.0), Map.of("exponent", 1e-14)),
                of(
                        "presentation",
                        Map.of("prominence", 0.5, "price", 0.3, "crowding", 1.0),
                        Map.of("prominence", FAINT)),
                of(
                        "satiation",
                        Map.of("attraction", 0.5, "satisfaction", 0.3, "noise", 0.1),
                        Map.of("attraction", FAINT)),
                of("scale_use", Map.of("offset", 0.5, "stretch", 0.3, "extremity", 0.2), Map.of("extremity", FAINT)),
                of("self_selection", Map.of("alpha", 0.25, "extremity", 0.3), Map.of("extremity", FAINT)),
                of("taste_feedback", Map.of("pull", 0.1, "exposure", 0.01), Map.of("pull", 1e-15)),
                of("trust", Map.of("false_first", 0.4, "true_decay", 0.1), Map.of("false_first", FAINT)));
    }

    /** Other forms of the biases than those of {@link #all}: every law and shape, for what holds of each alone. */
    static List<BiasCases> forms() {
        return List.of(
                form("cohorts", Map.of("reticence", List.of(0.0, 2.0), "absence", List.of(1.0))),
                form("conformity", HERDING),
                form("context", Map.of("weight", 0.5, "neighbours", "above", "decay", "inverse", "reach", 2.0)),
                form("context", Map.of("pairs", 0.5, "halo", 0.5)),
                form("decoy", Map.of("advantage", 0.5)),
                form("delayed_feedback", Map.of("scale", 1.0, "urgency", 0.5, "eagerness", 0.9, "law", "weibull")),
                form("delayed_feedback", Map.of("scale", 1.0, "law", "log_normal")),
                form("drift", Map.of("weekly", 1.0, "trend", 0.5, "shock", 2.0, "shock_hours", 1.0)),
                form("drift", Map.of("change", 1.0, "change_hours", 1.0, "change_law", "poisson", "kept", 0.3)),
                form("drift", Map.of("change", 1.0, "change_hours", 1.0, "change_sets", 2, "fade_hours", 0.5)),
                form("drift", SAMPLED),
                form("exposure_skew", Map.of("length", 0.5)),
                form("fake_users", Map.of("farms", 0.3, "profile", "average", "fillers", 0.3)),
                form("fake_users", Map.of("farms", 0.3, "profile", "bandwagon", "bots", 0.1, "strategic", 0.3)),
                form("fake_users", Map.of("farms", 0.3, "profile", "love_hate", "targets", 3)),
                form("noise", Map.of("burst", 0.1, "burst_steps", 3.0)),
                form("novelty", Map.of("repeat", 1.0, "repeat_decay", 0.7)),
                form("outlier", Map.of("threshold", 1.0, "criterion", "moments", "table", outlierTable())),
                form("popularity", FEEDING),
                form("position", Map.of("exponent", 1.0, "shape", "grid", "columns", 2)),
                form("position", Map.of("exponent", 0.5, "shape", "exponential")),
                form("position", Map.of("exponent", 1.0, "shape", "table", "looks", List.of(0.9, 0.7, 0.3))),
                form(
                        "position",
                        Map.of(
                                "exponent", 1.0,
                                "device_shares", List.of(0.6, 0.4),
                                "device_factors", List.of(0.5, 2.0))),
                form("presentation", Map.of("badge", 1.0, "badge_share", 0.3, "length", 0.2)),
                form("satiation", Map.of("attraction", 0.5, "scope", "item")),
                form("satiation", Map.of("attraction", 0.5, "scope", "features", "width", 0.5)),
                form("satiation", Map.of("attraction", 1.0, "law", "rotting")),
                form("satiation", Map.of("attraction", 1.0, "law", "power")),
                form("satiation", Map.of("attraction", 1.0, "law", "recharging", "recharge_hours", 0.1)),
                form("satiation", Map.of("attraction", 1.0, "law", "threshold", "most", 1, "window", 4)),
                form("satiation", Map.of("attraction", 1.0, "law", "two_state")),
                form("satiation", Map.of("fatigue", 0.5)),
                form("self_selection", Map.of("law", "logistic", "slope", 1.0, "popularity", -0.1, "extremity", 0.5)),
                form("taste_feedback", Map.of("pull", 0.2, "radius", 3.0)));
    }

    /** Those that keep numbers of a lane, which outlive its users. */
    static List<BiasCases> gathering() {
        return List.of(form("conformity", HERDING), form("popularity", FEEDING));
    }

    /** What came after the golden outcomes of all biases had been taken. */
    static List<BiasCases> later() {
        List<BiasCases> later = new ArrayList<>(gathering());
        later.add(form("creators", Map.of("rate", 0.5, "cost", 0.1)));
        later.add(form("fake_users", Map.of("farms", 0.3, "profile", "bandwagon", "fillers", 0.3)));
        return later;
    }

    private static List<List<Double>> outlierTable() {
        return List.of(List.of(1.0, 0.5, 0.5), List.of(0.9, 1.0, 0.4), List.of(0.2, 0.3, 1.0));
    }

    private static BiasCases form(String id, Map<String, Object> on) {
        return of(id, on, Map.of());
    }

    private static BiasCases of(String id, Map<String, Object> on, Map<String, Object> faint) {
        return new BiasCases(id, "independent", Map.of(), on, faint);
    }

    /** What has no effect while the bias is off, by bias. */
    private static final Map<String, Map<String, Object>> IDLE = Map.ofEntries(
            Map.entry("clickbait", Map.of("memory", 0.5)),
            Map.entry("conformity", Map.of("moving", true, "earlier", 2.0)),
            Map.entry("context", Map.of("reference", 1.0, "reach", 2.0, "neighbours", "above", "decay", "inverse")),
            Map.entry("creators", Map.of("cost", 0.5, "share", 0.5)),
            Map.entry("decoy", Map.of("width", 2.0)),
            Map.entry("delayed_feedback", Map.of("law", "weibull", "shape", 1.0, "window", 3.0, "urgency", 1.0)),
            Map.entry(
                    "drift",
                    Map.of(
                            "change_law",
                            "poisson",
                            "kept",
                            0.5,
                            "fade_hours",
                            5.0,
                            "fade_law",
                            "sampled",
                            "shock_hours",
                            1.0)),
            Map.entry("duration", Map.of("replays", 2.0)),
            Map.entry("fake_users", Map.of("targets", 5, "bot_rate", 0.9, "profile", "segment", "fillers", 0.9)),
            Map.entry("noise", Map.of("misclick_decay", 1.0, "burst_steps", 2.0)),
            Map.entry("novelty", Map.of("half_life", 3.0, "fresh_hours", 5.0, "repeat_decay", 1.0)),
            Map.entry("outlier", Map.of("threshold", 1.0, "reach", 3.0, "attribute", "rating")),
            Map.entry("popularity", Map.of("growth", 3.0)),
            Map.entry("position", Map.of("shape", "table", "looks", List.of(0.5), "device_shares", List.of(1.0))),
            Map.entry("satiation", Map.of("memory", 0.5, "noise", 0.2, "law", "two_state", "bore", 1.0)),
            Map.entry("scale_use", Map.of("middle", 2.0)),
            Map.entry("taste_feedback", Map.of("radius", 2.0)));

    /** Every parameter: the identity of those that switch the bias on, and anything else for the others. */
    Map<String, Object> off() {
        Map<String, Object> off = new HashMap<>();
        for (Parameter parameter :
                BiasCatalog.installed().find(id).orElseThrow().parameters()) {
            off.put(parameter.name(), parameter.defaultValue());
        }
        off.putAll(IDLE.getOrDefault(id, Map.of()));
        return off;
    }

    /** The same keys as they stand in a config. */
    Map<String, Object> keys(Map<String, Object> parameters) {
        Map<String, Object> keys = new HashMap<>();
        parameters.forEach((name, value) -> keys.put(id + "." + name, value));
        return keys;
    }

    @Override
    public String toString() {
        return id + on;
    }
}
