package org.recarena.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.recarena.client.agents.Agent;
import org.recarena.client.agents.Visit;
import org.recarena.evaluation.LoggedBandit;
import org.recarena.evaluation.OffPolicyEstimator;
import org.recarena.trajectories.steps.LaneStep;
import org.recarena.trajectories.steps.LoggedStep;
import org.recarena.trajectories.steps.StepFilter;
import org.recarena.trajectories.steps.TrajectoryReader;

/**
 * Evaluates policies from the log of another one: reads the log's files as anybody could, works out what the evaluated
 * policy would have done in each logged context, and estimates what it would have earned. Used by one thread.
 */
final class OfflineStudy {

    private static final Map<String, String> NAMES =
            Map.of("IPS", "IPS", "SNIPS", "self-normalised IPS", "DM", "direct method", "DR", "doubly robust");

    private final int items;
    private final List<Row> rows = new ArrayList<>();
    private final Map<Long, Integer> clusters = new HashMap<>();
    private final Map<Integer, Integer> episodesOfLane = new HashMap<>();
    private final int episodes;

    /**
     * One logged recommendation.
     *
     * @param cluster the user's number
     * @param visit what was known of the user
     * @param context the product viewed last, plus 1
     */
    private record Row(int cluster, Visit visit, int context, int action, double propensity, double reward) {}

    private OfflineStudy(int items, int episodes) {
        this.items = items;
        this.episodes = episodes;
    }

    /**
     * Reads the recommendations of one policy from a log: those to the first so many users of every lane. Lanes play on
     * until the slowest is done, so the users who come after these are no fair sample: the longer a visit, the likelier
     * it is cut short.
     */
    static OfflineStudy read(Path log, String policy, int items, int episodes) throws IOException {
        OfflineStudy study = new OfflineStudy(items, episodes);
        Map<Integer, Visit> visits = new HashMap<>();
        try (TrajectoryReader reader =
                TrajectoryReader.open(log, StepFilter.all().withLabels(Map.of("policy", policy)))) {
            for (@Nullable LoggedStep step = reader.next(); step != null; step = reader.next()) {
                for (LaneStep lane : step.rows()) {
                    study.add(lane, visits);
                }
            }
        }
        return study;
    }

    private void add(LaneStep step, Map<Integer, Visit> visits) {
        if (step.stepInEpisode() == 0) {
            episodesOfLane.merge(step.lane(), 1, Integer::sum);
        }
        if (episodesOfLane.getOrDefault(step.lane(), 0) > episodes) {
            return;
        }
        Visit visit = step.stepInEpisode() == 0
                ? new Visit(items)
                : visits.getOrDefault(step.lane(), new Visit(items)).copy();
        for (double item : step.before("views")) {
            visit.viewed((int) item);
        }
        visits.put(step.lane(), visit);
        long user = step.lane() * 1_000_000L + step.episode();
        int cluster = clusters.computeIfAbsent(user, unknown -> clusters.size());
        rows.add(new Row(
                cluster,
                visit,
                visit.lastView() + 1,
                step.action(),
                step.propensity().orElseThrow(),
                step.reward()));
    }

    /** How many recommendations were read. */
    int size() {
        return rows.size();
    }

    /** What the log says of a policy that does not learn. */
    List<OfflineResult.Named> evaluate(Agent policy) {
        LoggedBandit data = bandit(policy);
        return Stream.of(
                        OffPolicyEstimator.inversePropensity(),
                        OffPolicyEstimator.selfNormalised(),
                        OffPolicyEstimator.directMethod(),
                        OffPolicyEstimator.doublyRobust())
                .map(estimator -> new OfflineResult.Named(
                        NAMES.getOrDefault(estimator.name(), estimator.name()),
                        estimator.estimate(data, Summary.LEVEL)))
                .toList();
    }

    private LoggedBandit bandit(Agent policy) {
        int count = rows.size();
        long[] cluster = new long[count];
        double[] reward = new double[count];
        double[] propensity = new double[count];
        double[] target = new double[count];
        double[] modelLogged = new double[count];
        double[] modelTarget = new double[count];
        double[] probabilities = new double[items];
        ClickTable[] folds = {new ClickTable(items), new ClickTable(items)};
        rows.forEach(row -> folds[row.cluster() % 2].add(row));
        for (int i = 0; i < count; i++) {
            Row row = rows.get(i);
            ClickTable model = folds[1 - row.cluster() % 2]; // Fitted on the other half of the users.
            policy.probabilities(0, row.visit(), probabilities);
            cluster[i] = row.cluster();
            reward[i] = row.reward();
            propensity[i] = row.propensity();
            target[i] = probabilities[row.action()];
            modelLogged[i] = model.rate(row.context(), row.action());
            for (int item = 0; item < items; item++) {
                modelTarget[i] += probabilities[item] * model.rate(row.context(), item);
            }
        }
        return new LoggedBandit(cluster, reward, propensity, target).withPredictions(modelLogged, modelTarget);
    }

    /** A simple reward model: the click rate of each item by the product viewed last, drawn towards the item's own. */
    private static final class ClickTable {
        private static final double STRENGTH = 200;

        private final double[][] clicks;
        private final double[][] shown;

        ClickTable(int items) {
            clicks = new double[items + 2][items];
            shown = new double[items + 2][items];
        }

        void add(Row row) {
            int all = clicks.length - 1;
            clicks[row.context()][row.action()] += row.reward();
            shown[row.context()][row.action()]++;
            clicks[all][row.action()] += row.reward();
            shown[all][row.action()]++;
        }

        double rate(int context, int item) {
            int all = clicks.length - 1;
            double overall = (clicks[all][item] + 1) / (shown[all][item] + 100);
            return (clicks[context][item] + STRENGTH * overall) / (shown[context][item] + STRENGTH);
        }
    }
}
