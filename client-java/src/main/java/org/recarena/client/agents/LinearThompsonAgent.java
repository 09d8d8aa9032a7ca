package org.recarena.client.agents;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Linear Thompson sampling with disjoint models (Agrawal and Goyal 2013): an item is taken with the posterior
 * probability that it is the best. The item scores theta'x are independent normal variates with mean theta'x and
 * variance v^2 x'A^-1 x, so they are drawn directly. The probability is the share of draws that an item wins, a Monte
 * Carlo estimate with a standard error of at most 1 / (2 sqrt(draws)); items are chosen from these shares. So what is
 * reported is what is done, given the draws; an item that wins none of them is not shown, however small its posterior
 * probability.
 */
public final class LinearThompsonAgent implements Agent {

    private final RidgeArm[] arms;
    private final double spread;
    private final int draws;
    private final NormalizedGaussianSampler normal;
    private final double[] features;
    private final double[] means;
    private final double[] deviations;

    /**
     * An agent that has seen nothing.
     *
     * @param items the number of items
     * @param spread v, the assumed standard deviation of the reward; positive
     * @param draws how many posterior draws a policy is estimated from; positive
     * @param random for the draws
     */
    public LinearThompsonAgent(int items, double spread, int draws, UniformRandomProvider random) {
        if (!(spread > 0) || draws < 1) {
            throw new IllegalArgumentException(
                    "spread is " + spread + ", draws is " + draws + "; both must be positive");
        }
        this.spread = spread;
        this.draws = draws;
        this.normal = ZigguratSampler.NormalizedGaussian.of(random);
        this.arms = new RidgeArm[items];
        for (int item = 0; item < items; item++) {
            arms[item] = new RidgeArm(items + 1);
        }
        this.features = new double[items + 1];
        this.means = new double[items];
        this.deviations = new double[items];
    }

    @Override
    public String name() {
        return "linear-thompson";
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        visit.features(features);
        for (int item = 0; item < out.length; item++) {
            means[item] = arms[item].mean(features);
            deviations[item] = spread * Math.sqrt(arms[item].variance(features));
            out[item] = 0;
        }
        for (int draw = 0; draw < draws; draw++) {
            int best = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int item = 0; item < out.length; item++) {
                double score = means[item] + deviations[item] * normal.sample();
                if (score > highest) {
                    highest = score;
                    best = item;
                }
            }
            out[best]++;
        }
        for (int item = 0; item < out.length; item++) {
            out[item] /= draws;
        }
    }

    @Override
    public void learn(Visit visit, int item, double propensity, double reward) {
        visit.features(features);
        arms[item].update(features, reward);
    }
}
