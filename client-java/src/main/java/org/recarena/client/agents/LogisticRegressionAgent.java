package org.recarena.client.agents;

/**
 * Logistic regression of the click on the user's view shares, one weight vector for each item, fitted online by AdaGrad
 * (Duchi, Hazan and Singer 2011); takes the item with the highest predicted click probability. With inverse propensity
 * weights (Horvitz and Thompson 1952), capped, it fits what a uniform policy would have logged. Use it within
 * {@link EpsilonGreedyAgent}: by itself it does not explore.
 */
public final class LogisticRegressionAgent implements Agent {

    private static final double TINY = 1e-8;

    private final boolean weighted;
    private final double cap;
    private final double rate;
    private final double[][] weights;
    private final double[][] squares;
    private final double[] features;

    /**
     * An agent that has seen nothing.
     *
     * @param items the number of items
     * @param weighted whether observations weigh as much as they were improbable
     * @param cap the highest such weight; positive
     * @param rate AdaGrad's learning rate; positive
     */
    public LogisticRegressionAgent(int items, boolean weighted, double cap, double rate) {
        this.weighted = weighted;
        this.cap = cap;
        this.rate = rate;
        this.weights = new double[items][items + 1];
        this.squares = new double[items][items + 1];
        this.features = new double[items + 1];
        for (double[] each : weights) {
            each[0] = Math.log(0.01 / 0.99); // Clicks are rare: start near their usual share.
        }
    }

    @Override
    public String name() {
        return weighted ? "logistic-regression-ips" : "logistic-regression";
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        visit.features(features);
        for (int item = 0; item < out.length; item++) {
            out[item] = score(item);
        }
        Choices.greedy(out);
    }

    private double score(int item) {
        double sum = 0;
        for (int i = 0; i < features.length; i++) {
            sum += weights[item][i] * features[i];
        }
        return sum;
    }

    @Override
    public void learn(Visit visit, int item, double propensity, double reward) {
        visit.features(features);
        double predicted = 1 / (1 + Math.exp(-score(item)));
        double weight = weighted ? Math.min(cap, 1 / (propensity * weights.length)) : 1;
        double error = weight * (predicted - reward);
        for (int i = 0; i < features.length; i++) {
            double gradient = error * features[i];
            squares[item][i] += gradient * gradient;
            weights[item][i] -= rate * gradient / (Math.sqrt(squares[item][i]) + TINY);
        }
    }
}
