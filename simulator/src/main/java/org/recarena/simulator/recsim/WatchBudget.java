package org.recarena.simulator.recsim;

/**
 * How a user's time runs out: by watching, less so if it was worth it, and by slates that offer nothing.
 *
 * <p>Source: Ie et al., "SlateQ" (2019), as {@code IEvUserModel.update_state} of RecSim.
 *
 * @param initial the budget of a new user, in minutes
 * @param videoLength the length of every document, in minutes
 * @param stepPenalty what a slate without a click costs, in minutes
 * @param updateAlpha how much of the time watched a document of utility 1 gives back
 * @param userQualityFactor the weight of the user's expected utility in that utility
 * @param documentQualityFactor the weight of the document's quality in that utility
 */
record WatchBudget(
        double initial,
        double videoLength,
        double stepPenalty,
        double updateAlpha,
        double userQualityFactor,
        double documentQualityFactor) {

    /** How long a user who has {@code budget} left watches. */
    double watchTime(double budget) {
        return Math.min(budget, videoLength);
    }

    /** The budget after a document was watched. */
    double afterClick(double budget, double watchTime, double expectedUtility, double quality) {
        double utility = userQualityFactor * expectedUtility + documentQualityFactor * quality;
        return budget - watchTime + updateAlpha * watchTime * utility;
    }

    /** The budget after a slate without a click. */
    double afterNoClick(double budget) {
        return budget - stepPenalty;
    }
}
