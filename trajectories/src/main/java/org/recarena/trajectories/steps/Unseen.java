package org.recarena.trajectories.steps;

import java.util.List;
import org.recarena.trajectories.UnpackedColumn;
import org.recarena.v1.OutcomeLogged;
import org.recarena.v1.UnseenEpisodes;

/**
 * The episodes of an outcome that were not delivered.
 *
 * @param lanes of each
 * @param episodes their numbers
 * @param observations a row for each
 */
@SuppressWarnings("ArrayRecordComponent") // Seen by this package only, and not compared.
record Unseen(int[] lanes, long[] episodes, Columns observations) {

    static Unseen of(OutcomeLogged outcome) {
        if (!outcome.hasUnseen() || !outcome.getUnseen().hasLanes()) {
            return new Unseen(new int[0], new long[0], new Columns(List.of(), 0));
        }
        UnseenEpisodes unseen = outcome.getUnseen();
        int[] lanes = UnpackedColumn.of(unseen.getLanes()).toInts();
        long[] episodes = UnpackedColumn.of(unseen.getEpisodes()).toLongs();
        return new Unseen(lanes, episodes, new Columns(unseen.getObservationsList(), lanes.length));
    }
}
