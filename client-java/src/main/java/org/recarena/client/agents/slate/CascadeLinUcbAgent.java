package org.recarena.client.agents.slate;

import org.recarena.client.agents.RidgeArm;

/**
 * CascadeLinUCB (Zong, Ni, Sung, Ke, Wen and Kveton, "Cascading bandits for large-scale recommendation problems",
 * 2016): a ridge regression of whether a document attracts on its features x, shared by all documents; shows those with
 * the highest min(1, theta'x + alpha sqrt(x'A^-1 x)), best first. Users are taken to go through the slate from above
 * and to click what first attracts them: so what stands above a click did not attract, what stands below was not looked
 * at, and without a click nothing attracted.
 */
public final class CascadeLinUcbAgent implements SlateAgent {

    private final ItemFeatures features;
    private final double alpha;
    private final RidgeArm attraction;
    private final FeatureVector vector;
    private final double[] dense;

    /**
     * An agent that has seen nothing.
     *
     * @param features what describes a document to a user
     * @param alpha how optimistic it is, in standard deviations of the attraction; not negative
     */
    public CascadeLinUcbAgent(ItemFeatures features, double alpha) {
        if (!(alpha >= 0)) {
            throw new IllegalArgumentException("alpha is " + alpha + "; it must not be negative");
        }
        this.features = features;
        this.alpha = alpha;
        this.attraction = new RidgeArm(features.dimension(), 1);
        this.vector = new FeatureVector(features.dimension());
        this.dense = new double[features.dimension()];
    }

    @Override
    public String name() {
        return "cascade-lin-ucb";
    }

    @Override
    public SlatePolicy policy(int lane, SlateContext context) {
        double[] bounds = new double[context.candidates()];
        for (int candidate = 0; candidate < bounds.length; candidate++) {
            bounds[candidate] = bound(context, candidate);
        }
        return SlatePolicy.certain(Ranking.top(bounds, context.slateSize()));
    }

    double bound(SlateContext context, int candidate) {
        describe(context, candidate);
        return Math.min(1, attraction.mean(dense) + alpha * Math.sqrt(attraction.variance(dense)));
    }

    @Override
    public void learn(int lane, SlateExperience experience) {
        int clicked = experience.clickedSlot();
        int lookedAt = clicked < 0 ? experience.slate().length : clicked + 1;
        for (int slot = 0; slot < lookedAt; slot++) {
            describe(experience.context(), experience.slate()[slot]);
            attraction.update(dense, slot == clicked ? 1 : 0);
        }
    }

    private void describe(SlateContext context, int candidate) {
        vector.clear();
        features.write(context, candidate, vector);
        vector.writeTo(dense);
    }
}
