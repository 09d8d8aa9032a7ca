package org.recarena.client.agents;

/** Recommends every item with the same probability. */
public final class RandomAgent implements Agent {

    /** An agent without state. */
    public RandomAgent() {}

    @Override
    public String name() {
        return "random";
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        Choices.uniform(out);
    }
}
