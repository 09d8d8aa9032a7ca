package org.recarena.client.agents;

/**
 * Counts which products are viewed together, and takes the one seen most often in sessions with the product that the
 * user viewed last: C += n n' for the vector n of each session's view counts (RecoGym's organic_count agent; Rohde et
 * al. 2018). Before any view it takes any item.
 */
public final class OrganicCountAgent implements Agent {

    private final double[][] together;
    private final double[] session;

    /**
     * An agent that has seen no views.
     *
     * @param items the number of items
     */
    public OrganicCountAgent(int items) {
        together = new double[items][items];
        session = new double[items];
    }

    @Override
    public String name() {
        return "organic-count";
    }

    @Override
    public void session(int[] items) {
        for (int item : items) {
            session[item]++;
        }
        for (int item : items) { // Once for each view of it, so the row gets count(item) times the session.
            for (int other = 0; other < session.length; other++) {
                together[item][other] += session[other];
            }
        }
        for (int item : items) {
            session[item] = 0;
        }
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        if (visit.lastView() < 0) {
            Choices.uniform(out);
        } else {
            System.arraycopy(together[visit.lastView()], 0, out, 0, out.length);
            Choices.greedy(out);
        }
    }
}
