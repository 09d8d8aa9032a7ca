package com.example.halo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.stage.Bias;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** An item shines on its neighbours: what stands beside a conspicuous one appeals more. */
public final class HaloBias implements Bias {

    /** For the service loader. */
    public HaloBias() {}

    @Override
    public String id() {
        return "halo";
    }

    @Override
    public String title() {
        return "Halo effect";
    }

    @Override
    public Set<Stage> stages() {
        return Set.of(Stage.ATTRACTION);
    }

    @Override
    public String description() {
        return "A slot appeals by weight * p more, where p is the greatest prominence of the slots next to it.";
    }

    @Override
    public String source() {
        return "Thorndike, A constant error in psychological ratings (1920)";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(Parameter.number(
                        "weight", 0, Range.closed(-5, 5), "How much a conspicuous neighbour adds to appeal.")
                .withUnit("logits"));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("strong", Map.of("weight", 1.0));
    }

    /** Empty where the bias does nothing: off must cost nothing and change nothing, not even the last bit. */
    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "weight")
                ? Optional.empty()
                : Optional.of(new Halo(setup.number("weight"), setup.items()));
    }

    /** What takes part in the stage. It keeps nothing, since one object serves all users. */
    private record Halo(Knob weight, Items items) implements Kernel.Attracts {

        @Override
        public void attract(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += shift(shown, slot);
            }
        }

        private double shift(Impression shown, int slot) {
            double greatest = Double.NEGATIVE_INFINITY;
            for (int other = Math.max(0, slot - 1); other <= Math.min(shown.slots - 1, slot + 1); other++) {
                if (other != slot) {
                    greatest = Math.max(greatest, items.prominence(shown.items[other]));
                }
            }
            return shown.slots == 1 ? 0 : shown.value(weight) * greatest;
        }

        @Override
        public List<String> truthNames() {
            return List.of("halo_shift");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shift(shown, slot);
        }
    }
}
