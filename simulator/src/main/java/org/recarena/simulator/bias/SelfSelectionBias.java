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

/** B11: whether a rating is given depends on what it would be. */
public final class SelfSelectionBias extends PublishedBias {

    /** The bias; it has no state. */
    public SelfSelectionBias() {
        super(
                "self_selection",
                "Selection bias",
                Set.of(Stage.FEEDBACK),
                "A rating of r stars is given with probability feedback.rating_probability * alpha^max(0, "
                        + "4 - r) * exp(extremity * [r <= 1 or r = 5]), cut off at 1 (power), or times s(intercept + "
                        + "slope * (r - 3) + extremity * [r <= 1 or r = 5] + popularity * log(1 + n)) with s the "
                        + "logistic function and n how many consumed the item (logistic). Ratings are then missing "
                        + "not at random: alpha below 1 or a positive slope hides low ones, extremity above 0 hides "
                        + "lukewarm ones.",
                "Marlin and Zemel, Collaborative prediction and ranking with non-random missing data "
                        + "(2009); Schnabel et al., Recommendations as treatments (2016)",
                List.of(
                        Parameter.choice("law", List.of("power", "logistic"), "How the probability follows."),
                        Parameter.number(
                                "alpha",
                                1,
                                Range.closed(0, 1),
                                "How much less likely a rating is for each star below 4; 1 for no difference (power)."),
                        Parameter.number(
                                "extremity",
                                0,
                                Range.closed(-5, 5),
                                "The logarithm of how much more likely ratings of 1 and 5 stars are, or what they add "
                                        + "(logistic)."),
                        Parameter.number(
                                        "intercept",
                                        0,
                                        Range.closed(-50, 50),
                                        "The logit of a rating of 3 stars (logistic).")
                                .withUnit("logits"),
                        Parameter.number("slope", 0, Range.closed(-10, 10), "What each star adds to it (logistic).")
                                .withUnit("logits"),
                        Parameter.number(
                                        "popularity",
                                        0,
                                        Range.closed(-5, 5),
                                        "What the logarithm of popularity adds to it (logistic).")
                                .withUnit("logits")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("strong", Map.of("alpha", 0.25), "reviews", Map.of("alpha", 0.6, "extremity", 1.0));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.choice("law").equals("logistic")) {
            return Optional.of(new Logistic(
                    setup.number("intercept"),
                    setup.number("slope"),
                    setup.number("extremity"),
                    setup.number("popularity"),
                    setup.items()));
        }
        return setup.allAre(1, "alpha") && setup.allAre(0, "extremity")
                ? Optional.empty()
                : Optional.of(new Power(setup.number("alpha"), setup.number("extremity")));
    }

    private static boolean isExtreme(double rating) {
        return rating <= 1 || rating >= 5;
    }

    /** Tells how likely each rating would be given. */
    private interface Told extends Kernel.Reports {

        @Override
        default List<String> truthNames() {
            return List.of("reports_1", "reports_2", "reports_3", "reports_4", "reports_5");
        }

        @Override
        default void truth(Impression shown, int slot, double[] out) {
            for (int stars = 1; stars <= out.length; stars++) {
                out[stars - 1] = reported(shown, slot, stars);
            }
        }
    }

    /** Multiplies the probability of a rating by a power of what it lacks. */
    private record Power(Knob alpha, Knob extremity) implements Told {

        @Override
        public double reported(Impression shown, int slot, double rating) {
            double alpha = shown.value(this.alpha);
            double factor = 1;
            double missing = 4 - rating;
            while (missing >= 1) {
                factor *= alpha;
                missing--;
            }
            if (missing > 0) {
                factor *= Math.sqrt(alpha); // Half a star.
            }
            return isExtreme(rating) ? factor * Exponential.exp(shown.value(extremity)) : factor;
        }
    }

    /** Multiplies the probability of a rating by a logistic function of it. */
    private record Logistic(Knob intercept, Knob slope, Knob extremity, Knob popularity, Items items) implements Told {

        @Override
        public double reported(Impression shown, int slot, double rating) {
            return Exponential.sigmoid(shown.value(intercept)
                    + shown.value(slope) * (rating - 3)
                    + (isExtreme(rating) ? shown.value(extremity) : 0)
                    + shown.value(popularity) * items.logPopularity(shown.items[slot]));
        }
    }
}
