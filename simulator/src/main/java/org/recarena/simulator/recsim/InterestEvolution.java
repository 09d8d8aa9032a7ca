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

/** RecSim's interest evolution, the problem of SlateQ: what users watch changes what they like. */
public final class InterestEvolution extends SlateEnvironment implements Environment {

    private static final Range UTILITY = Range.closed(-50, 50);
    private static final Range FACTOR = Range.closed(-100, 100);
    private static final int MAX_TOPICS = 1_000;

    /** Creates the environment; it has no state that changes. */
    public InterestEvolution() {
        super(SlateStages.ofTopics(), false);
    }

    @Override
    public String id() {
        return "RecSim-InterestEvolution-v1";
    }

    @Override
    public String description() {
        return "Users choose videos by their interests, which are seen, and which watching changes. Their time is limited; "
                + "videos of high quality, which is hidden, use up less of it.";
    }

    @Override
    public String source() {
        return Settings.SOURCE + "; Ie et al., \"SlateQ: A Tractable Decomposition for Reinforcement Learning with "
                + "Recommendation Sets\" (2019)";
    }

    @Override
    public ConfigSchema schema() {
        List<Parameter> parameters = new ArrayList<>(Settings.parameters(10, 2, 0));
        parameters.addAll(Settings.randomParameters());
        parameters.addAll(ChoiceParameters.all());
        parameters.addAll(userParameters());
        parameters.addAll(documentParameters());
        parameters.add(Parameter.choice(
                        "reward",
                        List.of("clicked_watchtime", "total_clicks"),
                        "clicked_watchtime: the minutes watched. total_clicks: the number of clicks.")
                .withSource(Settings.SOURCE));
        parameters.add(Parameter.bool(
                "reveal_quality",
                true,
                "Whether responses tell the hidden quality of all documents shown, as in the reference."));
        parameters.addAll(stages.parameters("click", "watch_time"));
        return new ConfigSchema(parameters);
    }

    private static List<Parameter> userParameters() {
        return List.of(
                Settings.number("time_budget", 200, Range.closed(1e-3, 1e9), "The time of a new user.")
                        .withUnit("minutes"),
                Settings.number("step_penalty", 0.5, Range.closed(1e-6, 1e9), "What a slate without a click costs.")
                        .withUnit("minutes"),
                Settings.number(
                        "user_update_alpha",
                        0.9 * (1.0 / 3.4),
                        FACTOR,
                        "How much of the time watched a document of utility 1 gives back."),
                Settings.number(
                        "user_quality_factor",
                        0,
                        FACTOR,
                        "The weight, in the utility of a document, of the weight that the choice model gives it."),
                Settings.number(
                        "document_quality_factor",
                        1,
                        FACTOR,
                        "The weight, in the utility of a document, of its quality."),
                Settings.number(
                        "alpha_x_intercept",
                        1,
                        Range.closed(1e-6, 1e6),
                        "The strength of interest that watching does not move; stronger ones move the other way."),
                Settings.number(
                        "alpha_y_intercept",
                        0.3,
                        Range.closed(-10, 10),
                        "How far watching moves an interest of 0, as a fraction of the distance to the document."));
    }

    private static List<Parameter> documentParameters() {
        return List.of(
                Parameter.integer("num_topics", 20, Range.closed(1, MAX_TOPICS), "How many topics there are.")
                        .withSource(Settings.SOURCE),
                Settings.number("min_utility", -3, UTILITY, "The mean quality of the first topic."),
                Settings.number("max_utility", 3, UTILITY, "The mean quality of the last topic."),
                Settings.number(
                        "quality_stddev",
                        0.1,
                        Range.closed(0, 5),
                        "The standard deviation of quality within a topic (the reference calls it a variance)."),
                Settings.number("video_length", 4, new Range(0, true, 100, false), "The length of every document.")
                        .withUnit("minutes"));
    }

    @Override
    List<String> warnings(Config config) {
        List<String> warnings = new ArrayList<>(super.warnings(config));
        warnings.addAll(ChoiceParameters.warnings(config));
        return List.copyOf(warnings);
    }

    @Override
    Problem problem(Config config) {
        Settings settings = Settings.of(config);
        int topics = config.integer("num_topics");
        if (settings.numpy() && TopicDocuments.referenceMeans(topics) < topics) {
            throw new InvalidInputException(
                    "config.num_topics",
                    "is " + topics + "; with random \"numpy\" 70 and 30 % of it, cut off to whole numbers in floating "
                            + "point, must add up to it, as for 10 or 20, since the reference fails otherwise");
        }
        double[] means = TopicDocuments.means(topics, config.number("min_utility"), config.number("max_utility"));
        List<ResponseField> responses = new ArrayList<>(
                List.of(ResponseField.CLICK, ResponseField.WATCH_TIME, ResponseField.LIKED, ResponseField.CLUSTER_ID));
        if (config.bool("reveal_quality")) {
            responses.add(ResponseField.HIDDEN_QUALITY);
        }
        String reward = config.choice("reward");
        return new Problem(
                settings,
                new TopicDocuments(means, config.number("quality_stddev")),
                users(config, topics),
                List.of(DocumentField.IDS, DocumentField.ONE_HOT_CLUSTER),
                List.of(DocumentField.CLUSTER_ID),
                List.copyOf(responses),
                reward.equals("total_clicks") ? ResponseField.CLICK : ResponseField.WATCH_TIME,
                reward,
                0,
                Map.of("topic_quality_means", new World.Parameter(List.of(topics), means)));
    }

    private static UserModel users(Config config, int topics) {
        return new EvolvingUsers(
                topics,
                ChoiceParameters.of(config, -1, 1),
                new InterestDrift(config.number("alpha_x_intercept"), config.number("alpha_y_intercept")),
                new WatchBudget(
                        config.number("time_budget"),
                        config.number("video_length"),
                        config.number("step_penalty"),
                        config.number("user_update_alpha"),
                        config.number("user_quality_factor"),
                        config.number("document_quality_factor")));
    }
}
