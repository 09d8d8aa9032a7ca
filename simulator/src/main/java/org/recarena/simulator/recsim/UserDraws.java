package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The random numbers of users. What a method returns is used up before the next is called. Not thread-safe. */
interface UserDraws {

    /** Keys a lane; see {@link org.recarena.simulator.Lanes#seed}. */
    void seed(int lane, long seed, long streamLane);

    /** Prepares for a lane's next episode. */
    void begin(int lane, long episode);

    /** What the initial state of a lane's user is drawn from. */
    Draws arrival(int lane, int user);

    /** What decides how a lane's user is seen at arrival; to be called straight after {@link #arrival}. */
    Draws firstLook(int lane, int user);

    /** What the next response of a lane's user is drawn from; to be called once for each step. */
    Draws step(int lane, int user);

    /**
     * What the response of a step that is not taken is drawn from; uses up nothing.
     *
     * @param ahead 0 for the next step, or how many steps later
     * @throws UnsupportedOperationException where draws cannot be had without using them up
     */
    Draws untaken(int lane, int user, int ahead);

    /** Writes a lane's state. */
    void save(int lane, DataOutput out) throws IOException;

    /** Reads a lane's state. */
    void load(int lane, DataInput in) throws IOException;
}
