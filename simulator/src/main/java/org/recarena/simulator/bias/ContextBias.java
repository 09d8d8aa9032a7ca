package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.stage.Impression;
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
                        + "weighted by exp(-|j - k| / h).",
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
                                .withUnit("slots")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("contrast", Map.of("weight", -0.5), "assimilation", Map.of("weight", 0.5));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "weight")
                ? Optional.empty()
                : Optional.of(new Context(setup.number("weight"), setup.number("reference"), setup.number("reach")));
    }

    /** Adds to appeal what the neighbours are worth. */
    private record Context(Knob weight, Knob reference, Knob reach) implements Kernel.Attracts {

        private double shift(Impression shown, int slot) {
            double reach = shown.value(this.reach);
            double sum = 0;
            double total = 0;
            for (int other = 0; other < shown.slots; other++) {
                if (other != slot) {
                    double near = reach == 0 ? 1 : Exponential.exp(-Math.abs(other - slot) / reach);
                    sum += near * shown.utility[other];
                    total += near;
                }
            }
            return total == 0 ? 0 : shown.value(weight) * (sum / total - shown.value(reference));
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
