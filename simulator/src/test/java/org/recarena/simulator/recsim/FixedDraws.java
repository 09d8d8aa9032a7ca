package org.recarena.simulator.recsim;

import java.util.ArrayDeque;
import java.util.Deque;

/** Draws that a test has laid down, each used once and in order; every kind of draw takes the next. */
final class FixedDraws implements Draws {

    private final Deque<Double> numbers = new ArrayDeque<>();

    FixedDraws(double... numbers) {
        for (double number : numbers) {
            this.numbers.add(number);
        }
    }

    boolean isUsedUp() {
        return numbers.isEmpty();
    }

    @Override
    public double uniform() {
        return numbers.remove();
    }

    @Override
    public double gaussian() {
        return numbers.remove();
    }

    @Override
    public int below(int bound) {
        return (int) (numbers.remove() * bound);
    }

    @Override
    public int category(double[] cumulative) {
        throw new UnsupportedOperationException();
    }
}
