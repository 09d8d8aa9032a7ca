package org.recarena.client.agents.slate;

/**
 * Features for a value that is linear in what is seen: 1, the document's features and quality, its cluster, and where
 * user and documents have the same features, their products one by one and in sum.
 */
public final class LinearItemFeatures implements ItemFeatures {

    private final int clusters;
    private final int features;
    private final int products;

    /**
     * Features of one environment.
     *
     * @param clusters how many clusters to tell apart; 0 for none
     * @param features how many features documents have
     * @param userSize how many numbers are seen of a user; products are made where it equals {@code features}
     */
    public LinearItemFeatures(int clusters, int features, int userSize) {
        this.clusters = clusters;
        this.features = features;
        this.products = userSize == features ? features : 0;
    }

    @Override
    public int dimension() {
        return 2 + clusters + features + (products > 0 ? products + 1 : 0);
    }

    @Override
    public void write(SlateContext context, int candidate, FeatureVector out) {
        out.set(0, 1);
        out.set(1, context.quality(candidate));
        if (clusters > 0) {
            out.set(2 + context.cluster(candidate), 1);
        }
        int next = 2 + clusters;
        for (int i = 0; i < features; i++) {
            out.set(next + i, context.feature(candidate, i));
        }
        next += features;
        for (int i = 0; i < products; i++) {
            out.set(next + i, context.feature(candidate, i) * context.user(i));
        }
        if (products > 0) {
            out.set(next + products, context.interest(candidate));
        }
    }
}
