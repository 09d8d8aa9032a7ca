package org.recarena.simulator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;

/**
 * The users of an environment's lanes: all the mutable state there is. Used by one thread at a time.
 *
 * <p>Every random draw of a lane comes from streams derived from (seed, lane, episode, purpose), so that what happens
 * in a lane depends neither on the other lanes nor on how calls are batched. {@link Simulation} drives it: episodes,
 * autoreset and limits are not an environment's business.
 */
public interface Lanes {

    /**
     * Checks a seed that {@link #seed} would refuse.
     *
     * @param seed the seed of a lane's users, read as unsigned
     * @param field how the giver knows it, for the message
     * @throws InvalidInputException where it is out of the range that the world's random source takes
     */
    default void checkSeed(long seed, String field) {
        // Any 64 bits are a seed, unless the environment says otherwise.
    }

    /**
     * Keys a lane's random streams: before its first episode, and when a client gives its users a new seed.
     *
     * @param lane the lane
     * @param seed the seed of its users
     * @param streamLane the lane number that enters the derivation; differs from {@code lane} after a re-seeding
     */
    void seed(int lane, long seed, long streamLane);

    /**
     * Begins an episode: a new user, played until a recommendation is asked for or the user leaves.
     *
     * @param lane the lane
     * @param streamEpisode the number of the episode since the lane was seeded, from 0
     */
    void begin(int lane, long streamEpisode);

    /**
     * Whether the lane's user has left.
     *
     * @param lane the lane
     * @return true from the step, or beginning, in which the user leaves
     */
    boolean left(int lane);

    /**
     * Shows one recommendation in each of the lanes with {@code play[lane] != 0}, and simulates all that their users do
     * until the next is asked for. Appends one row for every lane to every signal column, 0 for lanes not played.
     *
     * @param play one byte for each lane
     * @param actions item numbers, {@code lanes x width}, checked against the action space
     * @param signals in the order of the spaces
     */
    void step(byte[] play, int[] actions, Column[] signals);

    /**
     * Computes the rewards of the step that was just played. By the world's reward model, unless the environment
     * rewards what its signals do not show.
     *
     * @param model the world's
     * @param lanes the number of lanes
     * @param signals of the step, in the order of the spaces
     * @param rewards receives {@code lanes x components} values, row-major
     */
    default void rewards(RewardModel model, int lanes, Column[] signals, double[] rewards) {
        model.reward(lanes, signals, rewards);
    }

    /**
     * Appends an observation's rows for some lanes.
     *
     * @param observation its index in the spaces
     * @param lanes the lanes, in the order of the rows
     * @param count how many of {@code lanes} count
     * @param out the column to append to
     */
    void observe(int observation, int[] lanes, int count, Column out);

    /**
     * Ground truth: the probability of a click on each item, were it recommended now.
     *
     * @param lane the lane
     * @param out receives one probability for each item
     * @param offset where in {@code out} to begin
     * @throws UnsupportedOperationException where the model has no such probability
     */
    void clickProbabilities(int lane, double[] out, int offset);

    /**
     * Ground truth: what the user would do now with a slate, with some biases left out. Changes nothing.
     *
     * @param lane the lane; one whose episode is over answers by the last state of its user
     * @param action as for {@link #step}, for this lane alone
     * @param without the ids of the biases to leave out
     * @return what would come to pass
     * @throws org.recarena.simulator.input.InvalidInputException for a bias that is not on
     * @throws UnsupportedOperationException where the model knows no such thing
     */
    default Twin twin(int lane, int[] action, Set<String> without) {
        throw new UnsupportedOperationException("this environment has no twins");
    }

    /**
     * Ground truth: what a user's latent state consists of.
     *
     * @return specifications, never ragged
     */
    List<TensorSpec> userStates();

    /**
     * Appends one latent state of one user.
     *
     * @param state its index in {@link #userStates()}
     * @param lane the lane
     * @param out the column to append to
     */
    void userState(int state, int lane, Column out);

    /**
     * Writes a lane's whole state, random streams included.
     *
     * @param lane the lane
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    void save(int lane, DataOutput out) throws IOException;

    /**
     * Replaces a lane's whole state by what {@link #save} wrote for the same world.
     *
     * @param lane the lane
     * @param in where from
     * @throws IOException if {@code in} fails or does not hold such a state
     */
    void load(int lane, DataInput in) throws IOException;
}
