package org.recarena.demo;

import java.util.List;
import org.recarena.evaluation.Estimate;

/**
 * What the log of one policy says of another.
 *
 * @param policy the policy that is evaluated
 * @param truth its true rate
 * @param estimates from the log alone
 */
record OfflineResult(String policy, Estimate truth, List<Named> estimates) {

    /**
     * One estimate.
     *
     * @param estimator its name
     * @param estimate what it says
     */
    record Named(String estimator, Estimate estimate) {}
}
