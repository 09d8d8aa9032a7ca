package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B10: what many have consumed is rendered, and the rest is not. */
public final class ExposureBias extends PublishedBias {

    /** The bias; it has no state. */
    public ExposureBias() {
        super(
                "exposure_skew",
                "Exposure bias",
                Set.of(Stage.EXPOSURE),
                "A slot whose item n others have consumed is rendered with probability ((1 + n) / (1 + n_max))^power "
                        + "* (d / d_max)^length, with d its length, so that what is missing was not shown rather than "
                        + "disliked. The policy that fills the slate is the agent's own; this is what stands between "
                        + "it and the user.",
                "Saito et al., Unbiased recommender learning from missing-not-at-random implicit feedback "
                        + "(2020); Yang et al., Unbiased offline recommender evaluation for missing-not-at-random "
                        + "implicit feedback (2018)",
                List.of(
                        Parameter.number(
                                "power",
                                0,
                                Range.closed(0, 5),
                                "How strongly exposure follows popularity; 0 for not at all."),
                        Parameter.number(
                                "length",
                                0,
                                Range.closed(0, 5),
                                "How strongly it follows length, which then confounds the time spent.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("published", Map.of("power", 0.5));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "power", "length")) {
            return Optional.empty();
        }
        double most = 0;
        double longest = Double.NEGATIVE_INFINITY;
        for (int item = 0; item < setup.items().count(); item++) {
            most = Math.max(most, setup.items().popularity(item));
            longest = Math.max(longest, setup.items().logLength(item));
        }
        return Optional.of(new Exposure(
                setup.number("power"), setup.number("length"), StrictMath.log1p(most), longest, setup.items()));
    }

    /** Multiplies exposure. */
    private record Exposure(Knob power, Knob length, double most, double longest, Items items)
            implements Kernel.Exposes {

        private double propensity(Impression shown, int slot) {
            double popularity = items.logPopularity(shown.items[slot]) - most;
            double length = shown.value(this.length);
            double shorter = length == 0 ? 0 : length * (items.logLength(shown.items[slot]) - longest);
            return Exponential.exp(shown.value(power) * popularity + shorter);
        }

        @Override
        public void expose(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.exposure[slot] *= propensity(shown, slot);
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("exposure_propensity");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = propensity(shown, slot);
        }
    }
}
