package org.recarena.client.agents;

/**
 * Recommends what the user views: in proportion to the views of this visit, or always the most viewed (RecoGym's
 * organic-user-count agent, section 3 of Rohde et al. 2018).
 */
public final class UserViewCountAgent implements Agent {

    private final boolean greedy;

    /**
     * An agent without state.
     *
     * @param greedy whether it takes the most viewed item rather than drawing
     */
    public UserViewCountAgent(boolean greedy) {
        this.greedy = greedy;
    }

    @Override
    public String name() {
        return greedy ? "user-view-count-greedy" : "user-view-count";
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        for (int item = 0; item < out.length; item++) {
            out[item] = visit.count(item);
        }
        if (greedy) {
            Choices.greedy(out);
        } else {
            Choices.normalise(out);
        }
    }
}
