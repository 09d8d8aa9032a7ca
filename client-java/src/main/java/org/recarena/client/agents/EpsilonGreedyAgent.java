package org.recarena.client.agents;

import org.recarena.client.RemoteSimulation;

/**
 * Explores: with probability epsilon any item, else what another agent would take. The probabilities are those of both
 * branches together.
 */
public final class EpsilonGreedyAgent implements Agent {

    private final Agent inner;
    private final double epsilon;

    /**
     * Explores around an agent.
     *
     * @param inner who is asked else; it learns from everything
     * @param epsilon the probability of exploring, 0 to 1
     */
    public EpsilonGreedyAgent(Agent inner, double epsilon) {
        if (!(epsilon >= 0 && epsilon <= 1)) {
            throw new IllegalArgumentException("epsilon is " + epsilon + "; it must be 0 to 1");
        }
        this.inner = inner;
        this.epsilon = epsilon;
    }

    @Override
    public String name() {
        return "explore-" + inner.name();
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        inner.probabilities(lane, visit, out);
        for (int item = 0; item < out.length; item++) {
            out[item] = (1 - epsilon) * out[item] + epsilon / out.length;
        }
    }

    @Override
    public void prepare(RemoteSimulation simulation) {
        inner.prepare(simulation);
    }

    @Override
    public void viewed(int item) {
        inner.viewed(item);
    }

    @Override
    public void session(int[] items) {
        inner.session(items);
    }

    @Override
    public void learn(Visit visit, int item, double propensity, double reward) {
        inner.learn(visit, item, propensity, reward);
    }

    @Override
    public void finished(int lane) {
        inner.finished(lane);
    }
}
