package org.recarena.server.wire;

import java.util.List;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.v1.Propensities;

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
     * Reads what an agent reported.
     *
     * @param given as it came
     * @param space the action space
     * @param lanes the number of lanes
     * @return the values
     * @throws InvalidInputException naming the first value that is no probability, or row that does not sum to 1
     */
    public static Checked read(Propensities given, ActionSpace space, int lanes) {
        double[] chosen = given.hasChosen()
                ? probabilities(
                        TensorReader.reals(given.getChosen(), "propensities.chosen", List.of((long) lanes)),
                        "propensities.chosen",
                        List.of((long) lanes))
                : NONE;
        List<Long> slotShape = List.of((long) lanes, (long) space.width());
        double[] slots = given.hasSlots()
                ? probabilities(
                        TensorReader.reals(given.getSlots(), "propensities.slots", slotShape),
                        "propensities.slots",
                        slotShape)
                : NONE;
        return new Checked(chosen, slots, given.hasDistribution() ? distribution(given, space, lanes) : NONE);
    }

    private static double[] distribution(Propensities given, ActionSpace space, int lanes) {
        String field = "propensities.distribution";
        int items = space.itemCount();
        List<Long> shape = List.of((long) lanes, (long) items);
        double[] values = probabilities(TensorReader.reals(given.getDistribution(), field, shape), field, shape);
        for (int lane = 0; lane < lanes; lane++) {
            double sum = 0;
            for (int item = 0; item < items; item++) {
                sum += values[lane * items + item];
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                throw new InvalidInputException(
                        field + "[" + lane + "]", "sums to " + sum + "; it must sum to 1 within " + SUM_TOLERANCE);
            }
        }
        return values;
    }

    private static double[] probabilities(double[] values, String field, List<Long> shape) {
        for (int i = 0; i < values.length; i++) {
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
