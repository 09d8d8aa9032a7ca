package org.recarena.simulator.engine;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Impression;

/**
 * What stages need of every lane: random streams, what kernels remember, the numbers drawn for the episode, and how
 * many steps it has had. Not thread-safe.
 */
public final class StageRows {

    private final EpisodeStreams streams;
    private final StateLayout layout;
    private final Knobs knobs;
    private final double[] states;
    private final int drawnSize;
    private final double[] drawn;
    private final int[] steps;

    /**
     * Rows of zeros.
     *
     * @param layout of the state, complete
     * @param knobs the numbers of the config, complete
     * @param lanes how many lanes
     */
    public StageRows(StateLayout layout, Knobs knobs, int lanes) {
        this.streams = new EpisodeStreams(lanes);
        this.layout = layout;
        this.knobs = knobs;
        this.states = new double[Math.multiplyExact(lanes, layout.size())];
        this.drawnSize = knobs.episodeKeys().size();
        this.drawn = new double[Math.multiplyExact(lanes, drawnSize)];
        this.steps = new int[lanes];
    }

    /**
     * What a lane holds in memory.
     *
     * @param layout of the state, complete
     * @param knobs the numbers of the config, complete
     * @return bytes
     */
    public static long bytes(StateLayout layout, Knobs knobs) {
        return 5L * Long.BYTES
                + Integer.BYTES
                + (long) Double.BYTES * (layout.size() + knobs.episodeKeys().size());
    }

    /**
     * The streams of all lanes.
     *
     * @return one object, reused
     */
    public EpisodeStreams streams() {
        return streams;
    }

    /**
     * The state of all lanes.
     *
     * @return the array itself, for the environment's own numbers
     */
    public double[] states() {
        return states;
    }

    /**
     * How many steps a lane's episode has had.
     *
     * @param lane the lane
     * @return from 0
     */
    public int step(int lane) {
        return steps[lane];
    }

    /**
     * Counts a step.
     *
     * @param lane the lane
     */
    public void next(int lane) {
        steps[lane]++;
    }

    /**
     * Keys a lane and forgets what it remembers; see {@link org.recarena.simulator.Lanes#seed}.
     *
     * @param lane the lane
     * @param seed the seed of its users
     * @param streamLane the lane number that enters the derivation
     */
    public void seed(int lane, long seed, long streamLane) {
        streams.seed(lane, seed, streamLane);
        Arrays.fill(states, lane * layout.size(), (lane + 1) * layout.size(), 0);
    }

    /**
     * Begins an episode: draws its numbers and forgets its last user.
     *
     * @param lane the lane
     * @param episode its number since the lane was seeded
     */
    public void begin(int lane, long episode) {
        streams.begin(lane, episode);
        knobs.draw(streams, lane, drawn, lane * drawnSize);
        int user = user(lane);
        Arrays.fill(states, user, user + layout.userSize(), 0);
        steps[lane] = 0;
    }

    /**
     * Where the numbers of a lane's user begin in {@link #states}; those of the lane itself stand before them.
     *
     * @param lane the lane
     * @return for the environment's own numbers
     */
    public int user(int lane) {
        return lane * layout.size() + layout.laneSize();
    }

    /**
     * Turns an impression to a lane's user and step.
     *
     * @param shown the impression
     * @param lane the lane
     */
    public void turnTo(Impression shown, int lane) {
        shown.turnTo(states, user(lane), drawn, lane * drawnSize);
        shown.step = steps[lane];
    }

    /**
     * Turns an impression to a copy of a lane's user.
     *
     * @param shown the impression
     * @param lane the lane
     * @return the copy, in which the user's numbers begin behind the lane's
     */
    public double[] turnToCopy(Impression shown, int lane) {
        double[] row = Arrays.copyOfRange(states, lane * layout.size(), (lane + 1) * layout.size());
        shown.turnTo(row, layout.laneSize(), drawn, lane * drawnSize);
        shown.step = steps[lane];
        return row;
    }

    /**
     * Ground truth: what the kernels remember, of the lane and of its user.
     *
     * @param lane the lane
     * @param out the column to append to
     */
    public void putState(int lane, Column out) {
        int user = user(lane);
        out.putDoubles(states, lane * layout.size(), user);
        out.putDoubles(states, user + layout.ownSize(), (lane + 1) * layout.size());
    }

    /**
     * Ground truth: a number drawn for the episode.
     *
     * @param lane the lane
     * @param number its index among {@link Knobs#drawnStates}
     * @param out the column to append to
     */
    public void putDrawn(int lane, int number, Column out) {
        out.putDouble(drawn[lane * drawnSize + Objects.checkIndex(number, drawnSize)]);
    }

    /**
     * Writes a lane's state.
     *
     * @param lane the lane
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void save(int lane, DataOutput out) throws IOException {
        streams.save(lane, out);
        out.writeInt(steps[lane]);
        for (int i = lane * layout.size(); i < (lane + 1) * layout.size(); i++) {
            out.writeDouble(states[i]);
        }
        for (int i = lane * drawnSize; i < (lane + 1) * drawnSize; i++) {
            out.writeDouble(drawn[i]);
        }
    }

    /**
     * Reads a lane's state.
     *
     * @param lane the lane
     * @param in where from
     * @throws IOException if {@code in} fails
     */
    public void load(int lane, DataInput in) throws IOException {
        streams.load(lane, in);
        steps[lane] = in.readInt();
        for (int i = lane * layout.size(); i < (lane + 1) * layout.size(); i++) {
            states[i] = in.readDouble();
        }
        for (int i = lane * drawnSize; i < (lane + 1) * drawnSize; i++) {
            drawn[i] = in.readDouble();
        }
    }
}
