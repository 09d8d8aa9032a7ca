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

/** B11: whether a rating is given depends on what it would be. */
public final class SelfSelectionBias extends PublishedBias {

    /** The bias; it has no state. */
    public SelfSelectionBias() {
        super(
                "self_selection",
                "Selection bias",
                Set.of(Stage.FEEDBACK),
                "A rating of r stars is given with probability feedback.rating_probability * alpha^max(0, "
                        + "4 - r) * exp(extremity * [r is 1 or 5]), cut off at 1. Ratings are then missing not at "
                        + "random: alpha below 1 hides low ones, extremity above 0 hides lukewarm ones.",
                "Marlin and Zemel, Collaborative prediction and ranking with non-random missing data "
                        + "(2009); Schnabel et al., Recommendations as treatments (2016)",
                List.of(
                        Parameter.number(
                                "alpha",
                                1,
                                Range.closed(0, 1),
                                "How much less likely a rating is for each star below 4; 1 for no difference."),
                        Parameter.number(
                                "extremity",
                                0,
                                Range.closed(-5, 5),
                                "The logarithm of how much more likely ratings of 1 and 5 stars are.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("strong", Map.of("alpha", 0.25), "reviews", Map.of("alpha", 0.6, "extremity", 1.0));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(1, "alpha") && setup.allAre(0, "extremity")
                ? Optional.empty()
                : Optional.of(new SelfSelection(setup.number("alpha"), setup.number("extremity")));
    }

    /** Multiplies the probability of a rating. */
    private record SelfSelection(Knob alpha, Knob extremity) implements Kernel.Reports {

        @Override
        public double reported(Impression shown, int slot, int rating) {
            double alpha = shown.value(this.alpha);
            double factor = 1;
            for (int stars = rating; stars < 4; stars++) {
                factor *= alpha;
            }
            return rating == 1 || rating == 5 ? factor * Exponential.exp(shown.value(extremity)) : factor;
        }
    }
}
