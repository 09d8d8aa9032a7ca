package org.recarena.simulator.choice;

import org.recarena.simulator.math.Exponential;

/**
 * The nested logit: items of one nest compete with each other more than with the rest. With S_n the sum of exp(v_j /
 * lambda) over a nest, P(i) = exp(v_i / lambda) / S_n * S_n^lambda / (exp(v_0) + sum of S_m^lambda). With lambda 1 it
 * is the conditional logit.
 *
 * <p>Source: McFadden, "Modelling the choice of residential location" (1978).
 */
public final class NestedLogit extends SingleChoice {

    private final double noClickMass;
    private final double dissimilarity;

    /**
     * The rule.
     *
     * @param noClickMass v_0, the logit of choosing nothing; negative infinity makes a choice certain
     * @param dissimilarity lambda, above 0 and at most 1
     */
    public NestedLogit(double noClickMass, double dissimilarity) {
        this.noClickMass = noClickMass;
        this.dissimilarity = dissimilarity;
    }

    @Override
    protected double weigh(Consideration slate, double noClick, boolean[] looked, double[] weights) {
        int slots = slate.slots();
        double none = noClickMass + noClick;
        double highest = none;
        for (int slot = 0; slot < slots; slot++) {
            highest = looked[slot] ? Math.max(highest, slate.appeal()[slot]) : highest;
        }
        for (int slot = 0; slot < slots; slot++) {
            weights[slot] = looked[slot] ? weight(slate, looked, slot, highest) : 0;
        }
        return none == Double.NEGATIVE_INFINITY ? 0 : Exponential.exp(none - highest);
    }

    private double weight(Consideration slate, boolean[] looked, int slot, double highest) {
        double own = Exponential.exp((slate.appeal()[slot] - highest) / dissimilarity);
        double nest = 0;
        for (int other = 0; other < slate.slots(); other++) {
            if (looked[other] && slate.nest()[other] == slate.nest()[slot]) {
                nest += Exponential.exp((slate.appeal()[other] - highest) / dissimilarity);
            }
        }
        // exp(-708) is the least that the exponential gives, so a nest is never empty of weight.
        return own / nest * StrictMath.pow(nest, dissimilarity);
    }
}
