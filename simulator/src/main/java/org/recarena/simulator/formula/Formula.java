package org.recarena.simulator.formula;

/** A function of some numbers. Immutable and thread-safe; takes a bounded time and allocates nothing. */
@FunctionalInterface
public interface Formula {

    /**
     * Its value.
     *
     * @param variables in the order in which they were named when the formula was compiled
     * @return any number, infinite or not a number included
     */
    double evaluate(double[] variables);
}
