package org.recarena.simulator.recsim;

import java.util.List;
import java.util.Optional;
import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.choice.Choices;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/**
 * Users with an interest in each topic, which is seen, and a budget of time, which is not. What they watch moves their
 * interests; they leave when their time is up.
 */
final class EvolvingUsers implements UserModel {

    private final int topics;
    private final ChoiceModel choice;
    private final InterestDrift drift;
    private final WatchBudget budget;
    /** Zeros around a 1 in the middle: the features of a document of topic t begin t places before the middle. */
    private final double[] oneHot;

    EvolvingUsers(int topics, ChoiceModel choice, InterestDrift drift, WatchBudget budget) {
        this.topics = topics;
        this.choice = choice;
        this.drift = drift;
        this.budget = budget;
        this.oneHot = new double[2 * topics - 1];
        oneHot[topics - 1] = 1;
    }

    @Override
    public int stateSize() {
        return topics + 1;
    }

    @Override
    public void arrive(double[] state, int at, Draws draws) {
        for (int topic = 0; topic < topics; topic++) {
            state[at + topic] = -1 + 2 * draws.uniform();
        }
        state[at + topics] = budget.initial();
    }

    @Override
    public void respond(double[] state, int at, Slate slate, Draws draws) {
        score(state, at, slate);
        slate.choose(choice, draws.uniform());
        if (slate.isClicked()) {
            watch(state, at, slate, draws);
        } else {
            state[at + topics] = budget.afterNoClick(state[at + topics]);
        }
    }

    @Override
    public Optional<ChoiceModel> choice() {
        return Optional.of(choice);
    }

    @Override
    public void score(double[] state, int at, Slate slate) {
        for (int slot = 0; slot < slate.size; slot++) {
            slate.scores[slot] = state[at + slate.clusters[slot]];
        }
    }

    @Override
    public double expectedAmount(double[] state, int at, Slate slate, int slot) {
        return budget.watchTime(state[at + topics]);
    }

    private void watch(double[] state, int at, Slate slate, Draws draws) {
        int topic = slate.clusters[slate.clicked];
        double left = state[at + topics];
        slate.amount = budget.watchTime(left);
        double expected = budget.userQualityFactor() == 0 ? 0 : expectedUtility(state[at + topic], slate);
        int features = topics - 1 - topic;
        boolean approach = draws.uniform() < drift.approachProbability(state, at, topics, oneHot, features);
        drift.move(state, at, topics, oneHot, features, approach);
        state[at + topics] = budget.afterClick(left, slate.amount, expected, slate.values[slate.clicked]);
    }

    /** The weight of a single document, which the reference takes for the utility that the user expects. */
    private double expectedUtility(double interest, Slate slate) {
        slate.scores[0] = interest;
        choice.weigh(slate.scores, 1);
        return slate.scores[0];
    }

    @Override
    public boolean left(double[] state, int at) {
        return state[at + topics] <= 0;
    }

    @Override
    public double clickProbability(double[] state, int at, int cluster, double value) {
        double[] weight = {state[at + cluster]};
        Choices.normalize(weight, 1, choice.weigh(weight, 1));
        return weight[0];
    }

    @Override
    public int observationSize() {
        return topics;
    }

    @Override
    public void observe(double[] state, int at, Column out) {
        out.putDoubles(state, at, at + topics);
    }

    @Override
    public List<TensorSpec> states() {
        return List.of(
                TensorSpec.of(
                        "interests", DataType.FLOAT64, List.of(topics), "The user's interest in each topic, -1 to 1."),
                TensorSpec.of("time_budget", DataType.FLOAT64, List.of(), "The user's time, in minutes."));
    }

    @Override
    public void state(int part, double[] state, int at, Column out) {
        switch (part) {
            case 0 -> observe(state, at, out);
            case 1 -> out.putDouble(state[at + topics]);
            default -> throw new IllegalArgumentException("no user state " + part);
        }
    }
}
