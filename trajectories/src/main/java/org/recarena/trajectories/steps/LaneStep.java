package org.recarena.trajectories.steps;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * One recommendation to one user, and what came of it: a row of a {@link LoggedStep}, which has the rest.
 *
 * @param batch the step of all lanes
 * @param lane which row of it
 */
public record LaneStep(LoggedStep batch, int lane) {

    /**
     * Whose it is.
     *
     * @return the simulation
     */
    public LoggedSimulation simulation() {
        return batch.simulation();
    }

    /**
     * The episode.
     *
     * @return its number in the lane, from 0
     */
    public long episode() {
        return batch.episode(lane);
    }

    /**
     * The number of the step in the simulation.
     *
     * @return from 1
     */
    public long step() {
        return batch.step();
    }

    /**
     * How many recommendations the user had been shown before.
     *
     * @return from 0
     */
    public int stepInEpisode() {
        return batch.stepInEpisode(lane);
    }

    /**
     * What was recommended: the item, or the slate's first.
     *
     * @return its number
     */
    public int action() {
        return batch.actions(lane)[0];
    }

    /**
     * What was recommended.
     *
     * @return the item, or the slate's items in order
     */
    public int[] actions() {
        return batch.actions(lane);
    }

    /**
     * With which probability the agent chose what it showed.
     *
     * @return empty if the agent did not say
     */
    public OptionalDouble propensity() {
        return batch.propensity(lane);
    }

    /**
     * With which probability the agent chose each slot's item.
     *
     * @return one for each slot; none if the agent did not say, or did not show a slate
     */
    public double[] slotPropensities() {
        return batch.slotPropensities(lane);
    }

    /**
     * The reward, or its first component.
     *
     * @return as the agent was told
     */
    public double reward() {
        return batch.reward(lane);
    }

    /**
     * The reward's components.
     *
     * @return in the order of the simulation's rewards
     */
    public double[] rewards() {
        return batch.rewards(lane);
    }

    /**
     * A signal's value, or the first of them.
     *
     * @param name of the signal
     * @return empty if no such signal is logged
     */
    public OptionalDouble signal(String name) {
        return batch.signal(name, lane);
    }

    /**
     * What the agent saw before it acted.
     *
     * @param name of the observation
     * @return row-major; none if it is not logged
     */
    public double[] before(String name) {
        return batch.before(name, lane);
    }

    /**
     * What could be seen after it, in the same episode.
     *
     * @param name of the observation
     * @return row-major; none if it is not logged
     */
    public double[] after(String name) {
        return batch.after(name, lane);
    }

    /**
     * Whether the user left.
     *
     * @return true if the episode ended so
     */
    public boolean terminated() {
        return batch.terminated(lane);
    }

    /**
     * Whether a limit cut the episode off.
     *
     * @return true if the episode ended so
     */
    public boolean truncated() {
        return batch.truncated(lane);
    }

    /**
     * The labels in force.
     *
     * @return immutable
     */
    public Map<String, String> labels() {
        return batch.labels();
    }
}
