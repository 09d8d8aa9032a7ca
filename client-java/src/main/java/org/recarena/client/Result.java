package org.recarena.client;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.IntBuffer;
import org.recarena.v1.Outcome;

/** What a reset or step answers with: one row for each lane. All views are read in place and stay valid. */
public final class Result {

    private final Layout layout;
    private final Outcome outcome;
    private final ByteBuffer episodes;
    private final ColumnView rewards;

    Result(Layout layout, Outcome outcome) {
        this.layout = layout;
        this.outcome = outcome;
        this.episodes = Tensors.view(outcome.getEpisodes());
        this.rewards = new ColumnView("rewards", outcome.getRewards());
    }

    /**
     * The number of the reset or step.
     *
     * @return from 1
     */
    public long step() {
        return outcome.getStep();
    }

    /**
     * How many lanes there are.
     *
     * @return the number of rows
     */
    public int lanes() {
        return outcome.getTerminated().size();
    }

    /**
     * A lane's reward, or the first component of it.
     *
     * @param lane the lane
     * @return 0 for a reset
     */
    public double reward(int lane) {
        return rewards.doubleAt(rewards.rowStart(lane));
    }

    /**
     * All rewards, N or N x R.
     *
     * @return a read-only view
     */
    public DoubleBuffer rewards() {
        return rewards.doubles();
    }

    /**
     * Whether the user left.
     *
     * @param lane the lane
     * @return true where the episode ended by itself
     */
    public boolean terminated(int lane) {
        return outcome.getTerminated().byteAt(lane) != 0;
    }

    /**
     * Whether a limit cut the episode off.
     *
     * @param lane the lane
     * @return true where it did
     */
    public boolean truncated(int lane) {
        return outcome.getTruncated().byteAt(lane) != 0;
    }

    /**
     * Whether the episode is over, for whichever reason.
     *
     * @param lane the lane
     * @return true where it is
     */
    public boolean ended(int lane) {
        return terminated(lane) || truncated(lane);
    }

    /**
     * The number of the episode that the lane's reward and flags belong to.
     *
     * @param lane the lane
     * @return from 0
     */
    public long episode(int lane) {
        return episodes.getLong(lane * Long.BYTES);
    }

    /**
     * Whether this call played the lane on.
     *
     * @param lane the lane
     * @return false outside a reset's mask
     */
    public boolean active(int lane) {
        ByteString active = outcome.getActive();
        return active.isEmpty() || active.byteAt(lane) != 0;
    }

    /**
     * One of the observations, by name.
     *
     * @param name as chosen for the simulation
     * @return its rows
     */
    public ColumnView observation(String name) {
        return layout.observation(name, outcome.getObservationsList(), lanes());
    }

    /**
     * One of the signals, by name.
     *
     * @param name as the environment describes it
     * @return its rows
     */
    public ColumnView signal(String name) {
        return new ColumnView(outcome.getSignals(layout.signal(name)));
    }

    /**
     * The elements of an observation of type FLOAT64.
     *
     * @param name as chosen for the simulation
     * @return a read-only view
     */
    public DoubleBuffer doubles(String name) {
        return observation(name).doubles();
    }

    /**
     * The elements of an observation of type INT32.
     *
     * @param name as chosen for the simulation
     * @return a read-only view
     */
    public IntBuffer ints(String name) {
        return observation(name).ints();
    }

    /**
     * The last observations of the episodes that ended; empty unless {@link Autoreset#SAME_STEP}.
     *
     * @return a row for each ended episode
     */
    public FinalObservations finalObservations() {
        return new FinalObservations(layout, outcome.getFinalObservations());
    }

    /**
     * How many episodes began and ended during this call before a recommendation could be shown.
     *
     * @return the count
     */
    public long unseenEpisodes() {
        return outcome.getUnseenEpisodes();
    }

    /**
     * The message as it came.
     *
     * @return the protocol's message
     */
    public Outcome message() {
        return outcome;
    }
}
