package org.recarena.simulator.recsim;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.choice.ExponentialCascade;
import org.recarena.simulator.choice.MultinomialLogit;
import org.recarena.simulator.choice.MultinomialProportional;
import org.recarena.simulator.choice.ProportionalCascade;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.input.InvalidInputException;

/** The config keys that choose among all choice models. */
final class ChoiceParameters {

    private static final Range SCORE = Range.closed(-1e6, 1e6);

    private ChoiceParameters() {}

    static List<Parameter> all() {
        return List.of(
                Parameter.choice(
                                "choice_model",
                                List.of(
                                        "multinomial_proportional",
                                        "multinomial_logit",
                                        "exponential_cascade",
                                        "proportional_cascade"),
                                "How a user chooses from a slate. multinomial_proportional: by scores above "
                                        + "min_normalizer. multinomial_logit: by exponentials of scores. The "
                                        + "cascades: slot by slot, by exponentials of scores or by scores above "
                                        + "min_normalizer.")
                        .withSource(Settings.SOURCE),
                Settings.number(
                        "no_click_mass",
                        1,
                        SCORE,
                        "The score of clicking nothing; not used by the cascades. At least min_normalizer with "
                                + "multinomial_proportional."),
                Settings.number(
                        "min_normalizer",
                        -1,
                        SCORE,
                        "What is subtracted from scores, that of clicking nothing too, by the proportional models; at "
                                + "most the lowest score."),
                Settings.number(
                        "score_scaling",
                        0.05,
                        Range.atLeast(0),
                        "The factor of the cascades, so small that no probability exceeds 1."),
                Settings.probability(
                        "attention_prob", 0.65, "The probability that a user of the cascades looks at a slot."));
    }

    /** Sentences on keys that were given and that the choice model does not use. */
    static List<String> warnings(Config config) {
        String model = config.choice("choice_model");
        Set<String> used = switch (model) {
            case "multinomial_logit" -> Set.of("no_click_mass");
            case "exponential_cascade" -> Set.of("score_scaling", "attention_prob");
            case "proportional_cascade" -> Set.of("score_scaling", "attention_prob", "min_normalizer");
            default -> Set.of("no_click_mass", "min_normalizer");
        };
        return Stream.of("no_click_mass", "min_normalizer", "score_scaling", "attention_prob")
                .filter(key -> config.isGiven(key) && !used.contains(key))
                .map(key -> key + " has no effect with choice_model \"" + model + "\"")
                .toList();
    }

    /** The model of a config, checked for scores between two numbers. */
    static ChoiceModel of(Config config, double lowest, double highest) {
        double baseline = config.number("min_normalizer");
        double none = config.number("no_click_mass");
        double scaling = config.number("score_scaling");
        double attention = config.number("attention_prob");
        ChoiceModel model = switch (config.choice("choice_model")) {
            case "multinomial_logit" -> new MultinomialLogit(none);
            case "exponential_cascade" -> new ExponentialCascade(attention, scaling);
            case "proportional_cascade" -> new ProportionalCascade(attention, scaling, baseline);
            default -> new MultinomialProportional(baseline, none);
        };
        Optional<ChoiceModel.Fault> fault = model.fault(lowest, highest);
        if (fault.isPresent()) {
            throw new InvalidInputException(
                    "config." + fault.get().parameter(), fault.get().phrase());
        }
        return model;
    }
}
