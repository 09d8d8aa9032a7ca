package org.recarena.client.agents;

import org.recarena.client.ColumnView;
import org.recarena.client.RemoteSimulation;

/**
 * Knows what no recommender can: takes the item that the user would most probably click, as the oracle says. The bound
 * that others are held against; needs the oracle's permission.
 */
public final class OracleAgent implements Agent {

    private double[] probabilities = {};

    /** An agent that has asked nothing yet. */
    public OracleAgent() {}

    @Override
    public String name() {
        return "oracle";
    }

    @Override
    public void prepare(RemoteSimulation simulation) {
        ColumnView told = simulation.oracle().clickProbabilities();
        if (probabilities.length != told.size()) {
            probabilities = new double[told.size()];
        }
        told.doubles().get(probabilities);
    }

    @Override
    public void probabilities(int lane, Visit visit, double[] out) {
        System.arraycopy(probabilities, lane * out.length, out, 0, out.length);
        Choices.greedy(out);
    }
}
