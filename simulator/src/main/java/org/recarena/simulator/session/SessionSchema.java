package org.recarena.simulator.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Preset;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.engine.BiasCatalog;

/** Every config key of a session: those of the engine, group by group, and then those of each bias. */
final class SessionSchema {

    static final int MAX_ITEMS = 1_000_000;
    static final int MAX_SLOTS = 100;
    private static final Range PROBABILITY = Range.closed(0, 1);
    private static final Range NOT_NEGATIVE = Range.atLeast(0);
    private static final Range LOGIT = Range.closed(-50, 50);

    private SessionSchema() {}

    static ConfigSchema of(BiasCatalog biases) {
        List<Parameter> all = new ArrayList<>(engine());
        all.addAll(biases.parameters(groups()));
        return new ConfigSchema(all, presets(all));
    }

    /** Those whose biases are all there: a catalogue may have fewer than are installed. */
    private static List<Preset> presets(List<Parameter> all) {
        Set<String> keys = all.stream().map(Parameter::name).collect(Collectors.toSet());
        return SessionPresets.all().stream()
                .filter(preset -> keys.containsAll(preset.values().keySet()))
                .toList();
    }

    /** The first parts of the engine's own keys, which no bias may be called. */
    private static Set<String> groups() {
        Set<String> groups = new TreeSet<>(Set.of(ConfigSchema.PRESET));
        for (Parameter parameter : engine()) {
            int dot = parameter.name().indexOf('.');
            groups.add(dot < 0 ? parameter.name() : parameter.name().substring(0, dot));
        }
        return groups;
    }

    private static List<Parameter> engine() {
        List<Parameter> all = new ArrayList<>();
        all.addAll(sizes());
        all.addAll(items());
        all.addAll(users());
        all.addAll(clicks());
        all.addAll(afterClicks());
        all.addAll(visits());
        all.addAll(SessionReward.parameters());
        return all;
    }

    private static List<Parameter> sizes() {
        return List.of(
                Parameter.integer("num_items", 1000, Range.closed(1, MAX_ITEMS), "How many items there are."),
                Parameter.integer(
                        "num_candidates",
                        0,
                        Range.closed(0, MAX_ITEMS),
                        "How many items can be recommended at a step: that many are drawn anew for each, and an action "
                                + "numbers them from 0. With 0, or num_items, every item can be recommended at any step."),
                Parameter.integer(
                        "slate_size",
                        5,
                        Range.closed(1, MAX_SLOTS),
                        "How many items are shown at a time; at most num_candidates."),
                Parameter.bool("repeats_allowed", false, "Whether an item may stand in a slate more than once."),
                Parameter.integer(
                                "max_episode_steps",
                                100,
                                Range.closed(0, Integer.MAX_VALUE),
                                "Number of recommendations after which an episode is truncated; 0 for no limit.")
                        .withUnit("steps"));
    }

    private static List<Parameter> items() {
        return List.of(
                Parameter.integer("items.topics", 10, Range.closed(1, 1000), "How many topics items are about."),
                Parameter.integer(
                        "items.dimension",
                        8,
                        Range.closed(1, 256),
                        "The dimension of items' features and users' tastes."),
                world(
                        "items.spread",
                        0.5,
                        NOT_NEGATIVE,
                        "The spread of items around their topic's centre, which has " + "about length 1."),
                world(
                                "items.quality_deviation",
                                0.5,
                                NOT_NEGATIVE,
                                "The standard deviation of items' quality, what an " + "item is worth to every user.")
                        .withUnit("logits"),
                world(
                        "items.clickbait_share",
                        0.3,
                        PROBABILITY,
                        "The share of items that promise more than they keep."),
                world("items.price_log_mean", 3, LOGIT, "The mean of the logarithm of prices."),
                world("items.price_log_deviation", 0.5, NOT_NEGATIVE, "The standard deviation of that logarithm."),
                world("items.length_log_mean", 4.5, LOGIT, "The mean of the logarithm of lengths in seconds."),
                world("items.length_log_deviation", 0.8, NOT_NEGATIVE, "The standard deviation of that logarithm."),
                world(
                        "items.popularity_exponent",
                        1,
                        NOT_NEGATIVE,
                        "The exponent of Zipf's law of popularity; 0 makes " + "all items equally popular."),
                world(
                        "items.popularity_quality",
                        0,
                        LOGIT,
                        "How much quality raises the logarithm of popularity, per " + "logit."),
                world(
                        "items.consumptions",
                        100_000,
                        NOT_NEGATIVE,
                        "How often items were consumed before the world " + "begins, in all."),
                world(
                        "items.new_share",
                        0,
                        PROBABILITY,
                        "The share of items that appear after the world begins; until "
                                + "then they are not rendered."),
                world(
                                "items.horizon_hours",
                                720,
                                Range.above(0),
                                "How long before and after the beginning of the world " + "items appear.")
                        .withUnit("hours"),
                world(
                                "items.life_hours",
                                0,
                                NOT_NEGATIVE,
                                "How long items stay: the scale of Weibull's law, from their appearance on; then they "
                                        + "are rendered no more. 0 for ever. Those of the beginning are there at the "
                                        + "beginning.")
                        .withUnit("hours"),
                world(
                        "items.life_shape",
                        1,
                        Range.closed(0.1, 20),
                        "The shape of that law: above 1 items age, below 1 those that have lasted last."));
    }

    private static List<Parameter> users() {
        return List.of(
                number(
                                "users.taste_scale",
                                1,
                                NOT_NEGATIVE,
                                "The scale of users' tastes: the standard deviation of the "
                                        + "worth of an item of no quality, about.")
                        .withUnit("logits"),
                number(
                                "users.bias_deviation",
                                0.3,
                                NOT_NEGATIVE,
                                "The standard deviation of what a user adds to the " + "worth of every item.")
                        .withUnit("logits"),
                Parameter.numbers(
                        "users.cohort_shares",
                        List.of(1.0),
                        NOT_NEGATIVE,
                        "The sizes of the cohorts that users come from, relative to each other; not all 0."),
                world(
                        "users.cohort_spread",
                        1,
                        NOT_NEGATIVE,
                        "The length, about, of the mean taste of a cohort, where "
                                + "there is more than one; users differ from it by as much as without cohorts."),
                number(
                        "users.observation_noise",
                        0.5,
                        NOT_NEGATIVE,
                        "The standard deviation of the noise in each number " + "of the observation user."));
    }

    private static List<Parameter> clicks() {
        return List.of(
                number("appeal.intercept", -1.5, LOGIT, "The appeal of an item that is worth 0.")
                        .withUnit("logits"),
                number("appeal.utility", 1, LOGIT, "How much an item's worth adds to its appeal, per logit."),
                Parameter.choice(
                                "choice.rule",
                                List.of(
                                        "independent",
                                        "logit",
                                        "proportional",
                                        "nested_logit",
                                        "cascade",
                                        "dcm",
                                        "ccm",
                                        "dbn",
                                        "sdbn",
                                        "ubm"),
                                "How clicks follow from appeal. independent: slot by slot, with the bias position the "
                                        + "position-based model. logit, proportional, nested_logit: one or none, "
                                        + "weighed against no_click. cascade, dcm, ccm, dbn, sdbn: a scan from the top. "
                                        + "ubm: a look depends on the last click above.")
                        .withSource(
                                "Chuklin, Markov and de Rijke, Click models for web search (2015); McFadden (1974); "
                                        + "Luce (1959)"),
                Parameter.choice(
                                "choice.link",
                                List.of("logistic", "recogym"),
                                "How attraction follows from appeal x. logistic: s(x). recogym: "
                                        + "s(5 s(2 s(0.3 x) - 2) - 6), at most 0.03, with s the logistic function.")
                        .withSource("Rohde et al. (2018), arXiv 1808.00720"),
                number(
                                "choice.no_click",
                                0,
                                LOGIT,
                                "The logit of choosing nothing (logit, nested_logit), or the "
                                        + "logarithm of its mass (proportional).")
                        .withUnit("logits"),
                world(
                        "choice.dissimilarity",
                        0.5,
                        Range.closed(0.05, 1),
                        "How unlike items of one topic are " + "(nested_logit); with 1 it is logit."),
                world(
                        "choice.dcm_first",
                        0.9,
                        PROBABILITY,
                        "The probability of going on after a click on the first " + "slot (dcm)."),
                world(
                        "choice.dcm_decay",
                        0.35,
                        NOT_NEGATIVE,
                        "The exponent with which that falls with the rank (dcm)."),
                world("choice.tau1", 0.9, PROBABILITY, "The probability of going on after a skip (ccm)."),
                world("choice.tau2", 0.8, PROBABILITY, "The same after a click on what did not attract (ccm)."),
                world("choice.tau3", 0.5, PROBABILITY, "The same after a click on what did attract (ccm)."),
                world("choice.gamma", 0.9, PROBABILITY, "The probability of going on while not satisfied (dbn)."),
                world(
                        "choice.ubm_power",
                        1,
                        NOT_NEGATIVE,
                        "The power to which the published table of looks is raised "
                                + "(ubm); with 0 every slot is looked at."));
    }

    private static List<Parameter> afterClicks() {
        return List.of(
                number("satisfaction.intercept", 0, LOGIT, "The satisfaction with an item that is worth 0.")
                        .withUnit("logits"),
                number("satisfaction.utility", 1, LOGIT, "How much an item's worth adds to satisfaction, per logit."),
                number(
                        "dwell.log_mean",
                        3.4,
                        LOGIT,
                        "The mean of the logarithm of the seconds spent on an item that is "
                                + "worth 0, were it endless."),
                number("dwell.utility", 0.4, LOGIT, "How much an item's worth adds to that, per logit."),
                number("dwell.log_deviation", 0.8, NOT_NEGATIVE, "The standard deviation of that logarithm."),
                number(
                        "purchase.intercept",
                        -3,
                        LOGIT,
                        "The logit of a purchase after a click on an item that is " + "worth 0 and costs 1."),
                number("purchase.utility", 1, LOGIT, "How much an item's worth adds to that, per logit."),
                number(
                        "purchase.log_price",
                        0,
                        LOGIT,
                        "How much the logarithm of the price adds to that; negative in " + "general."),
                number("feedback.rating_mean", 3.5, Range.closed(1, 5), "The rating of an item that is worth 0.")
                        .withUnit("stars"),
                number("feedback.rating_utility", 0.6, LOGIT, "How much an item's worth adds to the rating, per logit.")
                        .withUnit("stars"),
                number(
                                "feedback.rating_deviation",
                                0.5,
                                NOT_NEGATIVE,
                                "The standard deviation of the rating before it " + "is rounded to 1, 2, 3, 4 or 5.")
                        .withUnit("stars"),
                Parameter.bool(
                        "feedback.half_stars",
                        false,
                        "Whether ratings are rounded to 0.5, 1, 1.5 … 5 rather than to 1, 2, 3, 4 or 5."),
                number(
                        "feedback.rating_probability",
                        0.2,
                        PROBABILITY,
                        "The probability that a click is followed by a " + "rating."),
                number(
                        "feedback.like_intercept",
                        -2.5,
                        LOGIT,
                        "The logit of a like after a click on an item that is " + "worth 0."),
                number("feedback.like_utility", 1, LOGIT, "How much an item's worth adds to that, per logit."));
    }

    private static List<Parameter> visits() {
        return List.of(
                number("visit.hours_per_step", 0.02, Range.above(0), "How long a step takes.")
                        .withUnit("hours"),
                number(
                        "visit.leave_probability",
                        0.05,
                        PROBABILITY,
                        "The probability of ending a session after a step, " + "before any bias."),
                number("visit.satisfied_stay", 0, LOGIT, "How much a satisfied click lowers the logit of leaving.")
                        .withUnit("logits"),
                number("visit.idle_leave", 0, LOGIT, "How much a step without a click raises the logit of leaving.")
                        .withUnit("logits"),
                number(
                        "visit.return_probability",
                        0,
                        PROBABILITY,
                        "The probability that a user who ended a session "
                                + "comes back for another one in the same episode; otherwise the episode ends."),
                number(
                                "visit.gap_hours",
                                24,
                                Range.above(0),
                                "How long a user who comes back stays away, on average "
                                        + "(exponentially distributed).")
                        .withUnit("hours"));
    }

    private static Parameter number(String name, double defaultValue, Range range, String meaning) {
        return Parameter.number(name, defaultValue, range, meaning).asVariable();
    }

    /** A number that is drawn once for a world, whatever the distribution's scope says. */
    private static Parameter world(String name, double defaultValue, Range range, String meaning) {
        return Parameter.number(name, defaultValue, range, meaning + " A distribution is drawn once for a world.")
                .asVariable();
    }
}
