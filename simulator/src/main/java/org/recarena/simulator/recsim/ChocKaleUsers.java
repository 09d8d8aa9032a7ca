package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.choice.MultinomialLogit;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/**
 * {@link SatisfactionUsers} who choose from their slate, always something and by a logit of 1 minus the document's
 * feature, and whose satisfaction is seen through noise.
 *
 * <p>Source: the tutorial "Developing an Environment" of RecSim. It calls the feature kaleness, but uses it like
 * clickbait: a high one engages now and lowers satisfaction.
 *
 * @param users how they live with what they chose
 * @param noiseStddev the standard deviation of the noise, which never exceeds 1
 */
record ChocKaleUsers(SatisfactionUsers users, double noiseStddev) implements UserModel {

    private static final ChoiceModel CHOICE = new MultinomialLogit(Double.NEGATIVE_INFINITY);

    @Override
    public int stateSize() {
        return users.stateSize() + 1;
    }

    @Override
    public void arrive(double[] state, int at, Draws draws) {
        users.arrive(state, at, draws);
    }

    @Override
    public void respond(double[] state, int at, Slate slate, Draws draws) {
        score(state, at, slate);
        slate.choose(CHOICE, draws.uniform());
        if (slate.isClicked()) {
            users.consume(state, at, slate, slate.clicked, draws);
        } else {
            users.consumeNothing(state, at, draws);
        }
        look(state, at, draws);
    }

    @Override
    public Optional<ChoiceModel> choice() {
        return Optional.of(CHOICE);
    }

    @Override
    public void score(double[] state, int at, Slate slate) {
        for (int slot = 0; slot < slate.size; slot++) {
            slate.scores[slot] = 1 - slate.values[slot];
        }
    }

    @Override
    public double expectedAmount(double[] state, int at, Slate slate, int slot) {
        return users.expectedAmount(state, at, slate, slot);
    }

    /** Draws what is seen until the next response. */
    @Override
    public void look(double[] state, int at, Draws draws) {
        double noise = noiseStddev * draws.gaussianWithin(1 / noiseStddev);
        state[at + users.stateSize()] = users.satisfaction(state, at) + noise;
    }

    @Override
    public boolean left(double[] state, int at) {
        return users.left(state, at);
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
        out.putDouble(state[at + users.stateSize()]);
    }

    @Override
    public List<TensorSpec> states() {
        List<TensorSpec> states = new ArrayList<>(users.states());
        states.add(TensorSpec.of(
                "seen_satisfaction", DataType.FLOAT64, List.of(), "The user's satisfaction with the noise."));
        return List.copyOf(states);
    }

    @Override
    public void state(int part, double[] state, int at, Column out) {
        if (part == users.states().size()) {
            observe(state, at, out);
        } else {
            users.state(part, state, at, out);
        }
    }
}
