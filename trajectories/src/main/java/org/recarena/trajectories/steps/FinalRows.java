package org.recarena.trajectories.steps;

import java.util.Arrays;
import org.recarena.trajectories.UnpackedColumn;
import org.recarena.v1.OutcomeLogged;

/**
 * The last observations of the episodes that ended in a step that also began the next ones.
 *
 * @param lanes those that ended, rising
 * @param columns one row for each of them
 */
@SuppressWarnings("ArrayRecordComponent") // Seen by this package only, and not compared.
record FinalRows(int[] lanes, Columns columns) {

    static FinalRows of(OutcomeLogged outcome) {
        int[] lanes = outcome.hasFinalLanes()
                ? UnpackedColumn.of(outcome.getFinalLanes()).toInts()
                : new int[0];
        return new FinalRows(lanes, new Columns(outcome.getFinalObservationsList(), lanes.length));
    }

    /** Negative if the lane has none. */
    int rowOf(int lane) {
        return Arrays.binarySearch(lanes, lane);
    }
}
