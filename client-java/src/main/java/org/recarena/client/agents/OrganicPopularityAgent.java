package org.recarena.client.agents;

/** Recommends what all users view: an item with the probability of its share of all views so far. */
public final class OrganicPopularityAgent implements Agent {

    private final double[] views;

    /**
     * An agent that has seen no views.
     *
     * @param items the number of items
     */
    public OrganicPopularityAgent(int items) {
        views = new double[items];
    }

    @Override
    public String name() {
        return "organic-popularity";
    }

    @Override
    public void viewed(int item) {
        views[item]++;
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        System.arraycopy(views, 0, out, 0, out.length);
        Choices.normalise(out);
    }
}
