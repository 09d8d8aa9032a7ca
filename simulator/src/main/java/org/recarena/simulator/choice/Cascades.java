package org.recarena.simulator.choice;

/**
 * The cascade: slots are looked at in order, each with the attention probability, and the first that convinces is
 * chosen. A slot that is not looked at does not end the scan.
 *
 * <p>Sources: Craswell et al., "An experimental comparison of click position-bias models" (2008); Ie et al., "SlateQ"
 * (2019), as {@code CascadeChoiceModel} of RecSim.
 */
final class Cascades {

    private Cascades() {}

    /**
     * Replaces the probabilities of choosing a slot that is looked at by those of choosing it.
     *
     * @return the probability of choosing nothing
     */
    static double scan(double[] convincing, int size, double attention) {
        double reached = 1;
        for (int slot = 0; slot < size; slot++) {
            double chosen = attention * convincing[slot];
            convincing[slot] = reached * chosen;
            reached *= 1 - chosen;
        }
        return reached;
    }

    static double checked(double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "the probability of choosing a slot is " + probability + "; it must be at least 0 and at most 1");
        }
        return probability;
    }
}
