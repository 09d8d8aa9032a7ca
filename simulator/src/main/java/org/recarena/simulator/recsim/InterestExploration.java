package org.recarena.simulator.recsim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.Environment;
import org.recarena.simulator.choice.MultinomialLogit;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;

/** RecSim's interest exploration: what a user likes shows only in clicks. */
public final class InterestExploration extends SlateEnvironment implements Environment {

    private static final Range PROBABILITY = Range.closed(0, 1);
    private static final Range LOG_MEAN = Range.closed(-100, 100);
    private static final Range LOG_STDDEV = Range.closed(0, 10);

    /** Creates the environment; it has no state that changes. */
    public InterestExploration() {
        super(SlateStages.ofTopics(), false);
    }

    @Override
    public String id() {
        return "RecSim-InterestExploration-v1";
    }

    @Override
    public String description() {
        return "Users choose documents by the document's quality, which is seen, and their own affinity to its topic, which "
                + "is hidden and depends on the type of user.";
    }

    @Override
    public String source() {
        return Settings.SOURCE;
    }

    @Override
    public ConfigSchema schema() {
        List<Parameter> parameters = new ArrayList<>(Settings.parameters(15, 2, 100));
        parameters.addAll(Settings.randomParameters());
        parameters.addAll(userParameters());
        parameters.addAll(documentParameters());
        parameters.add(Parameter.choice("reward", List.of("total_clicks"), "total_clicks: the number of clicks.")
                .withSource(Settings.SOURCE));
        parameters.addAll(stages.parameters("click"));
        return new ConfigSchema(parameters);
    }

    private static List<Parameter> userParameters() {
        return List.of(
                Parameter.choice(
                                "choice_model",
                                List.of("multinomial_logit"),
                                "How a user chooses from a slate: by exponentials of scores.")
                        .withSource(Settings.SOURCE),
                Settings.number("no_click_mass", 5, Range.closed(-1e6, 1e6), "The score of clicking nothing."),
                Parameter.numbers(
                                "user_type_distribution",
                                List.of(0.3, 0.7),
                                PROBABILITY,
                                "The probability of each type of user.")
                        .withSource(Settings.SOURCE),
                Parameter.matrix(
                                "user_document_mean_affinity_matrix",
                                List.of(List.of(0.1, 0.7), List.of(0.7, 0.1)),
                                LOG_MEAN,
                                "The mean of the logarithm of affinity: a row for each type of user, a column for each "
                                        + "topic.")
                        .withSource(Settings.SOURCE),
                Parameter.matrix(
                                "user_document_stddev_affinity_matrix",
                                List.of(List.of(0.1, 0.1), List.of(0.1, 0.1)),
                                LOG_STDDEV,
                                "The standard deviation of the logarithm of affinity: a row for each type of user, a "
                                        + "column for each topic.")
                        .withSource(Settings.SOURCE));
    }

    private static List<Parameter> documentParameters() {
        return List.of(
                Parameter.numbers(
                                "topic_distribution",
                                List.of(0.2, 0.8),
                                PROBABILITY,
                                "The probability of each topic of a document.")
                        .withSource(Settings.SOURCE),
                Parameter.numbers(
                                "topic_quality_mean",
                                List.of(0.8, 0.2),
                                LOG_MEAN,
                                "The mean of the logarithm of quality, of each topic.")
                        .withSource(Settings.SOURCE),
                Parameter.numbers(
                                "topic_quality_stddev",
                                List.of(0.1, 0.1),
                                LOG_STDDEV,
                                "The standard deviation of the logarithm of quality, of each topic.")
                        .withSource(Settings.SOURCE));
    }

    @Override
    Problem problem(Config config) {
        Settings settings = Settings.of(config);
        ExplorationShapes.check(config);
        double[] topics = config.numbers("topic_distribution");
        double[] types = config.numbers("user_type_distribution");
        return new Problem(
                settings,
                new QualityDocuments(
                        topics, config.numbers("topic_quality_mean"), config.numbers("topic_quality_stddev")),
                new ExploredUsers(
                        new MultinomialLogit(config.number("no_click_mass")),
                        types,
                        config.matrix("user_document_mean_affinity_matrix"),
                        config.matrix("user_document_stddev_affinity_matrix")),
                List.of(DocumentField.IDS, DocumentField.QUALITY, DocumentField.CLUSTER_ID),
                List.of(),
                List.of(ResponseField.CLICK, ResponseField.QUALITY, ResponseField.CLUSTER_ID),
                ResponseField.CLICK,
                config.choice("reward"),
                0,
                Map.of());
    }
}
