package org.recarena.simulator.stage;

import java.util.Arrays;

/**
 * One slate before one user in one step: the parameters of every stage, a number for each slot, and then what came to
 * pass. One object serves all steps of a simulation; kernels write the parameters that their stage says, in place.
 *
 * <p>Not thread-safe.
 */
public final class Impression {

    /** How many slots the slate has. */
    public final int slots;
    /** The item in each slot. */
    public final int[] items;
    /** The number of the step in the episode, from 0. */
    public int step;
    /** The time on the user's clock, in hours since the world began. */
    public double hours;

    /** What a unit of the user's taste, along a feature of 1, is worth in logits. */
    public double tasteScale;
    /** What each item is worth to the user, in logits, before any bias but those of the world itself. */
    public final double[] utility;

    /** The probability that each slot is rendered. */
    public final double[] exposure;
    /** The probability that each slot is looked at once it is rendered. */
    public final double[] examination;
    /** The factor by which it is less likely that each slot is overlooked, what draws the eye whatever its rank. */
    public final double[] overlooked;
    /** The appeal of each slot, in logits. */
    public final double[] appeal;
    /** The probability of a click on what is looked at and attracts; 1 without trust bias. */
    public final double[] trueClick;
    /** The probability of a click on what is looked at and does not attract; 0 without trust bias. */
    public final double[] falseClick;
    /** What adds to the logit of clicking nothing, under rules that choose one of a slate. */
    public double noClick;
    /** The probability that a slot which is rendered and not chosen is recorded as clicked. */
    public final double[] spurious;
    /** The probability that a click which was intended is not recorded. */
    public double lost;

    /** Satisfaction after a click, in logits. */
    public final double[] satisfaction;
    /** The mean of the logarithm of the time in seconds that a user would spend after a click. */
    public final double[] dwellLogMean;
    /** The standard deviation of that logarithm. */
    public double dwellLogDeviation;
    /** The longest time that can be spent, in seconds. */
    public final double[] dwellLimit;
    /** The probability of turning away at once, with a time of 0. */
    public double skip;
    /** A purchase after a click, in logits. */
    public final double[] purchase;
    /** The rating in stars before rounding, on average. */
    public final double[] rating;
    /** The variance of the rating before rounding. */
    public double ratingVariance;

    /** Whether each slot was rendered. */
    public final boolean[] exposed;
    /** Whether each slot was looked at. */
    public final boolean[] examined;
    /** Whether each slot was clicked by intent. */
    public final boolean[] chosen;
    /** Whether a click on each slot was recorded. */
    public final boolean[] clicked;
    /** Whether the user was satisfied with each slot that was chosen. */
    public final boolean[] satisfied;
    /** The time spent on each slot, in seconds. */
    public final double[] dwell;
    /** The rating given for each slot, in stars up to 5; 0 for none. */
    public final double[] rated;
    /** The rating that was, or would have been, given for each chosen slot. */
    public final double[] felt;
    /** Whether each slot was liked. */
    public final boolean[] liked;
    /** Whether each slot was bought. */
    public final boolean[] bought;
    /** When a purchase becomes visible, in hours from now. */
    public final double[] delay;

    /** Room for what a kernel has to sort or sum within one call. */
    public final double[] scratch;

    /** The logit of leaving after this step. */
    public double leave;
    /** The probability of coming back after leaving, rather than never. */
    public double comeBack;
    /** How long a user who comes back stays away on average, in hours. */
    public double gap;

    private double[] state = {};
    private int stateAt;
    private double[] drawn = {};
    private int drawnAt;

    /**
     * An impression of a slate of a given length.
     *
     * @param slots at least 1
     */
    public Impression(int slots) {
        this.slots = slots;
        items = new int[slots];
        utility = new double[slots];
        exposure = new double[slots];
        examination = new double[slots];
        overlooked = new double[slots];
        appeal = new double[slots];
        scratch = new double[slots];
        trueClick = new double[slots];
        falseClick = new double[slots];
        spurious = new double[slots];
        satisfaction = new double[slots];
        dwellLogMean = new double[slots];
        dwellLimit = new double[slots];
        purchase = new double[slots];
        rating = new double[slots];
        exposed = new boolean[slots];
        examined = new boolean[slots];
        chosen = new boolean[slots];
        clicked = new boolean[slots];
        satisfied = new boolean[slots];
        dwell = new double[slots];
        rated = new double[slots];
        felt = new double[slots];
        liked = new boolean[slots];
        bought = new boolean[slots];
        delay = new double[slots];
    }

    /**
     * Puts a user before it: for the engine.
     *
     * @param newState all users' state
     * @param newStateAt where this user's begins
     * @param newDrawn all lanes' numbers drawn for the episode
     * @param newDrawnAt where this lane's begin
     */
    public void turnTo(double[] newState, int newStateAt, double[] newDrawn, int newDrawnAt) {
        state = newState;
        stateAt = newStateAt;
        drawn = newDrawn;
        drawnAt = newDrawnAt;
    }

    /** Sets the parameters of all stages to what they are without any bias: for the engine. */
    public void clear() {
        Arrays.fill(exposure, 1);
        Arrays.fill(examination, 1);
        Arrays.fill(overlooked, 1);
        Arrays.fill(trueClick, 1);
        Arrays.fill(falseClick, 0);
        Arrays.fill(spurious, 0);
        noClick = 0;
        lost = 0;
        skip = 0;
    }

    /**
     * The value of a knob for this user.
     *
     * @param knob the knob
     * @return its value
     */
    public double value(Knob knob) {
        return knob.place < 0 ? knob.constant : drawn[drawnAt + knob.place];
    }

    /**
     * A number of the user's state.
     *
     * @param at as {@link Setup#reserve} returned it, plus which of the numbers reserved
     * @return the number
     */
    public double state(int at) {
        return state[stateAt + at];
    }

    /**
     * Sets a number of the user's state; in {@link Kernel.Remembers} and {@link Kernel.Arrives} only.
     *
     * @param at as {@link Setup#reserve} returned it, plus which of the numbers reserved
     * @param value the number
     */
    public void state(int at, double value) {
        state[stateAt + at] = value;
    }

    /**
     * Whether anything was chosen.
     *
     * @return true if a click was intended in any slot
     */
    public boolean anyChosen() {
        for (boolean choice : chosen) {
            if (choice) {
                return true;
            }
        }
        return false;
    }
}
