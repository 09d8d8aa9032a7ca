package org.recarena.simulator.stage;

/**
 * A number of a bias: the same in all lanes, or drawn anew for every episode. Immutable; read it with
 * {@link Impression#value}.
 */
public final class Knob {

    /** The place of a knob that is the same in all lanes. */
    private static final int NOWHERE = -1;

    final double constant;
    final int place;

    private Knob(double constant, int place) {
        this.constant = constant;
        this.place = place;
    }

    /**
     * A knob that is the same in all lanes and episodes.
     *
     * @param value its value
     * @return the knob
     */
    public static Knob constant(double value) {
        return new Knob(value, NOWHERE);
    }

    /**
     * A knob that differs between episodes.
     *
     * @param place where its value stands among an episode's drawn numbers
     * @return the knob
     */
    public static Knob drawn(int place) {
        return new Knob(Double.NaN, place);
    }

    /**
     * Whether its value is one number always.
     *
     * @param value the number
     * @return false for a knob that is drawn, whatever from
     */
    public boolean isAlways(double value) {
        return place == NOWHERE && constant == value;
    }
}
