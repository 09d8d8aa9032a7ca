package org.recarena.simulator.input;

import java.util.List;
import java.util.stream.Collectors;

/** Something given from outside is wrong: a config, a seed, an action, a mask. Nothing was changed by the call. */
public final class InvalidInputException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Violation> violations;

    /**
     * One fault.
     *
     * @param field the name of the field, as the giver knows it
     * @param fault the value and what is allowed, a phrase that follows the field's name
     */
    public InvalidInputException(String field, String fault) {
        this(List.of(new Violation(field, fault)));
    }

    /**
     * Several faults at once.
     *
     * @param violations at least one
     */
    public InvalidInputException(List<Violation> violations) {
        super(violations.stream().map(v -> v.field() + " " + v.fault()).collect(Collectors.joining("; ")));
        this.violations = List.copyOf(violations);
    }

    /**
     * All faults that were found.
     *
     * @return at least one
     */
    public List<Violation> violations() {
        return violations;
    }

    /**
     * One fault of one field.
     *
     * @param field the field's name
     * @param fault the value and what is allowed, a phrase that follows the field's name
     */
    public record Violation(String field, String fault) {}
}
