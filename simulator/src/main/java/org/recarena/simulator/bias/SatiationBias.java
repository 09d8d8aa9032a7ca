package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B15: what was consumed just now appeals less, and less the more of it there was. */
public final class SatiationBias extends PublishedBias {

    /** The bias; it has no state. */
    public SatiationBias() {
        super(
                "satiation",
                "Satiation",
                Set.of(Stage.ATTRACTION, Stage.SATISFACTION, Stage.STATE, Stage.RETURN),
                "An item appeals by attraction * s less, and satisfies by satisfaction * s less, where s is, by law: "
                        + "rebounding: after each step s becomes memory * (s + clicks) plus normal noise, so that "
                        + "under a click a step it tends to memory / (1 - memory); for the item's topic, the item "
                        + "alone, or all items by exp(-d^2 / width) at distance d of their features (scope). rotting: "
                        + "-n log(rho), and power: beta * log(1 + n), after n clicks on the topic. recharging: -log(1 "
                        + "- exp(-t / recharge_hours)) t hours after the last. threshold: 1 where more than most of "
                        + "the last window clicks were on it. two_state: 1 while bored by it, as a step with a click "
                        + "makes users with probability bore, and one without lets them recover with probability "
                        + "recover. Each item that was looked at and worth less than 0 raises the logit of leaving by "
                        + "fatigue, until a pause of an hour.",
                "Leqi et al., Rebounding bandits for modeling satiation effects (2021); Krauth et al., Do offline "
                        + "metrics predict online performance in recommender systems? (RecLab, 2020); Levine, Crammer "
                        + "and Mannor, Rotting bandits (2017); Kleinberg and Immorlica, Recharging bandits (2018); "
                        + "Kapoor et al., Just in time recommendations (2015)",
                List.of(
                        Parameter.number("attraction", 0, Range.closed(-10, 10), "How much satiation lowers appeal.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "satisfaction",
                                        0,
                                        Range.closed(-10, 10),
                                        "How much satiation lowers satisfaction.")
                                .withUnit("logits"),
                        Parameter.choice(
                                "law",
                                List.of("rebounding", "rotting", "power", "recharging", "threshold", "two_state"),
                                "How satiation comes and goes."),
                        Parameter.choice(
                                "scope", List.of("topic", "item", "features"), "What it spreads to (rebounding)."),
                        Parameter.number(
                                "memory",
                                0.8,
                                Range.closed(0, 0.9999),
                                "What is left of it after a step (rebounding)."),
                        Parameter.number(
                                "noise",
                                0,
                                Range.atLeast(0),
                                "The standard deviation of the noise in each step (rebounding, of topics)."),
                        Parameter.number("width", 1, Range.above(0), "How alike items are (scope features)."),
                        Parameter.number("rho", 0.9, Range.closed(1e-6, 1), "What a click leaves (rotting)."),
                        Parameter.number("beta", 0.5, Range.closed(0, 10), "The exponent (power)."),
                        Parameter.number("recharge_hours", 24, Range.above(0), "How long it takes (recharging).")
                                .withUnit("hours"),
                        Parameter.integer("most", 3, Range.closed(0, 1000), "How many clicks bore no one (threshold)."),
                        Parameter.integer("window", 10, Range.closed(1, 1000), "Of how many (threshold)."),
                        Parameter.number("bore", 0.3, Range.closed(0, 1), "How likely a click bores (two_state)."),
                        Parameter.number(
                                "recover", 0.1, Range.closed(0, 1), "How likely users recover in a step (two_state)."),
                        Parameter.number(
                                        "fatigue",
                                        0,
                                        Range.closed(-10, 10),
                                        "How much each poor item raises the logit of leaving.")
                                .withUnit("logits")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of(
                "boredom", Map.of("attraction", 0.5, "satisfaction", 0.5),
                "long-memory", Map.of("attraction", 0.2, "memory", 0.98));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "attraction", "satisfaction", "fatigue")) {
            return Optional.empty();
        }
        boolean tires = !setup.allAre(0, "fatigue");
        return Optional.of(new Satiation(
                setup.number("attraction"),
                setup.number("satisfaction"),
                setup.number("fatigue"),
                law(setup),
                tires ? setup.reserve(2) : RESTED));
    }

    private static final int RESTED = -1;

    private static SatiationLaw law(Setup setup) {
        Items items = setup.items();
        int topics = items.topics();
        return switch (setup.choice("law")) {
            case "rotting" -> new SatiationLaw.Rotting(false, setup.number("rho"), items, setup.reserve(topics));
            case "power" -> new SatiationLaw.Rotting(true, setup.number("beta"), items, setup.reserve(topics));
            case "recharging" ->
                new SatiationLaw.Recharging(setup.number("recharge_hours"), items, setup.reserve(topics));
            case "threshold" -> {
                int window = setup.integer("window");
                yield new SatiationLaw.Boredom(setup.integer("most"), window, items, setup.reserve(window + 1));
            }
            case "two_state" ->
                new SatiationLaw.TwoStates(setup.number("bore"), setup.number("recover"), items, setup.reserve(topics));
            default -> rebounding(setup, items);
        };
    }

    private static SatiationLaw rebounding(Setup setup, Items items) {
        String scope = setup.choice("scope");
        if (scope.equals("topic")) {
            return new SatiationLaw.Rebounding(
                    setup.number("memory"), setup.number("noise"), items, setup.reserve(items.topics()));
        }
        return new SatiationLaw.Alike(
                setup.number("memory"),
                scope.equals("item") ? Knob.constant(0) : setup.number("width"),
                items,
                setup.reserve(SatiationLaw.Alike.SIZE));
    }

    /** Lowers appeal and satisfaction; the state beside the law's is 1 + the last hour and how tiring it has been. */
    private record Satiation(Knob attraction, Knob satisfaction, Knob fatigue, SatiationLaw law, int tired)
            implements Kernel.Attracts, Kernel.Satisfies, Kernel.Remembers, Kernel.Leaves {

        private static final double REST_HOURS = 1;

        @Override
        public void attract(Impression shown) {
            double weight = shown.value(attraction);
            for (int slot = 0; slot < shown.slots && weight != 0; slot++) {
                shown.appeal[slot] -= weight * law.level(shown, shown.items[slot]);
            }
        }

        @Override
        public void satisfy(Impression shown) {
            double weight = shown.value(satisfaction);
            for (int slot = 0; slot < shown.slots && weight != 0; slot++) {
                shown.satisfaction[slot] -= weight * law.level(shown, shown.items[slot]);
            }
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            law.update(shown, stream);
            if (tired == RESTED) {
                return;
            }
            boolean rested = shown.hours - (shown.state(tired) - 1) >= REST_HOURS;
            double poor = rested ? 0 : shown.state(tired + 1);
            for (int slot = 0; slot < shown.slots; slot++) {
                poor += shown.examined[slot] && shown.utility[slot] < 0 ? 1 : 0;
            }
            shown.state(tired, shown.hours + 1);
            shown.state(tired + 1, poor);
        }

        @Override
        public void leave(Impression shown) {
            if (tired != RESTED) {
                shown.leave += shown.value(fatigue) * shown.state(tired + 1);
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("satiation");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = law.level(shown, shown.items[slot]);
        }
    }
}
