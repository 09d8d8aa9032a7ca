package org.recarena.simulator.recsim;

import org.recarena.simulator.math.Exponential;

/**
 * A user whom chocolate engages and kale satisfies. Net positive exposure N remembers what was consumed; satisfaction
 * is the logistic function of sensitivity * N; engagement is log-normal, its log-mean proportional to satisfaction.
 *
 * <p>Sources: Mladenov et al., "Advantage amplification in slowly evolving latent-state environments" (2019), as
 * {@code long_term_satisfaction} of RecSim, whose code moves N by -2 (c - 1/2), although its comment says +2 (c - 1/2).
 *
 * @param memoryDiscount how much of N is kept from step to step, 0 to below 1
 * @param sensitivity how much satisfaction depends on N
 * @param innovationStddev the standard deviation of the noise that is added to N
 * @param chocMean the log-mean of engagement with pure chocolate at satisfaction 1
 * @param chocStddev the log-standard deviation of engagement with pure chocolate
 * @param kaleMean the log-mean of engagement with pure kale at satisfaction 1
 * @param kaleStddev the log-standard deviation of engagement with pure kale
 */
record SatisfactionDynamics(
        double memoryDiscount,
        double sensitivity,
        double innovationStddev,
        double chocMean,
        double chocStddev,
        double kaleMean,
        double kaleStddev) {

    /** The net positive exposure of a new user, from a uniform number. */
    double initialExposure(double uniform) {
        return (uniform - 0.5) * (1 / (1 - memoryDiscount));
    }

    double satisfaction(double exposure) {
        return Exponential.sigmoid(sensitivity * exposure);
    }

    /** The mean of the logarithm of engagement with a document. */
    double logMean(double clickbait, double satisfaction) {
        return (clickbait * chocMean + (1 - clickbait) * kaleMean) * satisfaction;
    }

    /** The standard deviation of the logarithm of engagement with a document. */
    double logStddev(double clickbait) {
        return clickbait * chocStddev + (1 - clickbait) * kaleStddev;
    }

    /** Engagement with a document, from a standard normal number. */
    double engagement(double clickbait, double satisfaction, double normal) {
        return Exponential.exp(logMean(clickbait, satisfaction) + logStddev(clickbait) * normal);
    }

    /** The net positive exposure after a document was consumed; {@code innovation} has its standard deviation. */
    double exposureAfter(double exposure, double clickbait, double innovation) {
        return memoryDiscount * exposure - 2 * (clickbait - 0.5) + innovation;
    }
}
