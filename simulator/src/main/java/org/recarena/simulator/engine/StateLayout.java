package org.recarena.simulator.engine;

/**
 * Where the numbers of a lane stand. A lane has one row: first what belongs to the lane, whose places count down from
 * -1, and then what belongs to its user, whose places count up from 0. An environment's own come first. To be filled by
 * one thread, and then only read.
 */
public class StateLayout {

    private final int ownSize;
    private int userSize;
    private int laneSize;

    /**
     * A layout without kernels.
     *
     * @param ownSize how many numbers of a user are the environment's own
     */
    public StateLayout(int ownSize) {
        this.ownSize = ownSize;
        this.userSize = ownSize;
    }

    /**
     * How many numbers of a user are the environment's own.
     *
     * @return at least 0
     */
    public final int ownSize() {
        return ownSize;
    }

    /**
     * Reserves numbers of a user.
     *
     * @param size how many
     * @return the place of the first
     */
    public final int reserve(int size) {
        int at = userSize;
        userSize = Math.addExact(userSize, size);
        return at;
    }

    /**
     * Reserves numbers of a lane.
     *
     * @param size how many
     * @return the place of the first, below 0
     */
    public final int reserveForLane(int size) {
        laneSize = Math.addExact(laneSize, size);
        return -laneSize;
    }

    /**
     * How many numbers a user has.
     *
     * @return at least {@link #ownSize}
     */
    public final int userSize() {
        return userSize;
    }

    /**
     * How many numbers outlive a lane's users.
     *
     * @return at least 0
     */
    public final int laneSize() {
        return laneSize;
    }

    /**
     * How many numbers a lane has.
     *
     * @return those of the lane and those of its user
     */
    public final int size() {
        return userSize + laneSize;
    }
}
