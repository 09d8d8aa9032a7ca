package org.recarena.simulator.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.formula.RewardFormula;
import org.recarena.simulator.stage.Impression;

/** What the agent is told: a weighted sum of terms, or a vector of the terms with a weight. Immutable, thread-safe. */
final class SessionReward {

    /** What a reward can be made of. */
    enum Term {
        CLICK(0, "Recorded clicks."),
        DWELL(1, "Seconds spent, after dwell_transform."),
        COMPLETION(2, "Shares of items' lengths that were spent on them."),
        RATING(3, "Stars given, where a rating was given."),
        LIKE(4, "Likes."),
        PURCHASE(5, "Purchases, in the step in which they become visible."),
        VALUE(6, "Prices of purchases, in the step in which they become visible."),
        SATISFACTION(7, "Clicks that satisfied. A ground truth that no platform sees."),
        STAY(8, "1 for each step after which the session goes on."),
        COME_BACK(9, "1 when a user who ended a session comes back."),
        CHURN(10, "1 when a user leaves for good."),
        IMPRESSION(11, "Slots that were rendered; with a negative weight the cost of a recommendation.");

        /** Its place among the terms of a step. */
        final int index;

        private final String meaning;

        Term(int index, String meaning) {
            this.index = index;
            this.meaning = meaning;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private enum Transform {
        LINEAR,
        LOG1P;

        double of(double seconds) {
            return this == LINEAR ? seconds : StrictMath.log1p(seconds);
        }
    }

    static final int TERMS = Term.values().length;

    private final double[] weights;
    private final Optional<RewardFormula> formula;
    private final boolean vector;
    private final Transform transform;
    private final List<String> names;

    private SessionReward(double[] weights, boolean vector, Transform transform, Optional<RewardFormula> formula) {
        this.weights = weights;
        this.formula = formula;
        this.transform = transform;
        List<String> weighted = new ArrayList<>();
        for (Term term : Term.values()) {
            if (weights[term.index] != 0) {
                weighted.add(term.key());
            }
        }
        this.vector = vector && !weighted.isEmpty() && formula.isEmpty();
        this.names = this.vector ? List.copyOf(weighted) : List.of("reward");
    }

    static List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>();
        parameters.add(Parameter.choice(
                "reward.kind",
                List.of("scalar", "vector"),
                "scalar: the sum of the terms below, each times its weight. vector: each term with a weight other than "
                        + "0, times it, as a component of its own."));
        parameters.add(Parameter.choice(
                "reward.dwell_transform",
                List.of("linear", "log1p"),
                "What is done to the seconds spent on each slot."));
        parameters.add(RewardFormula.parameter(
                "the terms below, before weights, such as \"click > 0.0 ? log1p(dwell) - 0.1 * impression : 0.0\"",
                "With it the weights and kind have no effect."));
        for (Term term : Term.values()) {
            parameters.add(Parameter.number(
                    "reward." + term.key(), term == Term.CLICK ? 1 : 0, Range.closed(-1e9, 1e9), term.meaning));
        }
        return parameters;
    }

    static List<String> names(Config config) {
        return of(config).names;
    }

    static SessionReward of(Config config) {
        double[] weights = new double[TERMS];
        for (Term term : Term.values()) {
            weights[term.index] = config.number("reward." + term.key());
        }
        return new SessionReward(
                weights,
                config.choice("reward.kind").equals("vector"),
                Transform.valueOf(config.choice("reward.dwell_transform").toUpperCase(Locale.ROOT)),
                RewardFormula.of(config, Stream.of(Term.values()).map(Term::key).toList()));
    }

    List<String> names() {
        return names;
    }

    private double weight(Term term) {
        return weights[term.index];
    }

    boolean isLinearInDwell() {
        return transform == Transform.LINEAR;
    }

    /** Which components hold terms other than some. */
    boolean[] componentsBeyond(Set<Term> terms) {
        boolean[] beyond = new boolean[names.size()];
        if (formula.isPresent()) {
            beyond[0] = true; // The expectation of a formula is not the formula of expectations.
            return beyond;
        }
        int component = 0;
        for (Term term : Term.values()) {
            if (weight(term) != 0) {
                beyond[component] |= !terms.contains(term);
                component += vector ? 1 : 0;
            }
        }
        return beyond;
    }

    /** The terms of a step, before weights. */
    void measure(Impression shown, Catalogue items, double[] terms) {
        for (int slot = 0; slot < shown.slots; slot++) {
            terms[Term.IMPRESSION.index] += shown.exposed[slot] ? 1 : 0;
            terms[Term.CLICK.index] += shown.clicked[slot] ? 1 : 0;
            terms[Term.SATISFACTION.index] += shown.satisfied[slot] ? 1 : 0;
            if (shown.chosen[slot] && shown.clicked[slot]) {
                terms[Term.DWELL.index] += transform.of(shown.dwell[slot]);
                terms[Term.COMPLETION.index] += shown.dwell[slot] / items.length(shown.items[slot]);
                terms[Term.RATING.index] += shown.rated[slot];
                terms[Term.LIKE.index] += shown.liked[slot] ? 1 : 0;
            }
        }
    }

    /** Writes the reward of terms. */
    void write(double[] terms, double[] out, int at) {
        if (formula.isPresent()) {
            out[at] = formula.get().reward(terms);
            return;
        }
        int next = at;
        double sum = 0;
        for (int term = 0; term < TERMS; term++) {
            if (weights[term] != 0) {
                double part = weights[term] * terms[term];
                if (vector) {
                    out[next++] = part;
                }
                sum += part;
            }
        }
        if (!vector) {
            out[at] = sum;
        }
    }
}
