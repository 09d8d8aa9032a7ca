package org.recarena.simulator;

import java.util.List;
import org.recarena.simulator.space.Column;

/**
 * What a reset or step brought, one row for each lane. The arrays are the outcome's own: written once, then read only.
 *
 * @param step the number of the reset or step in its simulation, from 1
 * @param rewards {@code lanes x components}; 0 for a reset
 * @param terminated 1 where the user left in this call
 * @param truncated 1 where the limit cut the episode off in this call
 * @param episodes the number of the episode that the reward and flags belong to, from 0 in each lane
 * @param active 1 where the lane was played on in this call
 * @param acted 1 where the action was shown to a user
 * @param observations in the order in which they were chosen: what the agent acts on next
 * @param signals in the order of the spaces
 * @param finalLanes the lanes that ended, rising; with {@link AutoresetMode#SAME_STEP} only
 * @param finalObservations the last observations of the ended episodes, a row for each final lane
 * @param unseen the episodes that ended before a recommendation and are not delivered
 */
@SuppressWarnings("ArrayRecordComponent") // A carrier for one hand-over; nobody compares it.
public record Outcome(
        long step,
        double[] rewards,
        byte[] terminated,
        byte[] truncated,
        long[] episodes,
        byte[] active,
        byte[] acted,
        List<Column> observations,
        List<Column> signals,
        int[] finalLanes,
        List<Column> finalObservations,
        Unseen unseen) {

    /**
     * Episodes that ended before a recommendation could be shown.
     *
     * @param count how many
     * @param lanes the lane of each
     * @param episodes the number of each
     * @param observations a row for each, in the order in which observations were chosen
     */
    @SuppressWarnings("ArrayRecordComponent") // As above.
    public record Unseen(int count, int[] lanes, long[] episodes, List<Column> observations) {}
}
