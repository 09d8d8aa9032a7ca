package org.recarena.simulator.choice;

import org.recarena.simulator.math.Exponential;

/**
 * A {@link ChoiceModel} over the slots that were looked at: the conditional logit over appeals, or Luce's rule over
 * probabilities of attraction.
 */
public final class ModelChoice extends SingleChoice {

    private final ChoiceModel model;
    private final boolean overLogits;

    private ModelChoice(ChoiceModel model, boolean overLogits) {
        this.model = model;
        this.overLogits = overLogits;
    }

    /**
     * The conditional logit over appeals: P(i) = exp(v_i) / (exp(v_0 + noClick) + sum of exp(v_j)).
     *
     * @param model with v_0
     * @return the rule
     */
    public static ModelChoice logit(MultinomialLogit model) {
        return new ModelChoice(model, true);
    }

    /**
     * Any model over appeals, which are its scores; nothing adds to the logit of choosing nothing.
     *
     * @param model the model
     * @return the rule, for a {@code noClick} of 0
     */
    public static ModelChoice ofScores(ChoiceModel model) {
        return new ModelChoice(model, true);
    }

    /**
     * Luce's rule over probabilities of attraction: P(i) = a_i / (m exp(noClick) + sum of a_j).
     *
     * @param noClickMass m, at least 0
     * @return the rule
     */
    public static ModelChoice proportional(double noClickMass) {
        return new ModelChoice(new MultinomialProportional(0, noClickMass), false);
    }

    @Override
    protected double weigh(Consideration slate, double noClick, boolean[] looked, double[] weights) {
        int slots = slate.slots();
        // What adds to the logit of choosing nothing is taken from all others instead: the model itself stays constant.
        double scale = noClick == 0 ? 1 : Exponential.exp(-noClick);
        for (int slot = 0; slot < slots; slot++) {
            weights[slot] = overLogits ? slate.appeal()[slot] - noClick : slate.attraction()[slot] * scale;
        }
        return Choices.weighAmong(model, looked, weights, slots);
    }
}
