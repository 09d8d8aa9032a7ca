package org.recarena.simulator.bias;

import java.util.List;
import java.util.Locale;
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

/** B18: purchases become visible late, or never. */
public final class DelayedFeedback extends PublishedBias {

    /**
     * Shares and means in hours of three exponential laws: 35 % within an hour, 50 % within a day, 13 % after 14 days.
     */
    private static final double[] SHARES = {0.34, 0.12, 0.54};

    private static final double[] MEANS = {0.2, 8, 240};

    /** The bias; it has no state. */
    public DelayedFeedback() {
        super(
                "delayed_feedback",
                "Delayed feedback",
                Set.of(Stage.DELAY),
                "A purchase becomes visible after a delay of scale * exp(-urgency * worth) * (1 - eagerness * p) * D "
                        + "hours, with p its probability, and never if that is beyond the window. D is exponential "
                        + "with mean 1, Weibull with scale 1, log-normal with median 1, or a mixture of exponentials "
                        + "with means of 0.2, 8 and 240 hours and shares of 0.34, 0.12 and 0.54.",
                "Chapelle, Modeling delayed feedback in display advertising (2014)",
                List.of(
                        Parameter.number(
                                        "scale",
                                        0,
                                        Range.atLeast(0),
                                        "The scale of delays; 0 for none. With mixture 1 "
                                                + "gives the published hours.")
                                .withUnit("hours"),
                        Parameter.choice(
                                "law", List.of("mixture", "exponential", "weibull", "log_normal"), "The law of D."),
                        Parameter.number(
                                "shape",
                                0.5,
                                Range.closed(0.05, 10),
                                "The shape of the Weibull law, or the standard deviation of the logarithm (log_normal)."),
                        Parameter.number("window", 720, Range.above(0), "After how long a purchase is not counted.")
                                .withUnit("hours"),
                        Parameter.number(
                                "urgency",
                                0,
                                Range.closed(-10, 10),
                                "How much sooner what is worth more is reported: the logarithm of the rate, per logit."),
                        Parameter.number(
                                "eagerness",
                                0,
                                Range.closed(0, 1),
                                "How much sooner what is bought readily is reported.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("conversions", Map.of("scale", 1.0));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "scale")) {
            return Optional.empty();
        }
        Law law = Law.valueOf(setup.choice("law").toUpperCase(Locale.ROOT));
        return Optional.of(new Delay(
                setup.number("scale"),
                law,
                setup.number("shape"),
                setup.number("window"),
                setup.number("urgency"),
                setup.number("eagerness")));
    }

    private enum Law {
        MIXTURE,
        EXPONENTIAL,
        WEIBULL,
        LOG_NORMAL;

        double draw(RandomStream stream, double shape) {
            return switch (this) {
                case MIXTURE -> {
                    double share = stream.nextDouble();
                    int part = share < SHARES[0] ? 0 : share < SHARES[0] + SHARES[1] ? 1 : 2;
                    yield MEANS[part] * exponential(stream);
                }
                case EXPONENTIAL -> exponential(stream);
                case WEIBULL -> StrictMath.pow(exponential(stream), 1 / shape);
                case LOG_NORMAL -> StrictMath.exp(shape * stream.nextGaussian());
            };
        }

        private static double exponential(RandomStream stream) {
            return -StrictMath.log1p(-stream.nextDouble());
        }
    }

    /** Delays purchases. */
    private record Delay(Knob scale, Law law, Knob shape, Knob window, Knob urgency, Knob eagerness)
            implements Kernel.Delays {

        @Override
        public double delay(Impression shown, int slot, RandomStream stream) {
            double urgency = shown.value(this.urgency);
            double eagerness = shown.value(this.eagerness);
            double scale = shown.value(this.scale)
                    * (urgency == 0 ? 1 : Exponential.exp(-urgency * shown.utility[slot]))
                    * (eagerness == 0 ? 1 : 1 - eagerness * Exponential.sigmoid(shown.purchase[slot]));
            double hours = scale * law.draw(stream, shown.value(shape));
            return hours <= shown.value(window) ? hours : Double.POSITIVE_INFINITY;
        }
    }
}
