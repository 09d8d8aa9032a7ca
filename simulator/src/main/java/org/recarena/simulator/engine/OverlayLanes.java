package org.recarena.simulator.engine;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Impression;

/**
 * The lanes' part of an {@link Overlay}. For each step: {@link #turnTo}, fill {@link Impression#items},
 * {@link #prepare}; then the environment's users choose among {@link #attentive} and say so in
 * {@link Impression#chosen}; then {@link #settle} and, where rewards change, {@link #reward}.
 *
 * <p>Not thread-safe.
 */
public final class OverlayLanes {

    /** Steps that no episode reaches: from here on their streams serve estimates. */
    public static final int SAMPLED_FROM = 1 << 30;

    private final Overlay overlay;
    private final StageRows rows;
    private final Impression shown;
    private final boolean[] attentive;
    private final Late late = new Late();
    private final double[] rewards;

    /**
     * The lanes' part of an overlay.
     *
     * @param overlay what is on
     * @param slots the length of slates
     * @param lanes how many lanes
     */
    public OverlayLanes(Overlay overlay, int slots, int lanes) {
        this(overlay, slots, new StageRows(overlay.layout(), overlay.knobs(), lanes), new double[lanes]);
    }

    private OverlayLanes(Overlay overlay, int slots, StageRows rows, double[] rewards) {
        this.overlay = overlay;
        this.rows = rows;
        this.shown = new Impression(slots);
        this.attentive = new boolean[slots];
        this.rewards = rewards;
    }

    /**
     * The same lanes seen through another overlay or slates of another length, to ask what would be.
     *
     * @param other of the same world
     * @param slots the length of slates
     * @return lanes that share the state with these
     */
    public OverlayLanes as(Overlay other, int slots) {
        return new OverlayLanes(other, slots, rows, new double[rewards.length]);
    }

    /**
     * What is on.
     *
     * @return the overlay
     */
    public Overlay overlay() {
        return overlay;
    }

    /**
     * The impression of the step.
     *
     * @return one object, reused
     */
    public Impression shown() {
        return shown;
    }

    /**
     * Which slots the user looks at in the step, drawn by {@link #prepare}.
     *
     * @return a flag for each slot, not to be written
     */
    public boolean[] attentive() {
        return attentive;
    }

    /**
     * Keys a lane; see {@link org.recarena.simulator.Lanes#seed}.
     *
     * @param lane the lane
     * @param seed the seed of its users
     * @param streamLane the lane number that enters the derivation
     */
    public void seed(int lane, long seed, long streamLane) {
        rows.seed(lane, seed, streamLane);
    }

    /**
     * Begins an episode.
     *
     * @param lane the lane
     * @param episode its number since the lane was seeded
     */
    public void begin(int lane, long episode) {
        rows.begin(lane, episode);
        rows.turnTo(shown, lane);
        overlay.stages().arrive(shown, rows.streams(), lane);
        rewards[lane] = 0;
    }

    /**
     * Begins a step: clears the impression and turns it to a lane's user. The clock counts steps.
     *
     * @param lane the lane
     */
    public void turnTo(int lane) {
        rows.turnTo(shown, lane);
        shown.hours = rows.step(lane) * shown.value(overlay.hoursPerUnit());
        clear();
    }

    /**
     * The same with a clock of the environment's.
     *
     * @param lane the lane
     * @param time in the clock's units
     */
    public void turnTo(int lane, double time) {
        rows.turnTo(shown, lane);
        shown.hours = time * shown.value(overlay.hoursPerUnit());
        clear();
    }

    /**
     * Begins a step that is not taken: turns the impression to a copy of a lane's user.
     *
     * @param lane the lane
     * @param ahead whose draws are to be used: 0 for the next step, or how many steps later, from {@link #SAMPLED_FROM}
     *     on
     */
    public void turnToCopy(int lane, int ahead) {
        rows.turnToCopy(shown, lane);
        shown.hours = rows.step(lane) * shown.value(overlay.hoursPerUnit());
        shown.step = rows.step(lane) + ahead;
        clear();
    }

    private void clear() {
        shown.clear();
        Arrays.fill(shown.appeal, 0);
        Arrays.fill(shown.chosen, false);
        late.clear();
    }

    /**
     * Lets the biases set the impression. {@link Impression#appeal} becomes the shift of each slot's appeal.
     *
     * @param filled how many slots are filled; the others are not rendered
     */
    public void prepare(int filled) {
        for (int slot = filled; slot < shown.slots; slot++) {
            shown.exposure[slot] = 0;
            shown.items[slot] = 0;
        }
        overlay.stages().prepare(shown);
    }

    /**
     * Draws {@link #attentive}.
     *
     * @param lane the lane
     */
    public void look(int lane) {
        overlay.stages().look(shown, rows.streams(), lane, attentive);
    }

    /**
     * Draws which clicks are recorded, and moves on nothing.
     *
     * @param lane the lane
     */
    public void record(int lane) {
        overlay.stages().record(shown, rows.streams(), lane);
    }

    /**
     * Draws which clicks are recorded, and moves on what the biases remember.
     *
     * @param lane the lane
     */
    public void settle(int lane) {
        System.arraycopy(attentive, 0, shown.examined, 0, shown.slots);
        record(lane);
        overlay.stages().remember(shown, rows.streams(), lane);
    }

    /**
     * Decides what the agent is told of the step's reward: all of it, or what has become visible by the end of the
     * step.
     *
     * @param lane the lane
     * @param earned what the step earned
     * @param until the time of the next step, in the clock's units
     * @return the reward of the step
     */
    public double reward(int lane, double earned, double until) {
        double told = earned;
        if (overlay.pending().isPresent()) {
            PendingOutcomes pending = overlay.pending().get();
            if (earned != 0) {
                double delay = overlay.stages().delay(shown, 0, rows.streams(), lane);
                pending.add(shown, delay, 0, earned, late);
            }
            pending.release(shown, until * shown.value(overlay.hoursPerUnit()), late);
            told = 0;
            for (int i = 0; i < late.count(); i++) {
                told += late.value(i);
            }
        }
        rewards[lane] = told;
        return told;
    }

    /**
     * How many steps a lane's episode has had.
     *
     * @param lane the lane
     * @return from 0
     */
    public int step(int lane) {
        return rows.step(lane);
    }

    /**
     * Counts a step.
     *
     * @param lane the lane
     */
    public void next(int lane) {
        rows.next(lane);
    }

    /**
     * The rewards of lanes that were not played.
     *
     * @param lane the lane
     */
    public void rest(int lane) {
        rewards[lane] = 0;
        late.clear();
    }

    /**
     * Appends a row to each of {@link Overlay#lateSignals}.
     *
     * @param signals all signals of the environment
     */
    public void putLate(Column[] signals) {
        if (overlay.pending().isPresent()) {
            late.putSteps(signals[signals.length - 2]);
            late.putValues(signals[signals.length - 1]);
        }
    }

    /**
     * The rewards of the last step.
     *
     * @param out receives one number for each lane
     */
    public void rewards(double[] out) {
        System.arraycopy(rewards, 0, out, 0, rewards.length);
    }

    /**
     * Appends one of {@link Overlay#userStates}.
     *
     * @param state its index among them
     * @param lane the lane
     * @param out the column to append to
     */
    public void putState(int state, int lane, Column out) {
        if (state == 0) {
            rows.putState(lane, out);
        } else {
            rows.putDrawn(lane, state - 1, out);
        }
    }

    /**
     * Writes a lane's state.
     *
     * @param lane the lane
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void save(int lane, DataOutput out) throws IOException {
        rows.save(lane, out);
    }

    /**
     * Reads a lane's state.
     *
     * @param lane the lane
     * @param in where from
     * @throws IOException if {@code in} fails
     */
    public void load(int lane, DataInput in) throws IOException {
        rows.load(lane, in);
    }
}
