package org.recarena.simulator.recsim;

import java.util.List;
import java.util.Optional;
import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/**
 * Users who always consume the first document of their slate, for a number of steps. Their state is net positive
 * exposure and the steps that are left; nothing of it is seen.
 *
 * @param dynamics how satisfaction and engagement develop
 * @param timeBudget how many steps a user stays
 */
record SatisfactionUsers(SatisfactionDynamics dynamics, double timeBudget) implements UserModel {

    private static final int EXPOSURE = 0;
    private static final int BUDGET = 1;
    private static final int SIZE = 2;

    /** The clickbait of what neither lifts nor lowers satisfaction. */
    private static final double NEUTRAL = 0.5;

    @Override
    public int stateSize() {
        return SIZE;
    }

    @Override
    public void arrive(double[] state, int at, Draws draws) {
        state[at + EXPOSURE] = dynamics.initialExposure(draws.uniform());
        state[at + BUDGET] = timeBudget;
    }

    @Override
    public void respond(double[] state, int at, Slate slate, Draws draws) {
        consume(state, at, slate, 0, draws);
    }

    @Override
    public void respond(double[] state, Audience audience, UserDraws draws) {
        double[] luck = audience.notes(0);
        double[] innovation = audience.notes(1);
        double[] satisfaction = audience.notes(2);
        for (int i = 0; i < audience.size(); i++) {
            Draws drawn = audience.step(i, draws);
            luck[i] = drawn.gaussian();
            innovation[i] = dynamics.innovationStddev() * drawn.gaussian();
        }
        for (int i = 0; i < audience.size(); i++) {
            satisfaction[i] = satisfaction(state, audience.row(i));
        }
        for (int i = 0; i < audience.size(); i++) {
            Slate slate = audience.slate(i);
            slate.clicked = 0;
            slate.amount = dynamics.engagement(slate.values[0], satisfaction[i], luck[i]);
        }
        for (int i = 0; i < audience.size(); i++) {
            change(state, audience.row(i), audience.slate(i).values[0], innovation[i]);
        }
    }

    /** Clicks a slot, and lives with the consequences. */
    void consume(double[] state, int at, Slate slate, int slot, Draws draws) {
        double clickbait = slate.values[slot];
        slate.clicked = slot;
        slate.amount = dynamics.engagement(clickbait, satisfaction(state, at), draws.gaussian());
        change(state, at, clickbait, dynamics.innovationStddev() * draws.gaussian());
    }

    /** Lives through a step of which nothing was seen: satisfaction moves as after a document halfway to clickbait. */
    void consumeNothing(double[] state, int at, Draws draws) {
        draws.gaussian(); // Engagement's, so that the next draw is innovation's whatever was chosen.
        change(state, at, NEUTRAL, dynamics.innovationStddev() * draws.gaussian());
    }

    private void change(double[] state, int at, double clickbait, double innovation) {
        state[at + EXPOSURE] = dynamics.exposureAfter(state[at + EXPOSURE], clickbait, innovation);
        state[at + BUDGET] -= 1;
    }

    @Override
    public Optional<ChoiceModel> choice() {
        return Optional.empty();
    }

    @Override
    public void score(double[] state, int at, Slate slate) {
        // Nobody chooses.
    }

    /** The mean of a log-normal number. */
    @Override
    public double expectedAmount(double[] state, int at, Slate slate, int slot) {
        double clickbait = slate.values[slot];
        double deviation = dynamics.logStddev(clickbait);
        return Exponential.exp(dynamics.logMean(clickbait, satisfaction(state, at)) + deviation * deviation / 2);
    }

    double satisfaction(double[] state, int at) {
        return dynamics.satisfaction(state[at + EXPOSURE]);
    }

    @Override
    public boolean left(double[] state, int at) {
        return state[at + BUDGET] <= 0;
    }

    @Override
    public double clickProbability(double[] state, int at, int cluster, double value) {
        return 1;
    }

    @Override
    public int observationSize() {
        return 0;
    }

    @Override
    public void observe(double[] state, int at, Column out) {
        // Nothing of these users is seen.
    }

    @Override
    public List<TensorSpec> states() {
        return List.of(
                TensorSpec.of(
                        "net_positive_exposure",
                        DataType.FLOAT64,
                        List.of(),
                        "What the user consumed, later steps counting more; high after kale."),
                TensorSpec.of("satisfaction", DataType.FLOAT64, List.of(), "The user's satisfaction, 0 to 1."),
                TensorSpec.of("time_budget", DataType.FLOAT64, List.of(), "How many steps the user stays."));
    }

    @Override
    public void state(int part, double[] state, int at, Column out) {
        out.putDouble(
                switch (part) {
                    case 0 -> state[at + EXPOSURE];
                    case 1 -> satisfaction(state, at);
                    case 2 -> state[at + BUDGET];
                    default -> throw new IllegalArgumentException("no user state " + part);
                });
    }
}
