package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B24: users use the scale of ratings in their own ways. */
public final class ScaleBias extends PublishedBias {

    /** The bias; it has no state. */
    public ScaleBias() {
        super(
                "scale_use",
                "Scale use",
                Set.of(Stage.FEEDBACK, Stage.STATE),
                "A rating of m + x stars, becomes m + c + g (1 + extremity) "
                        + "x, with an offset c of the user, normal with deviation offset, and a stretch g of the "
                        + "user, log-normal with median 1 and deviation stretch of the logarithm.",
                "Rossi, Gilula and Allenby, Overcoming scale usage heterogeneity (2001); Baumgartner and "
                        + "Steenkamp, Response styles in marketing research (2001)",
                List.of(
                        Parameter.number("offset", 0, Range.atLeast(0), "The standard deviation of users' offsets.")
                                .withUnit("stars"),
                        Parameter.number(
                                "stretch",
                                0,
                                Range.atLeast(0),
                                "The standard deviation of the logarithm of users' stretches."),
                        Parameter.number("extremity", 0, Range.closed(-1, 10), "How much all users stretch the scale."),
                        Parameter.number(
                                        "middle",
                                        3.5,
                                        Range.closed(1, 5),
                                        "The rating m around which the scale is stretched.")
                                .withUnit("stars")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("published", Map.of("offset", 0.5, "stretch", 0.3));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "offset", "stretch", "extremity")
                ? Optional.empty()
                : Optional.of(new Scale(
                        setup.number("offset"),
                        setup.number("stretch"),
                        setup.number("extremity"),
                        setup.number("middle"),
                        setup.reserve(2)));
    }

    /** Stretches ratings; the state is the user's offset and the logarithm of the stretch. */
    private record Scale(Knob offset, Knob stretch, Knob extremity, Knob middle, int at)
            implements Kernel.Arrives, Kernel.Rates {

        @Override
        public void arrive(Impression who, RandomStream stream) {
            who.state(at, who.value(offset) * stream.nextGaussian());
            who.state(at + 1, who.value(stretch) * stream.nextGaussian());
        }

        @Override
        public Phase phase() {
            return Phase.SCALE;
        }

        @Override
        public void rate(Impression shown) {
            double middle = shown.value(this.middle);
            double factor = (1 + shown.value(extremity)) * Exponential.exp(shown.state(at + 1));
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.rating[slot] = middle + shown.state(at) + factor * (shown.rating[slot] - middle);
            }
        }
    }
}
