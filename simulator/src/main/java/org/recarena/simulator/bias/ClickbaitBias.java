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

/** B16: what promises more than it keeps is clicked more, and satisfies less. */
public final class ClickbaitBias extends PublishedBias {

    /** The bias; it has no state. */
    public ClickbaitBias() {
        super(
                "clickbait",
                "Clickbait",
                Set.of(Stage.ATTRACTION, Stage.SATISFACTION, Stage.STATE, Stage.RETURN),
                "An item of clickbaitiness c, 0 to 1, appeals by attraction * c more and satisfies by "
                        + "disappointment * c less. Each click moves the user's trust, which becomes memory * trust "
                        + "- 2 (c - 1/2), and lowers the logit of leaving by loyalty * trust.",
                "Ie et al., RecSim, arXiv 1909.04847 (2019), long-term satisfaction; Mladenov et al., "
                        + "Optimizing long-term social welfare in recommender systems (2020)",
                List.of(
                        Parameter.number("attraction", 0, Range.closed(-10, 10), "How much clickbait appeals more.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "disappointment",
                                        0,
                                        Range.closed(-10, 10),
                                        "How much clickbait satisfies less.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "loyalty", 0, Range.closed(-10, 10), "How much trust keeps users from leaving.")
                                .withUnit("logits"),
                        Parameter.number(
                                "memory", 0.7, Range.closed(0, 0.9999), "What is left of trust after a click.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("feed", Map.of("attraction", 1.0, "disappointment", 2.0, "loyalty", 0.3));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "attraction", "disappointment", "loyalty")
                ? Optional.empty()
                : Optional.of(new Clickbait(
                        setup.number("attraction"),
                        setup.number("disappointment"),
                        setup.number("loyalty"),
                        setup.number("memory"),
                        setup.items(),
                        setup.reserve(1)));
    }

    /** Shifts appeal and satisfaction apart; the state is the user's trust. */
    private record Clickbait(Knob attraction, Knob disappointment, Knob loyalty, Knob memory, Items items, int trust)
            implements Kernel.Attracts, Kernel.Satisfies, Kernel.Remembers, Kernel.Leaves {

        @Override
        public void attract(Impression shown) {
            double weight = shown.value(attraction);
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += weight * items.clickbait(shown.items[slot]);
            }
        }

        @Override
        public void satisfy(Impression shown) {
            double weight = shown.value(disappointment);
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.satisfaction[slot] -= weight * items.clickbait(shown.items[slot]);
            }
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            double memory = shown.value(this.memory);
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.chosen[slot]) {
                    double surprise = 2 * (items.clickbait(shown.items[slot]) - 0.5);
                    shown.state(trust, memory * shown.state(trust) - surprise);
                }
            }
        }

        @Override
        public void leave(Impression shown) {
            shown.leave -= shown.value(loyalty) * shown.state(trust);
        }

        @Override
        public List<String> truthNames() {
            return List.of("clickbait");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = items.clickbait(shown.items[slot]);
        }
    }
}
