package org.recarena.demo;

import java.util.stream.LongStream;
import org.recarena.client.ColumnView;
import org.recarena.client.RemoteSimulation;
import org.recarena.client.agents.Agent;
import org.recarena.client.agents.Visit;
import org.recarena.evaluation.ClusterBootstrap;
import org.recarena.evaluation.Estimate;

/**
 * A policy whose every decision is valued with the true click probabilities of the user it is made for: what it earns
 * on average, with the luck of the clicks taken out. Used by one thread.
 */
final class TrueValue implements Agent {

    private static final int RESAMPLES = 1000;

    private final Agent policy;
    private final int items;
    private double[] truth = {};
    private final double[] sums;
    private final double[] counts;
    private final boolean[] finished;

    TrueValue(Agent policy, int items, int lanes) {
        this.policy = policy;
        this.items = items;
        this.sums = new double[lanes];
        this.counts = new double[lanes];
        this.finished = new boolean[lanes];
    }

    @Override
    public String name() {
        return "truth-" + policy.name();
    }

    @Override
    public void prepare(RemoteSimulation simulation) {
        ColumnView told = simulation.oracle().clickProbabilities();
        if (truth.length != told.size()) {
            truth = new double[told.size()];
        }
        told.doubles().get(truth);
    }

    /** The true click probabilities from here on: lanes x items. */
    void know(double... probabilities) {
        truth = probabilities;
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        policy.probabilities(lane, visit, out);
        if (finished[lane]) {
            return;
        }
        double value = 0;
        for (int item = 0; item < items; item++) {
            value += out[item] * truth[lane * items + item];
        }
        sums[lane] += value;
        counts[lane]++;
    }

    /** Users beyond the plan are no fair sample: the longer a visit, the likelier it is cut short. */
    @Override
    public void finished(int lane) {
        policy.finished(lane);
        finished[lane] = true;
    }

    /** The mean true value of its decisions so far; lanes are independent. */
    Estimate value() {
        return new ClusterBootstrap(1, RESAMPLES, ClusterBootstrap.Scheme.MULTINOMIAL)
                .ratio(LongStream.range(0, sums.length).toArray(), sums, counts, Summary.LEVEL);
    }
}
