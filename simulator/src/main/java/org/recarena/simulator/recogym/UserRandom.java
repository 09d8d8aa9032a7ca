package org.recarena.simulator.recogym;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The random numbers of one lane's users, whatever their source. Not thread-safe. */
interface UserRandom {

    /** Keys the lane; see {@link org.recarena.simulator.Lanes#seed}. */
    void seed(long seed, long streamLane);

    /** Prepares for the lane's next user. */
    void begin(long episode);

    /** A standard normal number for the user's vector: its beginning and its drift. */
    double userNormal();

    /** A standard normal number for the clock. */
    double clockNormal();

    /** A uniform number in [0, 1) for a transition between organic, bandit and stop. */
    double transitionUniform();

    /** A product by running sums of probabilities, not necessarily ending at 1. */
    int view(double[] cumulative, int size);

    /** A product of the softmax for a user's vector. */
    int view(SoftmaxViews views, double[] omega, SoftmaxViews.Scratch scratch);

    /** Whether a user clicks; asks for the probability only if the outcome depends on it. */
    boolean clicks(UserModel model, double[] user, int product, double shift);

    /**
     * The uniform number that will decide the next click; uses up nothing.
     *
     * @throws UnsupportedOperationException where numbers cannot be had without using them up
     */
    double nextClickUniform();

    /** A product of the reference's built-in logging policy, which takes every one alike. */
    int loggingPolicy(int products);

    /** Writes the state. */
    void save(DataOutput out) throws IOException;

    /** Reads the state. */
    void load(DataInput in) throws IOException;
}
