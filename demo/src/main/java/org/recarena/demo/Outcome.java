package org.recarena.demo;

import java.util.List;
import org.recarena.evaluation.Estimate;

/**
 * How one agent fared.
 *
 * @param agent its name
 * @param language what it is written in
 * @param clicks on what it recommended
 * @param recommendations that it made
 * @param rate clicks a recommendation
 * @param regret what the oracle made more, for a recommendation; of users both met
 * @param curve its rate as it went on
 */
record Outcome(
        String agent,
        String language,
        double clicks,
        double recommendations,
        Estimate rate,
        Estimate regret,
        List<CurvePoint> curve) {

    /**
     * One point of a learning curve.
     *
     * @param recommendations made so far
     * @param rate of all that were made so far
     */
    record CurvePoint(double recommendations, double rate) {}
}
