package org.recarena.simulator.recsim;

import java.util.List;
import java.util.Optional;
import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.choice.Choices;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/**
 * Users of one of several types, with a log-normal affinity to each topic that never changes and is not seen. They
 * choose by affinity plus quality, and do not leave.
 *
 * <p>Source: {@code IEUserModel} of RecSim, whose parameters of affinity are those of its logarithm.
 */
final class ExploredUsers implements UserModel {

    private final ChoiceModel choice;
    private final double[] cumulative;
    private final double[][] logMeans;
    private final double[][] logStddevs;
    private final int topics;

    ExploredUsers(ChoiceModel choice, double[] typeProbabilities, double[][] logMeans, double[][] logStddevs) {
        this.choice = choice;
        this.cumulative = QualityDocuments.cumulative(typeProbabilities);
        this.logMeans = logMeans;
        this.logStddevs = logStddevs;
        this.topics = logMeans[0].length;
    }

    @Override
    public int stateSize() {
        return topics;
    }

    @Override
    public void arrive(double[] state, int at, Draws draws) {
        int type = draws.category(cumulative);
        for (int topic = 0; topic < topics; topic++) {
            state[at + topic] = Exponential.exp(logMeans[type][topic] + logStddevs[type][topic] * draws.gaussian());
        }
    }

    @Override
    public void respond(double[] state, int at, Slate slate, Draws draws) {
        score(state, at, slate);
        slate.choose(choice, draws.uniform());
    }

    @Override
    public Optional<ChoiceModel> choice() {
        return Optional.of(choice);
    }

    @Override
    public void score(double[] state, int at, Slate slate) {
        for (int slot = 0; slot < slate.size; slot++) {
            slate.scores[slot] = score(state, at, slate.clusters[slot], slate.values[slot]);
        }
    }

    @Override
    public double expectedAmount(double[] state, int at, Slate slate, int slot) {
        return 0;
    }

    private static double score(double[] state, int at, int cluster, double quality) {
        return state[at + cluster] + quality;
    }

    @Override
    public boolean left(double[] state, int at) {
        return false;
    }

    @Override
    public double clickProbability(double[] state, int at, int cluster, double value) {
        double[] weight = {score(state, at, cluster, value)};
        Choices.normalize(weight, 1, choice.weigh(weight, 1));
        return weight[0];
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
        return List.of(TensorSpec.of(
                "topic_affinity", DataType.FLOAT64, List.of(topics), "The user's affinity to each topic, positive."));
    }

    @Override
    public void state(int part, double[] state, int at, Column out) {
        if (part != 0) {
            throw new IllegalArgumentException("no user state " + part);
        }
        out.putDoubles(state, at, at + topics);
    }
}
