package org.recarena.simulator.choice;

import java.util.Optional;
import org.recarena.simulator.math.Exponential;

/**
 * A cascade in which a slot that is looked at is chosen with probability c * exp(score); see {@link Cascades}.
 *
 * @param attentionProb the probability of looking at a slot, 0 to 1
 * @param scoreScaling the factor c, at least 0
 */
public record ExponentialCascade(double attentionProb, double scoreScaling) implements ChoiceModel {

    @Override
    public double weigh(double[] scores, int size) {
        for (int slot = 0; slot < size; slot++) {
            scores[slot] = Cascades.checked(scoreScaling * Exponential.exp(scores[slot]));
        }
        return Cascades.scan(scores, size, attentionProb);
    }

    @Override
    public double shifted(double score, double shift) {
        // The bound is taken with room for the rounding of logarithm and exponential.
        return shift <= 0 ? score + shift : Math.min(score + shift, -StrictMath.log(scoreScaling) - 1e-12);
    }

    @Override
    public Optional<Fault> fault(double lowest, double highest) {
        double largest = 1 / Exponential.exp(highest);
        return scoreScaling <= largest
                ? Optional.empty()
                : Optional.of(new Fault(
                        "score_scaling",
                        "is " + scoreScaling + "; with scores up to " + highest + " it must be at most " + largest));
    }
}
