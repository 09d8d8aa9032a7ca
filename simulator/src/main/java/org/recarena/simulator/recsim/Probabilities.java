package org.recarena.simulator.recsim;

import java.util.Optional;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.InvalidInputException.Violation;

/** Whether probabilities that a config lists add up to 1. */
final class Probabilities {

    private static final double TOLERANCE = 1e-8;

    private Probabilities() {}

    /** What is wrong with the sum of the probabilities of a key, if anything is. */
    static Optional<Violation> fault(Config config, String name) {
        double sum = 0;
        for (double probability : config.numbers(name)) {
            sum += probability;
        }
        return Math.abs(sum - 1) > TOLERANCE
                ? Optional.of(new Violation("config." + name, "adds up to " + sum + "; probabilities must add up to 1"))
                : Optional.empty();
    }
}
