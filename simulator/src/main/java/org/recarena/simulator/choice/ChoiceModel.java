package org.recarena.simulator.choice;

import java.util.Optional;

/**
 * A rule by which a user who scores the items of a slate chooses one of them, or none. Stateless and thread-safe.
 *
 * <p>The outcome is slot i with probability w(i) / (w(1) + ... + w(k) + w0) and nothing with the rest, where the
 * weights w are what {@link #weigh} computes and w0 is what it returns.
 */
public interface ChoiceModel {

    /**
     * Replaces scores by weights.
     *
     * @param scores the user's scores of the first {@code size} slots, in slot order; receives weights, at least 0
     * @param size how many slots are filled, from 0
     * @return the weight of choosing nothing, at least 0
     */
    double weigh(double[] scores, int size);

    /**
     * The score whose weight is another's times the exponential of a shift: how a change of appeal in logits enters a
     * model whose scores are no logits.
     *
     * @param score for which the rule is defined
     * @param shift in logits
     * @return the score itself where the shift is 0; for rules whose weights are probabilities, at most the score of
     *     probability 1
     */
    double shifted(double score, double shift);

    /**
     * Whether the rule is defined for all scores of an interval.
     *
     * @param lowest the smallest score that may occur
     * @param highest the largest score that may occur
     * @return empty if it is; otherwise the parameter at fault and what it must be, a sentence's end that begins with
     *     the parameter's name
     */
    Optional<Fault> fault(double lowest, double highest);

    /**
     * A parameter for which a rule is not defined.
     *
     * @param parameter its name, as in the reference: such as {@code min_normalizer}
     * @param phrase its value and what is allowed, a phrase that follows the name
     */
    record Fault(String parameter, String phrase) {}
}
