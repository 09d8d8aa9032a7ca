package org.recarena.simulator.recsim;

/**
 * How a consumed document moves a user's interests: towards it or away from it, the less the stronger the interest is.
 * Interests stay between -1 and 1.
 *
 * <p>Source: Ie et al., "SlateQ" (2019), as {@code IEvUserModel.update_state} of RecSim.
 *
 * @param alphaXIntercept the strength of interest that does not move; beyond it interests move the other way
 * @param alphaYIntercept how far an interest of 0 moves towards a document's feature, as a fraction of the distance
 */
record InterestDrift(double alphaXIntercept, double alphaYIntercept) {

    /** How far an interest moves, as a fraction of its distance to the document's feature. */
    double stepSize(double interest) {
        return -alphaYIntercept / alphaXIntercept * Math.abs(interest) + alphaYIntercept;
    }

    /** The probability that interests move towards a document; outside [0, 1] for unusual features. */
    double approachProbability(double[] interests, int at, int topics, double[] features, int from) {
        double probability = 0;
        for (int topic = 0; topic < topics; topic++) {
            probability += (interests[at + topic] + 1) / 2 * features[from + topic];
        }
        return probability;
    }

    /** Moves the interests that begin at {@code at}, by the features that begin at {@code from}. */
    void move(double[] interests, int at, int topics, double[] features, int from, boolean approach) {
        for (int topic = 0; topic < topics; topic++) {
            double interest = interests[at + topic];
            double feature = features[from + topic];
            double change = stepSize(interest) * feature * (feature - interest);
            double moved = approach ? interest + change : interest - change;
            interests[at + topic] = Math.max(-1, Math.min(1, moved));
        }
    }
}
