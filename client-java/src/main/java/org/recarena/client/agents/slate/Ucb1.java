package org.recarena.client.agents.slate;

/**
 * UCB1 (Auer, Cesa-Bianchi and Fischer 2002): the mean plus optimism sqrt(2 ln t / pulls); arms that were never pulled
 * come first.
 */
public final class Ucb1 implements BanditIndex {

    private final double optimism;

    /**
     * An index.
     *
     * @param optimism a factor of the confidence width; 1 as published
     */
    public Ucb1(double optimism) {
        this.optimism = ColdStart.optimism(optimism);
    }

    @Override
    public String name() {
        return "ucb1";
    }

    @Override
    public void score(double[] pulls, double[] rewards, double time, double[] out) {
        if (ColdStart.scored(pulls, out)) {
            return;
        }
        double width = optimism * Math.sqrt(2 * Math.log(time));
        for (int arm = 0; arm < pulls.length; arm++) {
            out[arm] = rewards[arm] / pulls[arm] + width * Math.sqrt(1 / pulls[arm]);
        }
    }
}
