package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B14: what was seen before is liked, until it was seen too often; what is new is liked for being new. */
public final class NoveltyBias extends PublishedBias {

    /** The bias; it has no state. */
    public NoveltyBias() {
        super(
                "novelty",
                "Novelty and mere exposure",
                Set.of(Stage.ATTRACTION, Stage.STATE),
                "With n the number of times that the user has seen an item's topic, fading with a half "
                        + "life, an item appeals by familiarity * log(1 + n) - wear * n more: an inverted U with "
                        + "its top at n = familiarity / wear - 1. A new item appeals by freshness * exp(-age / "
                        + "fresh_hours) more. An item of the topic that was clicked last appeals by inertia more, "
                        + "and one of a topic that was clicked h hours ago by repeat * (h + 1)^-repeat_decay.",
                "Zajonc, Attitudinal effects of mere exposure (1968); Bornstein, Exposure and affect "
                        + "(1989); state dependence as in Keane (1997)",
                List.of(
                        Parameter.number("familiarity", 0, Range.closed(-10, 10), "How much being known adds.")
                                .withUnit("logits"),
                        Parameter.number("wear", 0, Range.closed(-10, 10), "How much each time takes away.")
                                .withUnit("logits"),
                        Parameter.number("half_life", 24, Range.above(0), "After how long half of it is forgotten.")
                                .withUnit("hours"),
                        Parameter.number("freshness", 0, Range.closed(-10, 10), "How much being new adds.")
                                .withUnit("logits"),
                        Parameter.number("fresh_hours", 24, Range.above(0), "How long an item is new.")
                                .withUnit("hours"),
                        Parameter.number(
                                        "inertia",
                                        0,
                                        Range.closed(-10, 10),
                                        "How much the topic of the last click adds.")
                                .withUnit("logits"),
                        Parameter.number("repeat", 0, Range.closed(-10, 10), "How much a click an instant ago adds.")
                                .withUnit("logits"),
                        Parameter.number(
                                "repeat_decay", 0.5, Range.closed(0, 10), "The exponent with which that falls.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("inverted-u", Map.of("familiarity", 0.6, "wear", 0.1), "inertia", Map.of("inertia", 1.8));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "familiarity", "wear", "freshness", "inertia", "repeat")) {
            return Optional.empty();
        }
        boolean repeats = !setup.allAre(0, "repeat");
        return Optional.of(new Novelty(
                setup.number("familiarity"),
                setup.number("wear"),
                setup.number("half_life"),
                setup.number("freshness"),
                setup.number("fresh_hours"),
                setup.number("inertia"),
                setup.number("repeat"),
                setup.number("repeat_decay"),
                setup.items(),
                setup.reserve(setup.items().topics() + 2),
                repeats ? setup.reserve(setup.items().topics()) : NOWHERE));
    }

    private static final int NOWHERE = -1;

    /**
     * The state: for each topic how often it was seen; then the hours of the last step, and 1 + the last topic; and
     * where repeats count, elsewhere, for each topic 1 + the hours of the last click on it, 0 for none.
     */
    private record Novelty(
            Knob familiarity,
            Knob wear,
            Knob halfLife,
            Knob freshness,
            Knob freshHours,
            Knob inertia,
            Knob repeat,
            Knob repeatDecay,
            Items items,
            int at,
            int clicksAt)
            implements Kernel.Attracts, Kernel.Remembers {

        private static final double LN2 = 0.6931471805599453;

        private int hoursAt() {
            return at + items.topics();
        }

        private int lastAt() {
            return at + items.topics() + 1;
        }

        private double kept(Impression shown) {
            double hours = shown.hours - shown.state(hoursAt());
            return hours == 0 ? 1 : Exponential.exp(-LN2 * hours / shown.value(halfLife));
        }

        private double shift(Impression shown, int slot, double kept) {
            int item = shown.items[slot];
            int topic = items.topic(item);
            double seen = shown.state(at + topic) * kept;
            double age = Math.max(0, shown.hours - items.born(item));
            double fresh = shown.value(freshness);
            double known = seen == 0 ? 0 : shown.value(familiarity) * StrictMath.log1p(seen);
            return known
                    - shown.value(wear) * seen
                    + (fresh == 0 ? 0 : fresh * Exponential.exp(-age / shown.value(freshHours)))
                    + (shown.state(lastAt()) == topic + 1 ? shown.value(inertia) : 0)
                    + (clicksAt == NOWHERE ? 0 : repeated(shown, topic));
        }

        private double repeated(Impression shown, int topic) {
            double clicked = shown.state(clicksAt + topic);
            double hours = shown.hours - (clicked - 1);
            return clicked == 0 ? 0 : shown.value(repeat) * StrictMath.pow(hours + 1, -shown.value(repeatDecay));
        }

        @Override
        public void attract(Impression shown) {
            double kept = kept(shown);
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += shift(shown, slot, kept);
            }
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            double kept = kept(shown);
            for (int topic = at; topic < at + items.topics(); topic++) {
                shown.state(topic, shown.state(topic) * kept);
            }
            for (int slot = 0; slot < shown.slots; slot++) {
                int topic = items.topic(shown.items[slot]);
                if (shown.examined[slot]) {
                    shown.state(at + topic, shown.state(at + topic) + 1);
                }
                if (shown.chosen[slot]) {
                    shown.state(lastAt(), topic + 1);
                    if (clicksAt != NOWHERE) {
                        shown.state(clicksAt + topic, shown.hours + 1);
                    }
                }
            }
            shown.state(hoursAt(), shown.hours);
        }

        @Override
        public List<String> truthNames() {
            return List.of("novelty_shift");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shift(shown, slot, kept(shown));
        }
    }
}
