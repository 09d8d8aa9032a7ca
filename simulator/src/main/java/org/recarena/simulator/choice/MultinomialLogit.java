package org.recarena.simulator.choice;

import java.util.Optional;
import org.recarena.simulator.math.Exponential;

/**
 * The conditional logit: weights are exponentials of scores, and nothing is chosen like an item of a given score. The
 * weights sum to 1.
 *
 * <p>Sources: McFadden, "Conditional logit analysis of qualitative choice behavior" (1974); Ie et al., "SlateQ" (2019),
 * as {@code MultinomialLogitChoiceModel} of RecSim.
 *
 * @param noClickMass the score of choosing nothing; negative infinity makes a choice certain
 */
public record MultinomialLogit(double noClickMass) implements ChoiceModel {

    @Override
    public double weigh(double[] scores, int size) {
        double highest = noClickMass;
        for (int slot = 0; slot < size; slot++) {
            highest = Math.max(highest, scores[slot]);
        }
        double none = Double.isInfinite(noClickMass) ? 0 : Exponential.exp(noClickMass - highest);
        double total = none;
        for (int slot = 0; slot < size; slot++) {
            scores[slot] = Exponential.exp(scores[slot] - highest);
            total += scores[slot];
        }
        for (int slot = 0; slot < size; slot++) {
            scores[slot] /= total;
        }
        return none / total;
    }

    @Override
    public double shifted(double score, double shift) {
        return score + shift;
    }

    @Override
    public Optional<Fault> fault(double lowest, double highest) {
        return Optional.empty();
    }
}
