package org.recarena.simulator.bias;

import java.util.Arrays;
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

/** B1: lower ranks are looked at less. */
public final class PositionBias extends PublishedBias {

    /**
     * Looks by rank, measured by eye tracking; ranks beyond have the last. Source: Joachims et al. (2005), as in ULTRA.
     */
    private static final double[] EYE_TRACKING = {0.68, 0.61, 0.48, 0.34, 0.28, 0.20, 0.11, 0.10, 0.08, 0.06};

    /** The bias; it has no state. */
    public PositionBias() {
        super(
                "position",
                "Position bias",
                Set.of(Stage.EXAMINATION),
                "The slot of rank k is looked at with probability theta_k = b_k^exponent, where b_k is 1/k (power), "
                        + "exp(1 - k) (exponential), measured by eye tracking (eye_tracking), that of the row of a "
                        + "grid times that of the column (grid), 1 within a viewport and 1/(k - viewport + 1) below "
                        + "it (viewport), 0.35/k + 0.65/(1 + 0.05 (k - 1)) (search), or an entry of looks (table). A "
                        + "user comes with a device, drawn by device_shares, that multiplies the exponent by its "
                        + "device_factors.",
                "Craswell et al., An experimental comparison of click position-bias models (2008); Joachims et al., "
                        + "Unbiased learning-to-rank with biased feedback (2017)",
                List.of(
                        Parameter.number("exponent", 0, Range.closed(0, 10), "How strong the bias is; 0 for none."),
                        Parameter.choice(
                                "shape",
                                List.of("power", "exponential", "eye_tracking", "grid", "viewport", "search", "table"),
                                "How looks fall with the rank."),
                        Parameter.integer("columns", 3, Range.closed(1, 100), "How many columns a grid has."),
                        Parameter.integer(
                                "viewport", 3, Range.closed(1, 100), "How many slots are seen without scrolling."),
                        Parameter.numbers(
                                "looks",
                                List.of(1.0),
                                Range.closed(1e-9, 1),
                                "Looks by rank; ranks beyond have the last (table)."),
                        Parameter.numbers(
                                "device_shares",
                                List.of(),
                                Range.atLeast(0),
                                "The shares of devices, relative to each other; empty for one device."),
                        Parameter.numbers(
                                "device_factors",
                                List.of(),
                                Range.atLeast(0),
                                "What each device multiplies the exponent by; as many as device_shares.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of(
                "standard", Map.of("exponent", 1.0),
                "eye-tracking", Map.of("exponent", 1.0, "shape", "eye_tracking"),
                "viewport", Map.of("exponent", 1.0, "shape", "viewport"));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "exponent")) {
            return Optional.empty();
        }
        double[] logs = new double[setup.slots()];
        for (int slot = 0; slot < logs.length; slot++) {
            logs[slot] = logarithm(setup, slot + 1);
        }
        double[] shares = setup.numbers("device_shares");
        double[] factors = setup.numbers("device_factors");
        double total = Arrays.stream(shares).sum();
        if (shares.length != factors.length || (shares.length > 0 && total == 0)) {
            throw setup.refusal(
                    "device_shares",
                    "has " + shares.length + " shares with a sum of " + total + ", and device_factors " + factors.length
                            + " factors; there must be as many, and some share above 0");
        }
        return Optional.of(
                shares.length == 0
                        ? new Position(setup.number("exponent"), logs)
                        : new ByDevice(
                                new Position(setup.number("exponent"), logs), shares, factors, setup.reserve(1)));
    }

    private static double logarithm(Setup setup, int rank) {
        return switch (setup.choice("shape")) {
            case "power" -> -StrictMath.log(rank);
            case "exponential" -> 1.0 - rank;
            case "eye_tracking" -> StrictMath.log(EYE_TRACKING[Math.min(rank, EYE_TRACKING.length) - 1]);
            case "grid" -> {
                int columns = setup.integer("columns");
                yield -StrictMath.log(1 + (rank - 1) / columns) - StrictMath.log(1 + (rank - 1) % columns);
            }
            case "viewport" -> -StrictMath.log(Math.max(1, rank - setup.integer("viewport") + 1));
            case "table" -> {
                double[] looks = setup.numbers("looks");
                if (looks.length == 0) {
                    throw setup.refusal("looks", "is empty; the shape table needs a look for the first rank at least");
                }
                yield StrictMath.log(looks[Math.min(rank, looks.length) - 1]);
            }
            case "search" -> StrictMath.log(0.35 / rank + 0.65 / (1 + 0.05 * (rank - 1)));
            default -> throw new IllegalArgumentException("no shape " + setup.choice("shape"));
        };
    }

    /** Multiplies looks. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Position(Knob exponent, double[] logarithms) implements Kernel.Examines {

        private double look(Impression shown, int slot, double factor) {
            return Exponential.exp(shown.value(exponent) * factor * logarithms[slot]);
        }

        private void examine(Impression shown, double factor) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.examination[slot] *= look(shown, slot, factor);
            }
        }

        @Override
        public void examine(Impression shown) {
            examine(shown, 1);
        }

        @Override
        public List<String> truthNames() {
            return List.of("position_look");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = look(shown, slot, 1);
        }
    }

    /** The same with a factor of the user's device, whose number is the state. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record ByDevice(Position position, double[] shares, double[] factors, int device)
            implements Kernel.Examines, Kernel.Arrives {

        @Override
        public void arrive(Impression who, RandomStream stream) {
            double left = stream.nextDouble() * Arrays.stream(shares).sum();
            int drawn = 0;
            while (drawn < shares.length - 1 && left >= shares[drawn]) {
                left -= shares[drawn++];
            }
            who.state(device, drawn);
        }

        private double factor(Impression shown) {
            return factors[(int) shown.state(device)];
        }

        @Override
        public void examine(Impression shown) {
            position.examine(shown, factor(shown));
        }

        @Override
        public List<String> truthNames() {
            return List.of("position_look", "position_device");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = position.look(shown, slot, factor(shown));
            out[1] = shown.state(device);
        }
    }
}
