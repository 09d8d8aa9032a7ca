package org.recarena.simulator.session;

import org.recarena.simulator.engine.StateLayout;

/** Where the session's own numbers of a user stand; what kernels remember follows. */
final class SessionLayout extends StateLayout {

    private final int dimension;

    SessionLayout(int dimension) {
        super(dimension + 4);
        this.dimension = dimension;
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
}
