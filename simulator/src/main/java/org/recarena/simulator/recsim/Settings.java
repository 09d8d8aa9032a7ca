package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.List;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.input.InvalidInputException;

/**
 * The part of a config that all environments of this package have.
 *
 * @param candidates how many documents can be recommended at a time
 * @param slateSize how many of them are shown to a user
 * @param users how many users a lane has, who share the candidates
 * @param resamples whether the candidates are replaced after each step
 * @param distinct whether the documents of a slate must differ
 * @param numpy whether the reference's generators are used
 * @param globalSeed the seed of what the reference calls the global generator
 * @param maxEpisodeSteps the limit of an episode's length, or 0
 */
record Settings(
        int candidates,
        int slateSize,
        int users,
        boolean resamples,
        boolean distinct,
        boolean numpy,
        long globalSeed,
        int maxEpisodeSteps) {

    static final String SOURCE = "google-research/recsim 0.2.4 (Ie et al. 2019, arXiv 1909.04847)";

    private static final Range PROBABILITY = Range.closed(0, 1);
    private static final int MAX_CANDIDATES = 1_000_000;
    private static final int MAX_SLOTS = 1_000;
    private static final int MAX_USERS = 1_000;

    /** Reads and checks the common keys. */
    static Settings of(Config config) {
        Settings settings = new Settings(
                config.integer("num_candidates"),
                config.integer("slate_size"),
                config.integer("num_users"),
                config.bool("resample_documents"),
                config.bool("distinct_slates"),
                config.choice("random").equals("numpy"),
                config.longInteger("global_seed"),
                config.integer("max_episode_steps"));
        if (settings.slateSize > settings.candidates) {
            throw new InvalidInputException(
                    "config.slate_size",
                    "is " + settings.slateSize + "; it must be at most num_candidates " + settings.candidates);
        }
        return settings;
    }

    /** The shape of what is measured of each slot. */
    List<Integer> slateShape() {
        return users == 1 ? List.of(slateSize) : List.of(users, slateSize);
    }

    /** Sentences on keys that were given and have an effect with the reference's generators only. */
    static List<String> warnings(Config config, String... numpyOnly) {
        List<String> warnings = new ArrayList<>();
        for (String key : numpyOnly) {
            if (config.isGiven(key) && config.choice("random").equals("streams")) {
                warnings.add(key + " has no effect with random \"streams\", where all follows from the seed");
            }
        }
        return List.copyOf(warnings);
    }

    /** The common keys, with the defaults of an environment. */
    static List<Parameter> parameters(int candidates, int slateSize, int maxEpisodeSteps) {
        return List.of(
                Parameter.integer(
                                "num_candidates",
                                candidates,
                                Range.closed(1, MAX_CANDIDATES),
                                "How many documents can be recommended at a time.")
                        .withSource(SOURCE),
                Parameter.integer(
                                "slate_size",
                                slateSize,
                                Range.closed(1, MAX_SLOTS),
                                "How many documents a user is shown at a time; at most num_candidates.")
                        .withSource(SOURCE),
                Parameter.bool(
                                "resample_documents",
                                true,
                                "Whether all candidates are replaced after each step; otherwise those of the world stay.")
                        .withSource(SOURCE),
                Parameter.integer(
                                "num_users",
                                1,
                                Range.closed(1, MAX_USERS),
                                "How many users a lane has. They share its candidates, and each has a slate of its own; "
                                        + "the episode ends when all have left.")
                        .withSource(SOURCE),
                Parameter.bool(
                        "distinct_slates", false, "Whether a slate that shows a document more than once is refused."),
                Parameter.integer(
                                "max_episode_steps",
                                maxEpisodeSteps,
                                Range.closed(0, Integer.MAX_VALUE),
                                "Number of recommendations after which an episode is truncated; 0 for no limit.")
                        .withUnit("steps"));
    }

    /** The keys that choose among the project's streams and the reference's generators. */
    static List<Parameter> randomParameters() {
        return List.of(
                Parameter.choice(
                        "random",
                        List.of("streams", "numpy"),
                        "streams: the project's own random numbers. numpy: those of the reference, event for event; its "
                                + "samplers are seeded with the seed, its global generator with global_seed."),
                Parameter.longInteger(
                        "global_seed",
                        0,
                        Range.closed(0, NumpyDraws.MAX_SEED),
                        "The seed of the reference's global generator; lane l has global_seed + l, which must not exceed "
                                + NumpyDraws.MAX_SEED + " either. With random \"numpy\" only."));
    }

    static Parameter number(String name, double defaultValue, Range range, String meaning) {
        return Parameter.number(name, defaultValue, range, meaning).withSource(SOURCE);
    }

    static Parameter probability(String name, double defaultValue, String meaning) {
        return number(name, defaultValue, PROBABILITY, meaning);
    }
}
