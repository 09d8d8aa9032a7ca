package org.recarena.client.agents.slate;

/** What arms are worth that nobody has pulled yet. Stateless. */
final class ColdStart {

    private ColdStart() {}

    /** Where some arm was never pulled: infinity for those, 0 for the others. */
    static boolean scored(double[] pulls, double[] out) {
        boolean some = false;
        for (double count : pulls) {
            some |= count == 0;
        }
        if (some) {
            for (int arm = 0; arm < pulls.length; arm++) {
                out[arm] = pulls[arm] == 0 ? Double.POSITIVE_INFINITY : 0;
            }
        }
        return some;
    }

    /** How optimistic an index may be. */
    static double optimism(double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("optimism is " + value + "; it must be positive and finite");
        }
        return value;
    }
}
