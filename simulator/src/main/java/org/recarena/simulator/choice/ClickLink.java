package org.recarena.simulator.choice;

import static org.recarena.simulator.math.Exponential.sigmoid;

/**
 * The click function of RecoGym-v1: P(click) = s(5 s(2 s(0.3 x) - 2) - 6), s the logistic function and x the score of
 * the recommended product. Strictly increasing. Its constants are those of the reference implementation.
 */
public final class ClickLink {

    /** Above the limit for x to infinity, 0.0293122307513563, by more than any rounding. */
    public static final double CEILING = 0.0293122308;

    private ClickLink() {}

    /**
     * The probability of a click.
     *
     * @param score of the recommended product
     * @return above 0 and below 0.03
     */
    public static double probability(double score) {
        return sigmoid(5 * sigmoid(2 * sigmoid(0.3 * score) - 2) - 6);
    }
}
