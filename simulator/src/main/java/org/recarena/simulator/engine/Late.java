package org.recarena.simulator.engine;

import java.util.List;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/** The outcomes of earlier steps that became visible in one step. Reused for every step; not thread-safe. */
public final class Late {

    /** How many become visible in one step at most; others wait for the next. */
    public static final int AT_ONCE = 8;

    private int count;
    private final int[] steps = new int[AT_ONCE];
    private final int[] items = new int[AT_ONCE];
    private final double[] values = new double[AT_ONCE];

    /** None yet. */
    public Late() {
        // All zeros.
    }

    /** Forgets those of the last step. */
    public void clear() {
        count = 0;
    }

    /**
     * How many there are.
     *
     * @return at most {@link #AT_ONCE}
     */
    public int count() {
        return count;
    }

    /**
     * The value of one of them.
     *
     * @param index below {@link #count}
     * @return its value
     */
    public double value(int index) {
        return values[index];
    }

    void add(int step, int item, double value) {
        if (count < AT_ONCE) {
            steps[count] = step;
            items[count] = item;
            values[count] = value;
            count++;
        }
    }

    /**
     * The signal of steps.
     *
     * @param name its name
     * @param outcome what became visible, as in "the step in which each purchase was made"
     * @return a specification of {@link #AT_ONCE} numbers
     */
    public static TensorSpec steps(String name, String outcome) {
        return TensorSpec.of(
                        name,
                        DataType.INT32,
                        List.of(AT_ONCE),
                        "The step of the episode, from 0, in which " + outcome
                                + " that became visible now; -1 for none.")
                .atLeast(-1);
    }

    /**
     * The signal of items.
     *
     * @param name its name
     * @return a specification of {@link #AT_ONCE} numbers
     */
    public static TensorSpec items(String name) {
        return TensorSpec.of(name, DataType.INT32, List.of(AT_ONCE), "The item of each; -1 for none.")
                .atLeast(-1);
    }

    /**
     * The signal of values.
     *
     * @param name its name
     * @param meaning a sentence or two
     * @return a specification of {@link #AT_ONCE} numbers
     */
    public static TensorSpec values(String name, String meaning) {
        return TensorSpec.of(name, DataType.FLOAT64, List.of(AT_ONCE), meaning);
    }

    /**
     * Appends the values to their signal.
     *
     * @param out the column
     */
    public void putValues(Column out) {
        for (int i = 0; i < AT_ONCE; i++) {
            out.putDouble(i < count ? values[i] : 0);
        }
    }

    /**
     * Appends the steps to their signal.
     *
     * @param out the column
     */
    public void putSteps(Column out) {
        for (int i = 0; i < AT_ONCE; i++) {
            out.putInt(i < count ? steps[i] : -1);
        }
    }

    /**
     * Appends the items to their signal.
     *
     * @param out the column
     */
    public void putItems(Column out) {
        for (int i = 0; i < AT_ONCE; i++) {
            out.putInt(i < count ? items[i] : -1);
        }
    }
}
