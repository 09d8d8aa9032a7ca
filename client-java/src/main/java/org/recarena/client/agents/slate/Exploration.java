package org.recarena.client.agents.slate;

/**
 * How often an agent shows any slate instead of the best that it knows: a probability that falls linearly, then stays.
 *
 * @param first the probability in the beginning, 0 to 1
 * @param last the probability in the end, 0 to {@code first}
 * @param steps after how many steps of experience it is reached; positive
 */
public record Exploration(double first, double last, long steps) {

    /**
     * Checks the ranges.
     *
     * @param first the probability in the beginning, 0 to 1
     * @param last the probability in the end, 0 to {@code first}
     * @param steps after how many steps of experience it is reached; positive
     */
    public Exploration {
        if (!(last >= 0 && last <= first && first <= 1)) {
            throw new IllegalArgumentException(
                    "exploration from " + first + " to " + last + "; it must fall within 0 to 1");
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps is " + steps + "; it must be positive");
        }
    }

    /**
     * The probability at some time.
     *
     * @param step how many steps were learned from
     * @return {@code first} to {@code last}
     */
    public double at(long step) {
        return step >= steps ? last : first + (last - first) * step / steps;
    }
}
