package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.recarena.simulator.space.Column;

/** The documents that lanes can recommend now, in candidate order. Not thread-safe. */
interface Candidates {

    /** Keys a lane; see {@link org.recarena.simulator.Lanes#seed}. */
    void seed(int lane, long seed, long streamLane);

    /** Replaces a lane's candidates by the first ones of an episode. */
    void begin(int lane, long episode);

    /** Replaces a lane's candidates by the next ones. */
    void next(int lane);

    /** The id of a lane's first candidate; the others count on from it. */
    long firstId(int lane);

    /** The cluster of one candidate. */
    int cluster(int lane, int position);

    /** The value of one candidate. */
    double value(int lane, int position);

    /**
     * Appends the values of all candidates of some consecutive lanes, lane by lane.
     *
     * @param count how many candidates a lane has
     */
    default void putValues(int from, int to, int count, Column out) {
        for (int lane = from; lane < to; lane++) {
            for (int position = 0; position < count; position++) {
                out.putDouble(value(lane, position));
            }
        }
    }

    /** Puts one candidate into the next slot of a slate. */
    default void show(int lane, int position, Slate slate) {
        slate.add(cluster(lane, position), value(lane, position));
    }

    /** Writes a lane's state. */
    void save(int lane, DataOutput out) throws IOException;

    /** Reads a lane's state. */
    void load(int lane, DataInput in) throws IOException;
}
