package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.ReferenceData;
import org.recarena.simulator.choice.Choices;
import org.recarena.simulator.choice.ExponentialCascade;
import org.recarena.simulator.choice.MultinomialLogit;
import org.recarena.simulator.choice.MultinomialProportional;
import org.recarena.simulator.config.Config;

/** Whole episodes of the reference, every random outcome forced to what was recorded. */
class ReplayTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);
    private static final JsonNode TRACES =
            ReferenceData.read("recsim/det_traces.json").get("traces");

    private final Map<String, Double> metrics = new TreeMap<>();
    private double[] state = {};
    private int clicks;
    private double quality;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void replays(int index) {
        JsonNode trace = TRACES.get(index);
        JsonNode config = trace.get("config");
        Problem problem = problem(config);
        state = initialState(trace.get("initial_state"));
        double total = 0;
        for (JsonNode step : trace.get("steps")) {
            String where = trace.get("name").textValue() + " step " + step.get("t");
            Slate slate = new Slate(step.get("docs").size());
            slate.clear();
            for (JsonNode doc : step.get("docs")) {
                slate.add(doc.path("cluster_id").asInt(0), value(doc));
            }
            FixedDraws draws = draws(step, problem, config, slate, where);
            problem.users().respond(state, 0, slate, draws);
            assertThat(draws.isUsedUp()).as(where).isTrue();
            check(step, problem, slate, where);
            double reward = problem.rewarded() == ResponseField.CLICK ? (slate.isClicked() ? 1 : 0) : slate.amount;
            assertThat(reward).as(where).isEqualTo(step.get("reward").doubleValue(), EXACT);
            total += reward;
            measure(problem, slate);
        }
        assertThat(total).isEqualTo(trace.get("total_reward").doubleValue(), Offset.offset(1e-7));
        if (trace.has("final_interests")) {
            assertThat(Arrays.copyOf(state, state.length - 1))
                    .containsExactly(ReferenceData.doubles(trace.get("final_interests")), EXACT);
        }
        checkMetrics(trace.get("metrics_written"), trace.get("steps").size());
    }

    private static Problem problem(JsonNode config) {
        Config resolved = Recorded.environment(config).schema().resolve(Recorded.config(config));
        return switch (config.get("environment").textValue()) {
            case "interest_evolution" -> new InterestEvolution().problem(resolved);
            case "interest_exploration" -> new InterestExploration().problem(resolved);
            default -> new LongTermSatisfaction().problem(resolved);
        };
    }

    private static double[] initialState(JsonNode initial) {
        if (initial.has("interests")) {
            double[] interests = ReferenceData.doubles(initial.get("interests"));
            double[] state = Arrays.copyOf(interests, interests.length + 1);
            state[interests.length] = initial.get("time_budget").doubleValue();
            return state;
        }
        return initial.has("topic_affinity")
                ? ReferenceData.doubles(initial.get("topic_affinity"))
                : new double[] {
                    initial.get("npe").doubleValue(), initial.get("time_budget").doubleValue()
                };
    }

    private static double value(JsonNode doc) {
        return doc.has("quality")
                ? doc.get("quality").doubleValue()
                : doc.get("clickbait").doubleValue();
    }

    /** The numbers that make the user do what was recorded. */
    private FixedDraws draws(JsonNode step, Problem problem, JsonNode config, Slate slate, String where) {
        if (problem.users() instanceof SatisfactionUsers users) {
            double deviation = users.dynamics().innovationStddev();
            return new FixedDraws(
                    step.get("log_engagement_standard_normal").doubleValue(),
                    step.get("innovation").doubleValue() / deviation);
        }
        double uniform = choiceUniform(step, problem, config, slate, where);
        if (!step.has("update_branch")) {
            return new FixedDraws(uniform);
        }
        double approach = (step.get("interest_before").doubleValue() + 1) / 2;
        boolean positive = step.get("update_branch").textValue().equals("positive");
        return new FixedDraws(uniform, positive ? approach / 2 : (1 + approach) / 2);
    }

    /** Checks the probabilities, and returns a uniform in the middle of the recorded choice. */
    private double choiceUniform(JsonNode step, Problem problem, JsonNode config, Slate slate, String where) {
        double[] probabilities = new double[slate.size];
        for (int slot = 0; slot < slate.size; slot++) {
            probabilities[slot] =
                    state[slate.clusters[slot]] + (problem.users() instanceof ExploredUsers ? slate.values[slot] : 0);
        }
        JsonNode params = config.get("params");
        double none = params.get("no_click_mass").doubleValue();
        double weight = switch (params.get("choice_model").textValue()) {
            case "multinomial_logit" -> new MultinomialLogit(none).weigh(probabilities, slate.size);
            case "exponential_cascade" ->
                new ExponentialCascade(
                                params.get("attention_prob").doubleValue(),
                                params.get("score_scaling").doubleValue())
                        .weigh(probabilities, slate.size);
            default ->
                new MultinomialProportional(params.get("min_normalizer").doubleValue(), none)
                        .weigh(probabilities, slate.size);
        };
        double nothing = Choices.normalize(probabilities, slate.size, weight);
        assertThat(probabilities)
                .as(where)
                .containsExactly(ReferenceData.doubles(step.get("choice_probabilities")), EXACT);
        assertThat(nothing).as(where).isEqualTo(step.get("no_click_probability").doubleValue(), EXACT);
        int chosen =
                step.get("chosen").isNull() ? slate.size : step.get("chosen").intValue();
        double before = 0;
        for (int slot = 0; slot < chosen; slot++) {
            before += probabilities[slot];
        }
        return before + (chosen < slate.size ? probabilities[chosen] : nothing) / 2;
    }

    private void check(JsonNode step, Problem problem, Slate slate, String where) {
        assertThat(slate.isClicked()).as(where).isEqualTo(!step.get("chosen").isNull());
        if (slate.isClicked()) {
            assertThat(slate.clicked).as(where).isEqualTo(step.get("chosen").intValue());
        }
        assertThat(problem.users().left(state, 0))
                .as(where)
                .isEqualTo(step.get("done").booleanValue());
        checkField(step, "new_time_budget", state[state.length - 1], where);
        checkField(step, "new_npe", state[0], where);
        checkField(step, "watch_time", slate.amount, where);
        checkField(step, "engagement", slate.amount, where);
        checkField(step, "observed_engagement_clipped", Math.min(100, slate.amount), where);
        if (step.has("new_interest_of_cluster")) {
            checkField(step, "new_interest_of_cluster", state[slate.clusters[slate.clicked]], where);
        }
        if (problem.users() instanceof SatisfactionUsers users) {
            checkField(step, "new_satisfaction", users.dynamics().satisfaction(state[0]), where);
            assertThat(ResponseField.ENGAGEMENT.value(slate, 0)).isEqualTo(Math.min(100, slate.amount));
        }
    }

    private static void checkField(JsonNode step, String name, double actual, String where) {
        if (step.has(name)) {
            assertThat(actual).as(where + " " + name).isEqualTo(step.get(name).doubleValue(), EXACT);
        }
    }

    private void measure(Problem problem, Slate slate) {
        if (!slate.isClicked() || problem.users() instanceof SatisfactionUsers) {
            metrics.merge("no_click", slate.isClicked() ? 0.0 : 1.0, Double::sum);
            return;
        }
        clicks++;
        quality += problem.responses().contains(ResponseField.QUALITY)
                ? ResponseField.QUALITY.value(slate, slate.clicked)
                : ResponseField.HIDDEN_QUALITY.value(slate, slate.clicked);
        metrics.merge("cluster_" + (int) ResponseField.CLUSTER_ID.value(slate, slate.clicked), 1.0, Double::sum);
        metrics.merge("no_click", 0.0, Double::sum);
    }

    /** The reference's metrics, which follow from the signals. */
    private void checkMetrics(JsonNode written, int steps) {
        if (written.isNull()) {
            return;
        }
        assertThat(clicks / (double) steps).isEqualTo(written.get("CTR").doubleValue(), EXACT);
        assertThat(quality / clicks).isEqualTo(written.get("AverageQuality").doubleValue(), EXACT);
        assertThat(metrics).hasSize(written.size() - 2);
        metrics.forEach((name, count) -> assertThat(count / steps)
                .as(name)
                .isEqualTo(written.get("cluster_watch_count_frac/" + name).doubleValue(), EXACT));
    }
}
