package org.recarena.client.agents.slate;

import org.apache.commons.rng.UniformRandomProvider;
import org.recarena.client.agents.RidgeArm;

/**
 * UCB-GLM (Li, Lu and Zhou, "Provably optimal algorithms for generalized linear contextual bandits", 2017) with
 * RecSim's constants: shows the documents with the highest x'w + optimism c sqrt(x'V^-1 x), where w is a logistic
 * regression of the click on features x, V = prior + sum x x' over everything shown, and c = 2 (sqrt(d/2 ln(1 + 2h/d) +
 * ln h)) for a horizon h and d features. A slot is an observation, examined or not.
 *
 * <p>The regression is fitted to a uniform sample of all observations, as many as it remembers, and anew each time
 * their number has grown by a tenth; V is always up to date.
 */
public final class GlmUcbAgent implements SlateAgent {

    private static final double GROWTH = 1.1;
    /** The logistic function's slope is at most 1/4, and 1/2 is the reference's bound on the noise. */
    private static final double NOISE_BY_SLOPE = 0.5 / 0.25;

    private final ItemFeatures features;
    private final double width;
    private final FeatureVector vector;
    private final double[] dense;
    private final LogisticRidge regression;
    private final RidgeArm shown;

    private final double[] rows;
    private final double[] rewards;
    private final int memory;
    private final UniformRandomProvider random;
    private long observed;
    private double fitAt;

    /**
     * An agent that has seen nothing.
     *
     * @param features what describes a document to a user
     * @param optimism a factor of the confidence width; not negative, 1 as published
     * @param horizon h, for how many steps; at least 1
     * @param priorScale the standard deviation of the weights before anything is seen; positive
     * @param memory how many observations are kept; positive
     * @param random for which are kept
     */
    public GlmUcbAgent(
            ItemFeatures features,
            double optimism,
            double horizon,
            double priorScale,
            int memory,
            UniformRandomProvider random) {
        if (!(optimism >= 0) || !(horizon >= 1) || !(priorScale > 0) || memory < 1) {
            throw new IllegalArgumentException("optimism is " + optimism + ", horizon " + horizon + ", priorScale "
                    + priorScale + ", memory " + memory
                    + "; optimism must not be negative, the others must be positive, horizon at least 1");
        }
        int dimension = features.dimension();
        this.features = features;
        this.width = optimism * width(dimension, horizon);
        this.vector = new FeatureVector(dimension);
        this.dense = new double[dimension];
        this.regression = new LogisticRidge(dimension, priorScale);
        this.shown = new RidgeArm(dimension, 1 / (priorScale * priorScale));
        this.memory = memory;
        this.random = random;
        this.rows = new double[Math.multiplyExact(memory, dimension)];
        this.rewards = new double[memory];
    }

    static double width(int dimension, double horizon) {
        return NOISE_BY_SLOPE * Math.sqrt(dimension / 2.0 * Math.log(1 + 2 * horizon / dimension) + Math.log(horizon));
    }

    @Override
    public String name() {
        return "glm-ucb";
    }

    @Override
    public SlatePolicy policy(int lane, SlateContext context) {
        double[] scores = new double[context.candidates()];
        for (int candidate = 0; candidate < scores.length; candidate++) {
            describe(context, candidate);
            scores[candidate] = score(dense);
        }
        return SlatePolicy.certain(Ranking.top(scores, context.slateSize()));
    }

    @Override
    public void learn(int lane, SlateExperience experience) {
        int[] slate = experience.slate();
        for (int slot = 0; slot < slate.length; slot++) {
            describe(experience.context(), slate[slot]);
            observe(dense, experience.clicks()[slot] ? 1 : 0);
        }
        if (observed >= fitAt) {
            refit();
            fitAt = observed * GROWTH;
        }
    }

    /** Takes in what came of one document. */
    void observe(double[] x, double reward) {
        shown.update(x, reward);
        long place = observed < memory ? observed : random.nextLong(observed + 1); // Vitter's algorithm R.
        observed++;
        if (place < memory) {
            System.arraycopy(x, 0, rows, (int) place * x.length, x.length);
            rewards[(int) place] = reward;
        }
    }

    /** Fits the regression to what is remembered. */
    void refit() {
        regression.fit(rows, rewards, (int) Math.min(memory, observed));
    }

    /** The upper bound of a document. */
    double score(double[] x) {
        double[] weights = regression.weights();
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += weights[i] * x[i];
        }
        return sum + width * Math.sqrt(shown.variance(x));
    }

    private void describe(SlateContext context, int candidate) {
        vector.clear();
        features.write(context, candidate, vector);
        vector.writeTo(dense);
    }
}
