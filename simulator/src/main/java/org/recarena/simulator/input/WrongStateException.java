package org.recarena.simulator.input;

/** What was asked for is right in itself, but not in the state that the simulation is in. Nothing was changed. */
public final class WrongStateException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    /**
     * What is in the way.
     *
     * @param message the state, and what would have to come first
     */
    public WrongStateException(String message) {
        super(message);
    }
}
