package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.Environment;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.input.InvalidInputException;

/** A Markov decision process of six states and four actions whose values are known, to try out agents. */
public final class TestMdp extends SlateEnvironment implements Environment {

    /** Creates the environment; it has no state that changes. */
    public TestMdp() {
        super(SlateStages.ofFirstSlot(), true);
    }

    @Override
    public String id() {
        return "RecSim-TestMdp-v1";
    }

    @Override
    public String description() {
        return "Six states, which are seen, and four kinds of documents; that of the first document of a slate is the "
                + "action. Small enough that the best agent is known.";
    }

    @Override
    public String source() {
        return Settings.SOURCE + ", test_environment";
    }

    @Override
    public ConfigSchema schema() {
        List<Parameter> parameters = new ArrayList<>(Settings.parameters(MarkovUsers.ACTIONS, 1, 100));
        parameters.addAll(Settings.randomParameters());
        parameters.add(Parameter.integer(
                        "starting_state", 0, Range.closed(0, MarkovUsers.STATES - 1.0), "The state of a new user.")
                .withSource(Settings.SOURCE));
        parameters.add(Parameter.numbers(
                        "starting_probs",
                        List.of(),
                        Range.closed(0, 1),
                        "The probability of each state, of a new user; if empty, starting_state is certain.")
                .withSource(Settings.SOURCE));
        parameters.addAll(stages.parameters("reward", "click"));
        return new ConfigSchema(parameters);
    }

    @Override
    List<String> warnings(Config config) {
        List<String> warnings = new ArrayList<>(super.warnings(config));
        if (config.isGiven("starting_state") && config.numbers("starting_probs").length > 0) {
            warnings.add("starting_state has no effect with starting_probs");
        }
        return List.copyOf(warnings);
    }

    @Override
    Problem problem(Config config) {
        Settings settings = Settings.of(config);
        return new Problem(
                settings,
                new RoundRobinDocuments(MarkovUsers.ACTIONS, settings.numpy() ? 1 : 0),
                new MarkovUsers(starts(config)),
                List.of(DocumentField.IDS, DocumentField.CLUSTER_ID),
                List.of(),
                List.of(ResponseField.CLICK, ResponseField.REWARD),
                ResponseField.REWARD,
                "reward",
                0,
                parameters());
    }

    /** The probability of each state, of a new user. */
    private static double[] starts(Config config) {
        double[] starts = config.numbers("starting_probs");
        if (starts.length == 0) {
            double[] certain = new double[MarkovUsers.STATES];
            certain[config.integer("starting_state")] = 1;
            return certain;
        }
        if (starts.length != MarkovUsers.STATES) {
            throw new InvalidInputException(
                    "config.starting_probs",
                    "has " + starts.length + " values; it takes one for each of the " + MarkovUsers.STATES + " states");
        }
        Probabilities.fault(config, "starting_probs").ifPresent(fault -> {
            throw new InvalidInputException(List.of(fault));
        });
        return starts;
    }

    private static Map<String, World.Parameter> parameters() {
        double[] rewards = new double[MarkovUsers.ACTIONS * MarkovUsers.STATES];
        double[] transitions = new double[rewards.length * MarkovUsers.STATES];
        for (int action = 0; action < MarkovUsers.ACTIONS; action++) {
            for (int state = 0; state < MarkovUsers.STATES; state++) {
                int index = action * MarkovUsers.STATES + state;
                rewards[index] = MarkovUsers.reward(action, state);
                for (int next = 0; next < MarkovUsers.STATES; next++) {
                    transitions[index * MarkovUsers.STATES + next] = MarkovUsers.transition(action, state, next);
                }
            }
        }
        return Map.of(
                "reward", new World.Parameter(List.of(MarkovUsers.ACTIONS, MarkovUsers.STATES), rewards),
                "transition",
                        new World.Parameter(
                                List.of(MarkovUsers.ACTIONS, MarkovUsers.STATES, MarkovUsers.STATES), transitions));
    }
}
