package org.recarena.simulator.choice;

import java.util.Optional;
import org.recarena.simulator.math.Exponential;

/**
 * A cascade in which a slot that is looked at is chosen with probability c * (score - b); see {@link Cascades}.
 *
 * @param attentionProb the probability of looking at a slot, 0 to 1
 * @param scoreScaling the factor c, at least 0
 * @param minNormalizer the baseline b; no score may be below it
 */
public record ProportionalCascade(double attentionProb, double scoreScaling, double minNormalizer)
        implements ChoiceModel {

    @Override
    public double weigh(double[] scores, int size) {
        for (int slot = 0; slot < size; slot++) {
            scores[slot] = Cascades.checked(scoreScaling * (scores[slot] - minNormalizer));
        }
        return Cascades.scan(scores, size, attentionProb);
    }

    @Override
    public double shifted(double score, double shift) {
        if (shift == 0) {
            return score;
        }
        double shifted = minNormalizer + (score - minNormalizer) * Exponential.exp(shift);
        // The bound is taken with room for the rounding of the quotient.
        return shift < 0 ? shifted : Math.min(shifted, minNormalizer + (1 - 1e-12) / scoreScaling);
    }

    @Override
    public Optional<Fault> fault(double lowest, double highest) {
        if (lowest < minNormalizer) {
            return Optional.of(new Fault(
                    "min_normalizer", "is " + minNormalizer + "; it must be at most the lowest score, " + lowest));
        }
        double largest = 1 / (highest - minNormalizer);
        return scoreScaling <= largest
                ? Optional.empty()
                : Optional.of(new Fault(
                        "score_scaling",
                        "is " + scoreScaling + "; with scores up to " + highest + " and min_normalizer " + minNormalizer
                                + " it must be at most " + largest));
    }
}
