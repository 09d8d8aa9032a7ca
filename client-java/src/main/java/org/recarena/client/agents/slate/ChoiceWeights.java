package org.recarena.client.agents.slate;

/**
 * How users choose from a slate, as an agent believes: document i with probability v_i / (v_0 + sum of the slate's v),
 * nothing with v_0 over the same.
 *
 * @param weight the v of a document; not negative
 * @param noClick v_0, the weight of clicking nothing; not negative
 */
public record ChoiceWeights(ItemScore weight, double noClick) {

    /**
     * A proportional choice by interest, that of RecSim's interest evolution: v_i = interest - {@code minNormalizer},
     * v_0 = {@code noClickMass - minNormalizer}.
     *
     * @param minNormalizer the environment's {@code min_normalizer}
     * @param noClickMass its {@code no_click_mass}
     * @return the weights
     */
    public static ChoiceWeights proportional(double minNormalizer, double noClickMass) {
        return new ChoiceWeights(
                (context, candidate) -> context.interest(candidate) - minNormalizer, noClickMass - minNormalizer);
    }

    /**
     * A multinomial logit choice: v_i = exp(score), v_0 = exp({@code noClickMass}).
     *
     * @param score of a document
     * @param noClickMass the environment's {@code no_click_mass}; negative infinity where something is always clicked
     * @return the weights
     */
    public static ChoiceWeights logit(ItemScore score, double noClickMass) {
        return new ChoiceWeights((context, candidate) -> Math.exp(score.of(context, candidate)), Math.exp(noClickMass));
    }

    /**
     * All documents alike.
     *
     * @param noClick v_0, where each document has 1
     * @return the weights
     */
    public static ChoiceWeights equal(double noClick) {
        return new ChoiceWeights((context, candidate) -> 1, noClick);
    }
}
