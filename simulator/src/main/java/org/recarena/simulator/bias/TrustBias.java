package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B4: users click what stands high even where it does not attract them. */
public final class TrustBias extends PublishedBias {

    /** The bias; it has no state. */
    public TrustBias() {
        super(
                "trust",
                "Trust bias",
                Set.of(Stage.CHOICE),
                "A slot of rank k that is looked at and attracts is clicked with probability 1 / (1 + "
                        + "true_decay (k - 1)), one that does not attract with probability false_first / k. So "
                        + "P(click) = alpha_k a + beta_k, an affine function of attraction. For rules that decide "
                        + "slot by slot.",
                "Agarwal et al., Addressing trust bias for unbiased learning-to-rank (2019); Vardasbi, "
                        + "Oosterhuis and de Rijke, When inverse propensity scoring does not work (2020)",
                List.of(
                        Parameter.number(
                                "false_first",
                                0,
                                Range.closed(0, 1),
                                "The probability of a click on the first slot where it does not attract."),
                        Parameter.number(
                                "true_decay",
                                0,
                                Range.atLeast(0),
                                "How fast the probability of a click on what attracts falls with the rank.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("published", Map.of("false_first", 0.65, "true_decay", 0.005));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "false_first", "true_decay")) {
            return Optional.empty();
        }
        if (setup.choosesOne()) {
            throw setup.refusal(
                    "false_first",
                    "or trust.true_decay is not 0; trust needs a choice.rule that decides slot by slot, such as "
                            + "independent or dbn");
        }
        return Optional.of(new Trust(setup.number("false_first"), setup.number("true_decay")));
    }

    /** Makes clicks an affine function of attraction. */
    private record Trust(Knob falseFirst, Knob trueDecay) implements Kernel.Perceives {

        private double whereAttracted(Impression shown, int slot) {
            return 1 / (1 + shown.value(trueDecay) * slot);
        }

        private double whereNot(Impression shown, int slot) {
            return shown.value(falseFirst) / (slot + 1);
        }

        @Override
        public void perceive(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.trueClick[slot] *= whereAttracted(shown, slot);
                shown.falseClick[slot] = 1 - (1 - shown.falseClick[slot]) * (1 - whereNot(shown, slot));
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("trust_true_click", "trust_false_click");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = whereAttracted(shown, slot);
            out[1] = whereNot(shown, slot);
        }
    }
}
