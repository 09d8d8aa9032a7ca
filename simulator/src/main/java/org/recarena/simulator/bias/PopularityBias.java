package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B12: what many have consumed appeals more. */
public final class PopularityBias extends PublishedBias {

    /** The bias; it has no state. */
    public PopularityBias() {
        super(
                "popularity",
                "Popularity bias",
                Set.of(Stage.ATTRACTION),
                "An item that n others have consumed appeals by weight * log(1 + n) more.",
                "Abdollahpouri, Burke and Mobasher, Managing popularity bias in recommender systems (2019); Salganik, "
                        + "Dodds and Watts, Science 311 (2006)",
                List.of(Parameter.number(
                                "weight",
                                0,
                                Range.closed(-5, 5),
                                "How much the logarithm of popularity adds to appeal.")
                        .withUnit("logits")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("mild", Map.of("weight", 0.05), "herd", Map.of("weight", 0.5));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "weight")
                ? Optional.empty()
                : Optional.of(new Popularity(setup.number("weight"), setup.items()));
    }

    /** Adds to appeal. */
    private record Popularity(Knob weight, Items items) implements Kernel.Attracts {

        @Override
        public void attract(Impression shown) {
            double weight = shown.value(this.weight);
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += weight * items.logPopularity(shown.items[slot]);
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("popularity_shift");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shown.value(weight) * items.logPopularity(shown.items[slot]);
        }
    }
}
