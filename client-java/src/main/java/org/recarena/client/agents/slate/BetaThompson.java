package org.recarena.client.agents.slate;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/**
 * Thompson sampling of Bernoulli arms (Thompson 1933; Chapelle and Li 2011): a draw from the posterior Beta(1 + rewards
 * / optimism^2, 1 + (pulls - rewards) / optimism^2) of each arm's mean.
 */
public final class BetaThompson implements BanditIndex {

    private final double optimism;
    private final UniformRandomProvider random;

    /**
     * An index that is drawn.
     *
     * @param optimism how much wider the posterior is than it ought to be; 1 as published
     * @param random for the draws
     */
    public BetaThompson(double optimism, UniformRandomProvider random) {
        this.optimism = ColdStart.optimism(optimism);
        this.random = random;
    }

    @Override
    public String name() {
        return "thompson";
    }

    @Override
    public boolean deterministic() {
        return false;
    }

    @Override
    public void score(double[] pulls, double[] rewards, double time, double[] out) {
        for (int arm = 0; arm < pulls.length; arm++) {
            double successes = gamma(alpha(rewards[arm]));
            out[arm] = successes / (successes + gamma(beta(pulls[arm], rewards[arm])));
        }
    }

    double alpha(double rewards) {
        return 1 + rewards / (optimism * optimism);
    }

    double beta(double pulls, double rewards) {
        return 1 + (pulls - rewards) / (optimism * optimism);
    }

    private double gamma(double shape) {
        return AhrensDieterMarsagliaTsangGammaSampler.of(random, shape, 1).sample();
    }
}
