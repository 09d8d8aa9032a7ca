package org.recarena.server.hosting;

import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.input.InvalidInputException;

/** Autoreset modes between the contract and the simulator. Stateless. */
public final class Modes {

    private Modes() {}

    /**
     * The simulator's mode.
     *
     * @param mode as it came
     * @param number as it came, for the message
     * @return the mode; NEXT_STEP where none was given
     * @throws InvalidInputException for a mode that this server does not know
     */
    public static AutoresetMode fromWire(org.recarena.v1.AutoresetMode mode, int number) {
        return switch (mode) {
            case AUTORESET_MODE_UNSPECIFIED, AUTORESET_MODE_NEXT_STEP -> AutoresetMode.NEXT_STEP;
            case AUTORESET_MODE_SAME_STEP -> AutoresetMode.SAME_STEP;
            case AUTORESET_MODE_DISABLED -> AutoresetMode.DISABLED;
            case UNRECOGNIZED ->
                throw new InvalidInputException(
                        "autoreset",
                        "is number " + number + "; it must be AUTORESET_MODE_NEXT_STEP, AUTORESET_MODE_SAME_STEP or"
                                + " AUTORESET_MODE_DISABLED");
        };
    }

    static org.recarena.v1.AutoresetMode toWire(AutoresetMode mode) {
        return switch (mode) {
            case NEXT_STEP -> org.recarena.v1.AutoresetMode.AUTORESET_MODE_NEXT_STEP;
            case SAME_STEP -> org.recarena.v1.AutoresetMode.AUTORESET_MODE_SAME_STEP;
            case DISABLED -> org.recarena.v1.AutoresetMode.AUTORESET_MODE_DISABLED;
        };
    }
}
