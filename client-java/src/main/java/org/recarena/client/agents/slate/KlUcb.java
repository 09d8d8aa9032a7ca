package org.recarena.client.agents.slate;

/**
 * KL-UCB (Garivier and Cappé 2011): the highest mean q whose Kullback-Leibler divergence from the observed mean is
 * below optimism^2 (ln t + 3 ln ln t) / pulls. Found by 16 halvings, so that its error is below 2^-16; arms that were
 * never pulled come first.
 */
public final class KlUcb implements BanditIndex {

    private static final int HALVINGS = 16;

    private final double optimism;
    private final boolean fromLow;

    /**
     * An index.
     *
     * @param optimism whose square is a factor of the bound on the divergence; 1 as published
     */
    public KlUcb(double optimism) {
        this(optimism, false);
    }

    private KlUcb(double optimism, boolean fromLow) {
        this.optimism = ColdStart.optimism(optimism);
        this.fromLow = fromLow;
    }

    /**
     * The index with RecSim's fault: it takes the divergence from the lower end of the interval that is halved, not
     * from the mean, so that after the first step up it goes up to the end.
     *
     * @param optimism whose square is a factor of the bound on the divergence; 1 as published
     * @return the index
     */
    public static KlUcb asRecSim(double optimism) {
        return new KlUcb(optimism, true);
    }

    @Override
    public String name() {
        return "kl-ucb";
    }

    @Override
    public void score(double[] pulls, double[] rewards, double time, double[] out) {
        if (ColdStart.scored(pulls, out)) {
            return;
        }
        // ln ln t does not exist up to t = 1 and is negative up to e: there t counts as e.
        double log = Math.log(Math.max(time, Math.E));
        double bound = optimism * optimism * (log + 3 * Math.log(log));
        for (int arm = 0; arm < pulls.length; arm++) {
            out[arm] = highest(rewards[arm] / pulls[arm], bound / pulls[arm]);
        }
    }

    private double highest(double mean, double bound) {
        double low = mean;
        double high = 1;
        double middle = (low + high) / 2;
        for (int i = 0; i < HALVINGS; i++) {
            middle = (low + high) / 2;
            if (divergence(fromLow ? low : mean, middle) < bound) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return middle;
    }

    /** Of two Bernoulli distributions. */
    private static double divergence(double p, double q) {
        return term(p, q) + term(1 - p, 1 - q);
    }

    private static double term(double p, double q) {
        return p == 0 ? 0 : q == 0 ? Double.POSITIVE_INFINITY : p * Math.log(p / q);
    }
}
