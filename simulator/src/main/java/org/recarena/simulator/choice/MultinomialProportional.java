package org.recarena.simulator.choice;

import java.util.Optional;
import org.recarena.simulator.math.Exponential;

/**
 * Luce's rule: weights are scores above a baseline. The baseline is subtracted from the mass of choosing nothing too.
 *
 * <p>Sources: Luce, "Individual choice behavior" (1959); Ie et al., "SlateQ" (2019), as
 * {@code MultinomialProportionalChoiceModel} of RecSim.
 *
 * @param minNormalizer the baseline; no score may be below it
 * @param noClickMass the score of choosing nothing; at least {@code minNormalizer}
 */
public record MultinomialProportional(double minNormalizer, double noClickMass) implements ChoiceModel {

    @Override
    public double weigh(double[] scores, int size) {
        for (int slot = 0; slot < size; slot++) {
            scores[slot] = checked(scores[slot] - minNormalizer);
        }
        return checked(noClickMass - minNormalizer);
    }

    private static double checked(double weight) {
        if (weight < 0) {
            throw new IllegalArgumentException("a weight is " + weight + "; scores must not be below min_normalizer");
        }
        return weight;
    }

    @Override
    public double shifted(double score, double shift) {
        return shift == 0 ? score : minNormalizer + (score - minNormalizer) * Exponential.exp(shift);
    }

    @Override
    public Optional<Fault> fault(double lowest, double highest) {
        if (lowest < minNormalizer) {
            return Optional.of(new Fault(
                    "min_normalizer", "is " + minNormalizer + "; it must be at most the lowest score, " + lowest));
        }
        if (noClickMass < minNormalizer) {
            return Optional.of(new Fault(
                    "no_click_mass", "is " + noClickMass + "; it must be at least min_normalizer " + minNormalizer));
        }
        return Optional.empty();
    }
}
