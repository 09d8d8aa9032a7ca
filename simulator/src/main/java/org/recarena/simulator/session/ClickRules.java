package org.recarena.simulator.session;

import org.recarena.simulator.choice.BrowsingClicks;
import org.recarena.simulator.choice.ClickRule;
import org.recarena.simulator.choice.Continuation;
import org.recarena.simulator.choice.IndependentClicks;
import org.recarena.simulator.choice.ModelChoice;
import org.recarena.simulator.choice.MultinomialLogit;
import org.recarena.simulator.choice.NestedLogit;
import org.recarena.simulator.choice.ScannedClicks;
import org.recarena.simulator.engine.Knobs;

/** The choice rule of a config. */
final class ClickRules {

    /**
     * Looks by rank (row) and distance to the last click (column); the last entry of a row is for no click above.
     * Source: the UBM table of ULTRA (Tran et al. 2021, arXiv 2108.05073), there fitted to a search log.
     */
    private static final double[][] LOOKS = {
        {1.0},
        {0.98, 1.0},
        {1.0, 0.62, 0.95},
        {1.0, 0.77, 0.42, 0.82},
        {1.0, 0.92, 0.55, 0.31, 0.69},
        {1.0, 0.96, 0.63, 0.40, 0.22, 0.54},
        {1.0, 0.99, 0.73, 0.46, 0.29, 0.17, 0.47},
        {1.0, 1.0, 0.89, 0.52, 0.35, 0.24, 0.14, 0.43},
        {1.0, 1.0, 0.95, 0.68, 0.40, 0.29, 0.19, 0.12, 0.41},
        {1.0, 1.0, 1.0, 0.96, 0.52, 0.36, 0.27, 0.18, 0.12, 0.43}
    };

    private ClickRules() {}

    static ClickRule of(String rule, Knobs knobs) {
        return switch (rule) {
            case "independent" -> new IndependentClicks();
            case "logit" -> ModelChoice.logit(new MultinomialLogit(0));
            case "proportional" -> ModelChoice.proportional(1);
            case "nested_logit" -> new NestedLogit(0, knobs.number("choice.dissimilarity"));
            case "cascade" -> new ScannedClicks(new Continuation.Cascade());
            case "dcm" ->
                new ScannedClicks(new Continuation.DependentClicks(
                        knobs.number("choice.dcm_first"), knobs.number("choice.dcm_decay")));
            case "ccm" ->
                new ScannedClicks(new Continuation.ClickChain(
                        knobs.number("choice.tau1"), knobs.number("choice.tau2"), knobs.number("choice.tau3")));
            case "dbn" -> new ScannedClicks(new Continuation.DynamicBayesian(knobs.number("choice.gamma")));
            case "sdbn" -> new ScannedClicks(new Continuation.DynamicBayesian(1));
            case "ubm" -> new BrowsingClicks(looks(knobs.number("choice.ubm_power")));
            default -> throw new IllegalArgumentException("no choice rule " + rule);
        };
    }

    private static double[][] looks(double power) {
        double[][] looks = new double[LOOKS.length][];
        for (int row = 0; row < looks.length; row++) {
            looks[row] = new double[LOOKS[row].length];
            for (int column = 0; column < looks[row].length; column++) {
                looks[row][column] = StrictMath.pow(LOOKS[row][column], power);
            }
        }
        return looks;
    }
}
