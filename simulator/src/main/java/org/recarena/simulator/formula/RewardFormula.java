package org.recarena.simulator.formula;

import java.util.List;
import java.util.Optional;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.input.InvalidInputException;

/** The reward as an expression that a user wrote, under the config key {@value #KEY}. Immutable and thread-safe. */
public final class RewardFormula {

    /** The config key. */
    public static final String KEY = "reward.expression";

    private static final int MAX_LENGTH = 1000;

    private final Formula formula;

    private RewardFormula(Formula formula) {
        this.formula = formula;
    }

    /**
     * The config key; empty by default.
     *
     * @param terms which terms there are and what an example looks like, to follow "over"
     * @param effect what becomes of the reward that the config would have otherwise, a sentence
     * @return the parameter
     */
    public static Parameter parameter(String terms, String effect) {
        return Parameter.text(
                        KEY,
                        "",
                        MAX_LENGTH,
                        "The reward as an expression in the Common Expression Language over " + terms
                                + ". Numbers have a "
                                + "decimal point; there are + - * / comparisons && || ! ?: and abs, exp, log1p, max, min, "
                                + "pow, sqrt. Where it is not finite the reward is 0. " + effect)
                .withSource("Common Expression Language, cel.dev");
    }

    /**
     * The expression of a config.
     *
     * @param config with the key {@value #KEY}
     * @param terms the names that it may use
     * @return empty where none is given
     * @throws InvalidInputException where it is wrong, or no language is installed
     */
    public static Optional<RewardFormula> of(Config config, List<String> terms) {
        String text = config.text(KEY);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        FormulaLanguage language = FormulaLanguage.installed()
                .orElseThrow(() -> new InvalidInputException(
                        "config." + KEY,
                        "is given; no language for expressions is on the class path, so it must be empty"));
        try {
            return Optional.of(new RewardFormula(language.compile(text, terms)));
        } catch (IllegalArgumentException refused) {
            throw new InvalidInputException("config." + KEY, String.valueOf(refused.getMessage()));
        }
    }

    /**
     * The reward.
     *
     * @param terms in the order of their names
     * @return finite
     */
    public double reward(double[] terms) {
        double value = formula.evaluate(terms);
        return Double.isFinite(value) ? value : 0;
    }
}
