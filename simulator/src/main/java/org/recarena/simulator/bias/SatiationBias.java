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
                Set.of(Stage.ATTRACTION, Stage.SATISFACTION, Stage.STATE),
                "Each topic has a satiation s, which after each step becomes memory * (s + number of clicks on the topic) "
                        + "plus normal noise. An item of the topic appeals by attraction * s less, and satisfies by "
                        + "satisfaction * s less. Under constant consumption of one item a step s tends to "
                        + "memory / (1 - memory).",
                "Leqi et al., Rebounding bandits for modeling satiation effects (2021); Krauth et al., Do offline "
                        + "metrics predict online performance in recommender systems? (RecLab, 2020)",
                List.of(
                        Parameter.number("attraction", 0, Range.closed(-10, 10), "How much satiation lowers appeal.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "satisfaction",
                                        0,
                                        Range.closed(-10, 10),
                                        "How much satiation lowers satisfaction.")
                                .withUnit("logits"),
                        Parameter.number("memory", 0.8, Range.closed(0, 0.9999), "What is left of it after a step."),
                        Parameter.number(
                                "noise", 0, Range.atLeast(0), "The standard deviation of the noise in each step.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of(
                "boredom", Map.of("attraction", 0.5, "satisfaction", 0.5),
                "long-memory", Map.of("attraction", 0.2, "memory", 0.98));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "attraction", "satisfaction")) {
            return Optional.empty();
        }
        return Optional.of(new Satiation(
                setup.number("attraction"),
                setup.number("satisfaction"),
                setup.number("memory"),
                setup.number("noise"),
                setup.items(),
                setup.reserve(setup.items().topics())));
    }

    /** Lowers appeal and satisfaction by what it remembers. */
    private record Satiation(Knob attraction, Knob satisfaction, Knob memory, Knob noise, Items items, int at)
            implements Kernel.Attracts, Kernel.Satisfies, Kernel.Remembers {

        private double satiation(Impression shown, int slot) {
            return shown.state(at + items.topic(shown.items[slot]));
        }

        @Override
        public void attract(Impression shown) {
            double weight = shown.value(attraction);
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] -= weight * satiation(shown, slot);
            }
        }

        @Override
        public void satisfy(Impression shown) {
            double weight = shown.value(satisfaction);
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.satisfaction[slot] -= weight * satiation(shown, slot);
            }
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.chosen[slot]) {
                    int topic = at + items.topic(shown.items[slot]);
                    shown.state(topic, shown.state(topic) + 1);
                }
            }
            double memory = shown.value(this.memory);
            double noise = shown.value(this.noise);
            for (int topic = at; topic < at + items.topics(); topic++) {
                double random = noise == 0 ? 0 : noise * stream.nextGaussian();
                shown.state(topic, memory * shown.state(topic) + random);
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("satiation");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = satiation(shown, slot);
        }
    }
}
