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
        parameters.addAll(stages.parameters("reward", "click"));
        return new ConfigSchema(parameters);
    }

    @Override
    Problem problem(Config config) {
        Settings settings = Settings.of(config);
        return new Problem(
                settings,
                new RoundRobinDocuments(MarkovUsers.ACTIONS, settings.numpy() ? 1 : 0),
                new MarkovUsers(config.integer("starting_state")),
                List.of(DocumentField.IDS, DocumentField.CLUSTER_ID),
                List.of(),
                List.of(ResponseField.CLICK, ResponseField.REWARD),
                ResponseField.REWARD,
                "reward",
                0,
                parameters());
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
