package org.recarena.simulator.recsim;

import java.util.List;
import java.util.Optional;
import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/**
 * Users who are one of six states, which is seen, and to whom the first document of a slate is an action. They do not
 * leave.
 *
 * <p>Source: the environment {@code test_environment} that RecSim tests its agents with.
 */
final class MarkovUsers implements UserModel {

    static final int STATES = 6;
    static final int ACTIONS = 4;

    /** The reward of each action, in a row, in each state. */
    private static final double[][] REWARDS = {
        {-10, 0, 0, 4, 0, 5},
        {-10, 0, 1, 0, 0, 0},
        {-10, 1, 0, 2, 0, 2},
        {-10, 0, 0, 0, 0, 5}
    };

    /** From the first four states, an action goes 0, 1 or 2 states further than from the others. */
    private static final double[] FURTHER = {0.1, 0.1, 0.8};

    private static final int CERTAIN_FROM = 4;

    private final double[] cumulativeStarts;

    /**
     * Users who begin in states of given probabilities.
     *
     * @param starts the probability of each state, of a new user
     */
    MarkovUsers(double[] starts) {
        this.cumulativeStarts = QualityDocuments.cumulative(starts);
    }

    /** The reward of an action in a state. */
    static double reward(int action, int state) {
        return REWARDS[action][state];
    }

    /** The probability of going from one state to another: by 1 + action states, or further, in a ring. */
    static double transition(int action, int state, int next) {
        int further = Math.floorMod(next - state - 1 - action, STATES);
        if (state >= CERTAIN_FROM) {
            return further == 0 ? 1 : 0;
        }
        return further < FURTHER.length ? FURTHER[further] : 0;
    }

    @Override
    public int stateSize() {
        return 1;
    }

    @Override
    public void arrive(double[] state, int at, Draws draws) {
        state[at] = draws.category(cumulativeStarts); // The reference draws the state even where it is certain.
    }

    @Override
    public boolean arrivesFromGlobal() {
        return true;
    }

    @Override
    public void respond(double[] state, int at, Slate slate, Draws draws) {
        int action = slate.clusters[0];
        int from = (int) state[at];
        slate.clicked = 0;
        slate.amount = reward(action, from);
        double uniform = draws.uniform();
        int next = 0;
        double cumulative = transition(action, from, 0);
        while (next < STATES - 1 && cumulative <= uniform) {
            next++;
            cumulative += transition(action, from, next);
        }
        state[at] = next;
    }

    @Override
    public Optional<ChoiceModel> choice() {
        return Optional.empty();
    }

    @Override
    public void score(double[] state, int at, Slate slate) {
        // Nobody chooses.
    }

    @Override
    public double expectedAmount(double[] state, int at, Slate slate, int slot) {
        return reward(slate.clusters[slot], (int) state[at]);
    }

    @Override
    public boolean left(double[] state, int at) {
        return false;
    }

    @Override
    public double clickProbability(double[] state, int at, int cluster, double value) {
        return 1;
    }

    @Override
    public int observationSize() {
        return 1;
    }

    @Override
    public void observe(double[] state, int at, Column out) {
        out.putDouble(state[at]);
    }

    @Override
    public List<TensorSpec> states() {
        return List.of(TensorSpec.of("state", DataType.FLOAT64, List.of(), "The user's state, 0 to 5."));
    }

    @Override
    public void state(int part, double[] state, int at, Column out) {
        if (part != 0) {
            throw new IllegalArgumentException("no user state " + part);
        }
        observe(state, at, out);
    }
}
