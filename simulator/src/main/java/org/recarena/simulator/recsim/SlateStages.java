package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.engine.BiasCatalog;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.input.InvalidInputException;

/**
 * The stages that an environment of this package can be given: those that make sense for its users. Immutable and
 * thread-safe.
 */
final class SlateStages {

    /** The term of a reward that counts the filled slots. */
    static final String IMPRESSION = "impression";

    private final BiasCatalog biases;

    private SlateStages(Set<String> ids) {
        biases = Overlay.offer(ids);
    }

    /** Those of users who choose by topic. */
    static SlateStages ofTopics() {
        return new SlateStages(Set.of("position", "satiation", "noise", "delayed_feedback"));
    }

    /** Those of users who choose among documents without topics. */
    static SlateStages ofChoices() {
        return new SlateStages(Set.of("position", "noise", "delayed_feedback"));
    }

    /** Those of users who take what comes first. */
    static SlateStages ofFirstSlot() {
        return new SlateStages(Set.of("noise", "delayed_feedback"));
    }

    /** The config keys; an expression can be over {@code terms} and {@link #IMPRESSION}. */
    List<Parameter> parameters(String... terms) {
        return Overlay.parameters(
                biases,
                "a step",
                String.join(", ", terms) + ", sums of the signals over the slots as they are recorded, and "
                        + IMPRESSION + ", the number of documents shown, such as \"" + terms[0] + " - 0.1 * "
                        + IMPRESSION + "\"",
                List.of("reward", "visit"));
    }

    /** What a config turns on. */
    Overlay overlay(Config config, ConfigSchema schema, Problem problem, long seed) {
        Overlay.Shape shape = new Overlay.Shape(
                problem.documents().clusters(),
                problem.settings().slateSize(),
                problem.users().choice().isPresent());
        Overlay overlay = Overlay.of(config, schema, biases, shape, terms(problem), seed);
        int users = problem.settings().users();
        if (users > 1 && !overlay.isOff()) {
            String on = overlay.kernels().ids().isEmpty()
                    ? "reward.expression"
                    : String.join(", ", overlay.kernels().ids());
            throw new InvalidInputException(
                    "config.num_users",
                    "is " + users + "; with " + on + " it must be 1, since stages are a single user's");
        }
        return overlay;
    }

    private static List<String> terms(Problem problem) {
        List<String> terms = new ArrayList<>();
        problem.responses().forEach(field -> terms.add(field.signalName()));
        terms.add(IMPRESSION);
        return terms;
    }

    /** What a config can turn on, for people. */
    List<DescribedBias> described() {
        return biases.described();
    }

    /** What a config turns on, for people. */
    List<String> summary(Config config, ConfigSchema schema, Problem problem) {
        return overlay(config, schema, problem, 0).summary(biases);
    }
}
