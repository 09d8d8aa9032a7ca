package org.recarena.simulator.input;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.recarena.simulator.input.InvalidInputException.Violation;

/** Gathers what several checks refuse, so that all of it can be told at once. Not thread-safe. */
public final class Faults {

    private final Set<Violation> found = new LinkedHashSet<>();

    /** None yet. */
    public Faults() {}

    /**
     * Makes something that a wrong input keeps from being made.
     *
     * @param <T> what is made
     * @param maker throws {@link InvalidInputException} where the input is wrong
     * @return what was made; empty where the input was refused
     */
    public <T> Optional<T> gather(Supplier<T> maker) {
        try {
            return Optional.of(maker.get());
        } catch (InvalidInputException refused) {
            found.addAll(refused.violations());
            return Optional.empty();
        }
    }

    /**
     * Refuses the input if anything was wrong with it.
     *
     * @throws InvalidInputException with every fault once
     */
    public void refuse() {
        if (!found.isEmpty()) {
            throw new InvalidInputException(List.copyOf(found));
        }
    }
}
