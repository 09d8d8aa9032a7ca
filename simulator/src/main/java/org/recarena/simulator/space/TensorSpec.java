package org.recarena.simulator.space;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What one observation, signal or latent state of a lane can hold. Immutable.
 *
 * @param name unique among its kind in an environment
 * @param dataType the type of every element
 * @param shape the shape for one lane; empty for a scalar, {@link #RAGGED} as first length where it varies between
 *     lanes and steps
 * @param minimum the smallest value of an element, inclusive; empty where only the type bounds it
 * @param maximum the largest value of an element, inclusive; empty where only the type bounds it
 * @param description one sentence, with the unit
 * @param defaultSelected for observations: sent when the client does not choose
 * @param derived for observations: can be rebuilt from the others and the signals of the same trajectory
 * @param constant for observations: the same in every lane and step for the life of a simulation
 */
public record TensorSpec(
        String name,
        DataType dataType,
        List<Integer> shape,
        OptionalDouble minimum,
        OptionalDouble maximum,
        String description,
        boolean defaultSelected,
        boolean derived,
        boolean constant) {

    /** Stands in a shape for a length that varies between lanes and steps. */
    public static final int RAGGED = -1;

    /**
     * A specification without bounds that is selected by default and not derived.
     *
     * @param name unique among its kind in an environment
     * @param dataType the type of every element
     * @param shape the shape for one lane
     * @param description one sentence, with the unit
     * @return the specification
     */
    public static TensorSpec of(String name, DataType dataType, List<Integer> shape, String description) {
        return new TensorSpec(
                name, dataType, shape, OptionalDouble.empty(), OptionalDouble.empty(), description, true, false, false);
    }

    /**
     * The same within bounds.
     *
     * @param low the smallest value, inclusive
     * @param high the largest value, inclusive
     * @return a new specification
     */
    public TensorSpec within(double low, double high) {
        return new TensorSpec(
                name,
                dataType,
                shape,
                OptionalDouble.of(low),
                OptionalDouble.of(high),
                description,
                defaultSelected,
                derived,
                constant);
    }

    /**
     * The same with a lower bound only.
     *
     * @param low the smallest value, inclusive
     * @return a new specification
     */
    public TensorSpec atLeast(double low) {
        return new TensorSpec(
                name,
                dataType,
                shape,
                OptionalDouble.of(low),
                OptionalDouble.empty(),
                description,
                defaultSelected,
                derived,
                constant);
    }

    /**
     * The same, not sent unless chosen.
     *
     * @return a new specification
     */
    public TensorSpec onRequest() {
        return new TensorSpec(name, dataType, shape, minimum, maximum, description, false, derived, constant);
    }

    /**
     * The same, marked as derived from the other observations and the signals.
     *
     * @return a new specification
     */
    public TensorSpec asDerived() {
        return new TensorSpec(name, dataType, shape, minimum, maximum, description, defaultSelected, true, constant);
    }

    /**
     * The same, marked as staying the same for the life of a simulation: {@link org.recarena.simulator.World#constants}
     * has its row.
     *
     * @return a new specification
     */
    public TensorSpec asConstant() {
        return new TensorSpec(name, dataType, shape, minimum, maximum, description, defaultSelected, derived, true);
    }

    /**
     * Whether the number of elements varies between lanes.
     *
     * @return true for a ragged column
     */
    public boolean ragged() {
        return !shape.isEmpty() && shape.get(0) == RAGGED;
    }

    /**
     * The number of elements in one lane, or, for a ragged column, in one entry of a row.
     *
     * @return the product of the fixed lengths
     */
    public int elements() {
        int product = 1;
        for (int length : shape) {
            product = length == RAGGED ? product : Math.multiplyExact(product, length);
        }
        return product;
    }
}
