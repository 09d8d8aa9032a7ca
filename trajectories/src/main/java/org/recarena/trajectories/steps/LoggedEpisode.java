package org.recarena.trajectories.steps;

import java.util.List;

/**
 * One user's visit: a trajectory.
 *
 * @param began the reset or step that began it, or of an unseen one, that it fell into; where that is not in the log,
 *     or ended the episode before it too, the first step
 * @param lane where it was played
 * @param episode its number in the lane, from 0
 * @param steps the recommendations, in order; none for an unseen one
 * @param ending how it ended
 * @param unseenRow of an unseen episode the row in its outcome's {@code unseen}; else -1
 */
public record LoggedEpisode(
        LoggedStep began, int lane, long episode, List<LaneStep> steps, Ending ending, int unseenRow) {

    /** How an episode ended. */
    public enum Ending {
        /** The user left. */
        TERMINATED,
        /** A limit cut it off. */
        TRUNCATED,
        /** The user left before a recommendation could be shown, and the episode was not delivered. */
        UNSEEN,
        /** A reset or the end of the simulation came before, or it is not over yet. */
        UNFINISHED
    }

    /**
     * Copies the list.
     *
     * @param began the reset or step that began it
     * @param lane where it was played
     * @param episode its number in the lane, from 0
     * @param steps the recommendations, in order
     * @param ending how it ended
     * @param unseenRow of an unseen episode its row; else -1
     */
    public LoggedEpisode {
        steps = List.copyOf(steps);
    }

    /**
     * Whose it is.
     *
     * @return the simulation
     */
    public LoggedSimulation simulation() {
        return began.simulation();
    }

    /**
     * What was seen of an unseen episode: all that its user did.
     *
     * @param name of the observation
     * @return row-major; none if it is not logged, or the episode is not an unseen one
     */
    public double[] unseenObservation(String name) {
        if (unseenRow < 0) {
            return new double[0];
        }
        Unseen unseen = Unseen.of(began.outcome());
        return unseen.observations().row(simulation().observationIndex(name), unseenRow);
    }
}
