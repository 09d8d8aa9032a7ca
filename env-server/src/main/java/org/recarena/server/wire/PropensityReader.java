package org.recarena.server.wire;

import com.google.protobuf.ByteString;
import java.util.List;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.v1.Propensities;
import org.recarena.v1.Tensor;

/** Reads and checks the propensities of a step. Stateless. */
public final class PropensityReader {

    private static final double SUM_TOLERANCE = 1e-3;
    /** What adding probabilities up may bring beyond 1. */
    private static final double ROUNDING = 1e-9;

    private static final double[] NONE = {};

    private PropensityReader() {}

    /**
     * Checked propensities.
     *
     * @param chosen N values, or empty
     * @param slots N x k values, or empty
     * @param distribution N x items values, or empty
     */
    @SuppressWarnings("ArrayRecordComponent") // A carrier for one hand-over; nobody compares it.
    public record Checked(double[] chosen, double[] slots, double[] distribution) {}

    /**
     * Reads what an agent reported. In lanes of which it says that they are not known all values are NaN.
     *
     * @param given as it came
     * @param space the action space
     * @param lanes the number of lanes
     * @return the values
     * @throws InvalidInputException naming the first value that is no probability, or row that does not sum to 1
     */
    public static Checked read(Propensities given, ActionSpace space, int lanes) {
        ByteString known = known(given.getKnown(), lanes);
        double[] chosen = given.hasChosen()
                ? probabilities(given.getChosen(), "propensities.chosen", List.of((long) lanes), known)
                : NONE;
        double[] slots = given.hasSlots()
                ? probabilities(
                        given.getSlots(), "propensities.slots", List.of((long) lanes, (long) space.width()), known)
                : NONE;
        return new Checked(chosen, slots, given.hasDistribution() ? distribution(given, space, lanes, known) : NONE);
    }

    private static ByteString known(ByteString known, int lanes) {
        if (!known.isEmpty() && known.size() != lanes) {
            throw new InvalidInputException(
                    "propensities.known",
                    "has " + known.size() + " bytes; it takes one for each of the " + lanes + " lanes, or none");
        }
        for (int lane = 0; lane < known.size(); lane++) {
            if (known.byteAt(lane) != 0 && known.byteAt(lane) != 1) {
                throw new InvalidInputException(
                        "propensities.known[" + lane + "]", "is " + known.byteAt(lane) + "; it must be 0 or 1");
            }
        }
        return known;
    }

    private static boolean isKnown(ByteString known, int lane) {
        return known.isEmpty() || known.byteAt(lane) != 0;
    }

    private static double[] distribution(Propensities given, ActionSpace space, int lanes, ByteString known) {
        String field = "propensities.distribution";
        int items = space.itemCount();
        double[] values = probabilities(given.getDistribution(), field, List.of((long) lanes, (long) items), known);
        for (int lane = 0; lane < lanes; lane++) {
            if (isKnown(known, lane)) {
                requireSumOfOne(values, lane, items, field);
            }
        }
        return values;
    }

    private static void requireSumOfOne(double[] values, int lane, int items, String field) {
        double sum = 0;
        for (int i = lane * items; i < (lane + 1) * items; i++) {
            sum += values[i];
        }
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw new InvalidInputException(
                    field + "[" + lane + "]", "sums to " + sum + "; it must sum to 1 within " + SUM_TOLERANCE);
        }
    }

    private static double[] probabilities(Tensor tensor, String field, List<Long> shape, ByteString known) {
        double[] values = TensorReader.reals(tensor, field, shape);
        int width = values.length / Math.toIntExact(shape.get(0));
        for (int i = 0; i < values.length; i++) {
            if (!isKnown(known, i / width)) {
                values[i] = Double.NaN;
                continue;
            }
            if (values[i] > 1 && values[i] <= 1 + ROUNDING) {
                values[i] = 1;
            }
            if (!(values[i] >= 0 && values[i] <= 1)) {
                throw new InvalidInputException(
                        TensorReader.element(field, i, shape),
                        "is " + values[i] + "; it must be a probability, 0 to 1");
            }
        }
        return values;
    }
}
