package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B5: a slot is judged by its neighbours. */
public final class ContextBias extends PublishedBias {

    /** The bias; it has no state. */
    public ContextBias() {
        super(
                "context",
                "Context bias",
                Set.of(Stage.ATTRACTION),
                "A slot appeals by weight * (mean of the worth of the other slots - reference) more: a "
                        + "negative weight is contrast, a positive one assimilation. With a reach h the mean is "
                        + "weighted by exp(-|j - k| / h), or 1 / (1 + |j - k| / h) (decay). Of neighbours all count, "
                        + "or those above alone. Each neighbour also adds pairs * W(c, c'), a standard normal number "
                        + "that the topics of both fix; and halo * the largest prominence of a slot and those next "
                        + "to it.",
                "Zhuang et al., Cross-positional attention for debiasing clicks (2021); the slate rewards "
                        + "of Open Bandit Pipeline (Saito et al. 2021) are of the same form",
                List.of(
                        Parameter.number(
                                        "weight",
                                        0,
                                        Range.closed(-5, 5),
                                        "How much the worth of the other slots adds, per logit; negative for contrast.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "reference",
                                        0,
                                        Range.closed(-50, 50),
                                        "The worth of neighbours that neither helps nor harms.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "reach",
                                        0,
                                        Range.atLeast(0),
                                        "How far neighbours count, in slots; 0 for all alike.")
                                .withUnit("slots"),
                        Parameter.choice(
                                "decay", List.of("exponential", "inverse"), "How the weight of neighbours falls."),
                        Parameter.choice("neighbours", List.of("all", "above"), "Which slots count."),
                        Parameter.number(
                                        "pairs",
                                        0,
                                        Range.closed(0, 10),
                                        "The standard deviation of what a neighbour of a topic adds to another topic.")
                                .withUnit("logits"),
                        Parameter.number("halo", 0, Range.closed(-10, 10), "How much a prominent neighbour adds.")
                                .withUnit("logits")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("contrast", Map.of("weight", -0.5), "assimilation", Map.of("weight", 0.5));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "weight", "pairs", "halo")
                ? Optional.empty()
                : Optional.of(new Context(
                        setup.number("weight"),
                        setup.number("reference"),
                        setup.number("reach"),
                        setup.choice("decay").equals("inverse"),
                        setup.choice("neighbours").equals("above"),
                        setup.number("pairs"),
                        setup.number("halo"),
                        setup.items(),
                        setup.key()));
    }

    /** Adds to appeal what the neighbours are worth. */
    private record Context(
            Knob weight,
            Knob reference,
            Knob reach,
            boolean inverse,
            boolean aboveOnly,
            Knob pairs,
            Knob halo,
            Items items,
            long key)
            implements Kernel.Attracts {

        private double near(int distance, double reach) {
            if (reach == 0) {
                return 1;
            }
            return inverse ? 1 / (1 + distance / reach) : Exponential.exp(-distance / reach);
        }

        private double shift(Impression shown, int slot) {
            double weight = shown.value(this.weight);
            double pairs = shown.value(this.pairs);
            double halo = shown.value(this.halo);
            return (weight == 0 ? 0 : weight * contrast(shown, slot))
                    + (pairs == 0 ? 0 : pairs * together(shown, slot))
                    + (halo == 0 ? 0 : halo * brightest(shown, slot));
        }

        private int end(Impression shown, int slot) {
            return aboveOnly ? slot : shown.slots;
        }

        private double contrast(Impression shown, int slot) {
            double reach = shown.value(this.reach);
            double sum = 0;
            double total = 0;
            for (int other = 0; other < end(shown, slot); other++) {
                if (other != slot) {
                    double near = near(Math.abs(other - slot), reach);
                    sum += near * shown.utility[other];
                    total += near;
                }
            }
            return total == 0 ? 0 : sum / total - shown.value(reference);
        }

        private double together(Impression shown, int slot) {
            double reach = shown.value(this.reach);
            long own = StreamKeys.hash(key, items.topic(shown.items[slot]));
            double sum = 0;
            for (int other = 0; other < end(shown, slot); other++) {
                if (other != slot) {
                    long both = StreamKeys.hash(own, items.topic(shown.items[other]));
                    sum += near(Math.abs(other - slot), reach) * Regimes.normal(both);
                }
            }
            return sum;
        }

        private double brightest(Impression shown, int slot) {
            double brightest = items.prominence(shown.items[slot]);
            for (int other = Math.max(0, slot - 1); other <= Math.min(shown.slots - 1, slot + 1); other++) {
                brightest = Math.max(brightest, items.prominence(shown.items[other]));
            }
            return brightest;
        }

        @Override
        public void attract(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += shift(shown, slot);
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("context_shift");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shift(shown, slot);
        }
    }
}
