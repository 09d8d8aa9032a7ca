package org.recarena.client.agents;

/**
 * LinUCB with disjoint models (Li, Chu, Langford and Schapire 2010, algorithm 1): takes the item with the highest upper
 * bound theta'x + alpha sqrt(x'A^-1 x) of the reward, x being the user's view shares.
 */
public final class LinUcbAgent implements Agent {

    private final RidgeArm[] arms;
    private final double alpha;
    private final double[] features;

    /**
     * An agent that has seen nothing.
     *
     * @param items the number of items
     * @param alpha how optimistic it is, in standard deviations of the reward; not negative
     */
    public LinUcbAgent(int items, double alpha) {
        if (!(alpha >= 0)) {
            throw new IllegalArgumentException("alpha is " + alpha + "; it must not be negative");
        }
        this.alpha = alpha;
        this.arms = new RidgeArm[items];
        for (int item = 0; item < items; item++) {
            arms[item] = new RidgeArm(items + 1);
        }
        this.features = new double[items + 1];
    }

    @Override
    public String name() {
        return "lin-ucb";
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        visit.features(features);
        for (int item = 0; item < out.length; item++) {
            out[item] = arms[item].mean(features) + alpha * Math.sqrt(arms[item].variance(features));
        }
        Choices.greedy(out);
    }

    @Override
    public void learn(Visit visit, int item, double propensity, double reward) {
        visit.features(features);
        arms[item].update(features, reward);
    }
}
