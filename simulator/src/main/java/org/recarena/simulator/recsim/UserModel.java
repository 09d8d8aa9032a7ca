package org.recarena.simulator.recsim;

import java.util.List;
import java.util.Optional;
import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;

/** How the users of a problem arrive, respond and change. A user's state is a row of numbers. Stateless. */
interface UserModel {

    /** How many numbers make up a user's state. */
    int stateSize();

    /** Draws a new user into the row that begins at {@code at}. */
    void arrive(double[] state, int at, Draws draws);

    /** Whether the reference draws new users from its global generator, and not from a sampler's own. */
    default boolean arrivesFromGlobal() {
        return false;
    }

    /** Draws how a new user is seen, where that is by chance; straight after {@link #arrive}. */
    default void look(double[] state, int at, Draws draws) {
        // What is seen is the state.
    }

    /** Shows a slate: sets what is clicked and how much it brings, and changes the user. */
    void respond(double[] state, int at, Slate slate, Draws draws);

    /** The same for many users. What happens to each is what {@link #respond(double[], int, Slate, Draws)} says. */
    default void respond(double[] state, Audience audience, UserDraws draws) {
        for (int i = 0; i < audience.size(); i++) {
            respond(state, audience.row(i), audience.slate(i), audience.step(i, draws));
        }
    }

    /** How users choose among the documents of a slate; empty where they take the first one. */
    Optional<ChoiceModel> choice();

    /** Sets the scores of the documents of a slate by which users choose, if they do. */
    void score(double[] state, int at, Slate slate);

    /** What a user who chooses a slot is expected to bring: the mean of {@link Slate#amount}. */
    double expectedAmount(double[] state, int at, Slate slate, int slot);

    /** Whether the user has left. */
    boolean left(double[] state, int at);

    /** The probability that a document is clicked that stands alone in a slate. */
    double clickProbability(double[] state, int at, int cluster, double value);

    /** How many numbers are seen of a user; 0 where users are hidden. */
    int observationSize();

    /** Appends what is seen of a user. */
    void observe(double[] state, int at, Column out);

    /** Ground truth: the parts of the state, of one user. */
    List<TensorSpec> states();

    /** Appends one part of the state. */
    void state(int part, double[] state, int at, Column out);
}
