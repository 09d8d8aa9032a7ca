package org.recarena.simulator.session;

/**
 * Where the numbers of a lane stand. A lane has one row: first what belongs to the lane, whose places count down from
 * -1, and then what belongs to its user, whose places count up from 0. The engine's own come first.
 */
final class StateLayout {

    private final int dimension;
    private int userSize;
    private int laneSize;

    StateLayout(int dimension) {
        this.dimension = dimension;
        this.userSize = engineSize();
    }

    /** The user's taste, a number for each feature of items. */
    int taste() {
        return 0;
    }

    /** The user's cohort. */
    int cohort() {
        return dimension;
    }

    /** What the user adds to the worth of every item. */
    int userBias() {
        return dimension + 1;
    }

    /** The time on the user's clock, in hours. */
    int hours() {
        return dimension + 2;
    }

    /** 1 once the user has left. */
    int left() {
        return dimension + 3;
    }

    /** How many numbers of a user are the engine's own. */
    int engineSize() {
        return dimension + 4;
    }

    int reserve(int size) {
        int at = userSize;
        userSize = Math.addExact(userSize, size);
        return at;
    }

    int reserveForLane(int size) {
        laneSize = Math.addExact(laneSize, size);
        return -laneSize;
    }

    int userSize() {
        return userSize;
    }

    int laneSize() {
        return laneSize;
    }

    /** How many numbers a lane has. */
    int size() {
        return userSize + laneSize;
    }
}
