package org.recarena.simulator;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.Spaces;

/**
 * What one config and one seed fix: items, population, every model parameter. Immutable, thread-safe, shared by lanes.
 */
public interface World {

    /**
     * The spaces, as {@link Environment#spaces} gives them.
     *
     * @return the spaces
     */
    Spaces spaces();

    /**
     * Checks the actions of all lanes. The action space decides, unless the environment accepts more or less than it
     * can say.
     *
     * @param actions {@code lanes x width} item numbers, row-major
     * @param lanes the number of lanes
     * @throws org.recarena.simulator.input.InvalidInputException naming the lane, the slot and the value of the first
     *     fault
     */
    default void checkActions(int[] actions, int lanes) {
        spaces().action().check(actions, lanes);
    }

    /**
     * Whether an action shows nothing to anybody, so that it may be taken in a lane whose episode is over and is not
     * begun anew by itself.
     *
     * @param action the lane's action, checked by {@link #checkActions}
     * @return false for every ordinary action
     */
    default boolean showsNothing(int action) {
        return false;
    }

    /**
     * Observations that are the same in all lanes for the life of a simulation, so that they need be sent only once,
     * when it is opened. They are those whose specification says
     * {@link org.recarena.simulator.space.TensorSpec#constant}, and outcomes can carry them too, like any other
     * observation.
     *
     * @return columns of one row each, possibly none; in the order of the spaces, not to be written
     */
    default List<Column> constants() {
        return List.of();
    }

    /**
     * Some of the constants.
     *
     * @param names of which
     * @return in the order of the names
     */
    default List<Column> constants(List<String> names) {
        return names.stream()
                .map(name -> constants().stream()
                        .filter(constant -> constant.spec().name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /**
     * What whoever opened the world should know: parameters set that the config ignores, and the like.
     *
     * @return sentences, possibly none
     */
    List<String> warnings();

    /**
     * The limit of an episode's length.
     *
     * @return the number of steps after which an episode is truncated; 0 for no limit
     */
    int maxEpisodeSteps();

    /**
     * Whether users who leave before a recommendation could be shown are episodes of their own. Where not, a lane goes
     * on to the next user within the same reset.
     *
     * @return true to deliver them; possible only with {@link AutoresetMode#DISABLED}
     */
    boolean deliversUnseenEpisodes();

    /**
     * How reward is computed from signals.
     *
     * @return the model, with one name for each component
     */
    RewardModel rewardModel();

    /**
     * Ground truth: the parameters by name.
     *
     * @return fresh arrays
     */
    Map<String, Parameter> parameters();

    /**
     * An estimate of what one lane holds in memory.
     *
     * @param observations the names of those that will be asked for
     * @return bytes
     */
    long laneBytes(Set<String> observations);

    /**
     * Opens lanes, without users yet.
     *
     * @param count how many
     * @param observations the names of those that will be asked for; state that only others need is not kept
     * @return lanes owned by the caller's thread
     */
    Lanes open(int count, Set<String> observations);

    /**
     * A named array of ground truth.
     *
     * @param shape the length of each dimension
     * @param values row-major
     */
    @SuppressWarnings("ArrayRecordComponent") // A carrier for one hand-over; nobody compares it.
    record Parameter(List<Integer> shape, double[] values) {}
}
