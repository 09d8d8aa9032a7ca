package org.recarena.client.agents;

/**
 * Counts clicks of each item by the product viewed last, and takes the item with the highest posterior mean (clicks +
 * 1) / (recommendations + 2) of a uniform prior. Unlike RecoGym's agent of that name it credits a click to the context
 * in which it was made, and reports probabilities.
 */
public final class BanditCountAgent implements Agent {

    private final double[][] clicks;
    private final double[][] shown;

    /**
     * An agent that has seen nothing.
     *
     * @param items the number of items
     */
    public BanditCountAgent(int items) {
        clicks = new double[items + 1][items];
        shown = new double[items + 1][items];
    }

    @Override
    public String name() {
        return "bandit-count";
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        int context = visit.lastView() + 1;
        for (int item = 0; item < out.length; item++) {
            out[item] = (clicks[context][item] + 1) / (shown[context][item] + 2);
        }
        Choices.greedy(out);
    }

    @Override
    public void learn(Visit visit, int item, double propensity, double reward) {
        int context = visit.lastView() + 1;
        clicks[context][item] += reward;
        shown[context][item]++;
    }
}
