package org.recarena.simulator.recogym;

import java.util.Map;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;

/** What the two versions differ in: who the users are, what they browse and what they click. Immutable, thread-safe. */
interface UserModel {

    /** The length of a user's state. */
    int stateSize();

    /** Whether time passes. */
    boolean hasClock();

    /** Draws a new user. */
    void arrive(double[] user, UserRandom random);

    /** Draws the next product that the user looks at by itself. */
    int view(double[] user, UserRandom random, SoftmaxViews.Scratch scratch);

    /** Moves the user's interests. */
    void drift(double[] user, double elapsed, UserRandom random);

    /** The probability of a click on a recommended product. */
    default double clickProbability(double[] user, int product) {
        return clickProbability(user, product, 0);
    }

    /** The same with a shift of what the product appeals, in the units of the score; 0 changes nothing. */
    double clickProbability(double[] user, int product, double shift);

    /** A number that no click probability exceeds, whatever the shift, not even by rounding. */
    double clickCeiling();

    /** Which of the reference's two ways to draw a click applies. */
    boolean clicksByBinomial();

    /** Working memory for {@link #view}, to be shared by the lanes of one thread. */
    SoftmaxViews.Scratch scratch();

    /** Ground truth of the world. */
    Map<String, World.Parameter> parameters();

    /** What a user's state is called. */
    TensorSpec userState();

    /** Appends a user's state. */
    void userState(double[] user, Column out);
}
