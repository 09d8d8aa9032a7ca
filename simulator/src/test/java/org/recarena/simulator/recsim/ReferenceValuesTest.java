package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.ReferenceData;
import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.choice.Choices;
import org.recarena.simulator.choice.MultinomialLogit;
import org.recarena.simulator.choice.MultinomialProportional;
import org.recarena.simulator.math.Exponential;

/** The parts of the user models against values that the reference computed. */
class ReferenceValuesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);
    private static final JsonNode EVOLUTION = ReferenceData.read("recsim/det_interest_evolution.json");
    private static final JsonNode EXPLORATION = ReferenceData.read("recsim/det_interest_exploration.json");
    private static final JsonNode SATISFACTION = ReferenceData.read("recsim/det_long_term_satisfaction.json");

    @Test
    void meanQualitiesOfTopics() {
        for (JsonNode recorded : EVOLUTION.get("cluster_quality_means")) {
            int topics = recorded.get("num_features").intValue();
            double[] expected = ReferenceData.doubles(recorded.get("means"));
            assertThat(TopicDocuments.referenceMeans(topics)).isEqualTo(expected.length);
            double[] means =
                    TopicDocuments.means(topics, number(recorded, "min_utility"), number(recorded, "max_utility"));
            assertThat(means).hasSize(topics);
            if (expected.length == topics) {
                assertThat(means).containsExactly(expected, EXACT);
            }
        }
    }

    /**
     * To the last bit: with documents of one quality only, that decides whether a click on the last of these ends a
     * visit.
     */
    @Test
    void theLastMeanOfALineIsNotRounded() {
        double[] means = TopicDocuments.means(20, -1.7, 2.3);
        assertThat(-1.7 + 13 * (1.7 / 13)).isNotEqualTo(0.0);
        assertThat(means[13]).isEqualTo(0.0);
        assertThat(means[14]).isEqualTo(0.0);
        assertThat(means[19]).isEqualTo(2.3);
    }

    @Test
    void interestsAndBudgetAfterAClick() {
        for (JsonNode recorded : EVOLUTION.get("user_update")) {
            String where = recorded.get("tag").textValue();
            double[] interests = ReferenceData.doubles(recorded.get("interests"));
            double[] features = ReferenceData.doubles(recorded.get("doc_features"));
            InterestDrift drift =
                    new InterestDrift(number(recorded, "alpha_x_intercept"), number(recorded, "alpha_y_intercept"));
            assertThat(Arrays.stream(interests).map(drift::stepSize).toArray())
                    .as(where)
                    .containsExactly(ReferenceData.doubles(recorded.get("alpha_vector")), EXACT);
            assertThat(drift.approachProbability(interests, 0, features.length, features, 0))
                    .as(where)
                    .isEqualTo(number(recorded, "positive_update_value"), EXACT);
            double budget = budget(recorded)
                    .afterClick(
                            number(recorded, "time_budget"),
                            number(recorded, "watch_time"),
                            expectedUtility(recorded, interests, features),
                            number(recorded, "doc_quality"));
            for (boolean approach : new boolean[] {true, false}) {
                JsonNode branch = recorded.get(approach ? "if_positive" : "if_negative");
                if (!branch.isNull()) {
                    double[] state = new double[interests.length + 1];
                    System.arraycopy(interests, 0, state, 1, interests.length);
                    drift.move(state, 1, features.length, features, 0, approach);
                    assertThat(Arrays.copyOfRange(state, 1, state.length))
                            .as(where)
                            .containsExactly(ReferenceData.doubles(branch.get("interests")), EXACT);
                    assertThat(budget).as(where).isEqualTo(number(branch, "time_budget"), EXACT);
                }
            }
        }
    }

    private static double expectedUtility(JsonNode recorded, double[] interests, double[] features) {
        double none = number(recorded, "no_click_mass");
        ChoiceModel model = recorded.get("choice_model").textValue().equals("multinomial_logit")
                ? new MultinomialLogit(none)
                : new MultinomialProportional(number(recorded, "min_normalizer"), none);
        double score = 0;
        for (int topic = 0; topic < interests.length; topic++) {
            score += interests[topic] * features[topic];
        }
        double[] scores = {score};
        if (number(recorded, "user_quality_factor") != 0) {
            model.weigh(scores, 1);
        }
        return scores[0];
    }

    private static WatchBudget budget(JsonNode recorded) {
        return new WatchBudget(
                0,
                0,
                0,
                number(recorded, "user_update_alpha"),
                number(recorded, "user_quality_factor"),
                number(recorded, "document_quality_factor"));
    }

    @Test
    void budgetWithoutAClickAndWatchTime() {
        for (JsonNode recorded : EVOLUTION.get("no_click_budget")) {
            WatchBudget budget = new WatchBudget(0, 0, number(recorded, "step_penalty"), 0, 0, 0);
            double after = budget.afterNoClick(number(recorded, "time_budget"));
            assertThat(after).isEqualTo(number(recorded, "new_time_budget"), EXACT);
            assertThat(after <= 0).isEqualTo(recorded.get("terminal").booleanValue());
        }
        for (JsonNode recorded : EVOLUTION.get("watch_time")) {
            WatchBudget budget = new WatchBudget(0, number(recorded, "video_length"), 0, 0, 0, 0);
            assertThat(budget.watchTime(number(recorded, "time_budget")))
                    .isEqualTo(number(recorded, "watch_time"), EXACT);
        }
    }

    @Test
    void choicesOfEvolvingUsers() {
        for (JsonNode recorded : EVOLUTION.get("slate_choice")) {
            double[] interests = ReferenceData.doubles(recorded.get("interests"));
            double[] weights = Arrays.stream(ReferenceData.ints(recorded.get("slate_clusters")))
                    .mapToDouble(topic -> interests[topic])
                    .toArray();
            checkChoice(
                    new MultinomialProportional(number(recorded, "min_normalizer"), number(recorded, "no_click_mass")),
                    weights,
                    recorded);
        }
    }

    @Test
    void choicesOfExploredUsers() {
        for (JsonNode recorded : EXPLORATION.get("slate_choice")) {
            double[] affinity = ReferenceData.doubles(recorded.get("topic_affinity"));
            double[] weights = recorded.get("slate")
                    .valueStream()
                    .mapToDouble(doc -> affinity[doc.get("cluster_id").intValue()] + number(doc, "quality"))
                    .toArray();
            assertThat(weights).containsExactly(ReferenceData.doubles(recorded.get("raw_scores")), EXACT);
            checkChoice(new MultinomialLogit(number(recorded, "no_click_mass")), weights, recorded);
        }
    }

    private static void checkChoice(ChoiceModel model, double[] weights, JsonNode recorded) {
        double nothing = Choices.normalize(weights, weights.length, model.weigh(weights, weights.length));
        assertThat(weights).containsExactly(ReferenceData.doubles(recorded.get("probabilities")), EXACT);
        assertThat(nothing).isEqualTo(number(recorded, "no_click_probability"), EXACT);
    }

    @Test
    void momentsOfLogNormalQuality() {
        for (JsonNode recorded : EXPLORATION.get("lognormal_moments")) {
            double mu = number(recorded, "mu");
            double sigma = number(recorded, "sigma");
            QualityDocuments documents =
                    new QualityDocuments(new double[] {1}, new double[] {mu}, new double[] {sigma});
            assertThat(documents.value(0, new FixedDraws(0))).isEqualTo(number(recorded, "median"), EXACT);
            // The mean by Gauss-Hermite quadrature would test the quadrature; that of exponentials is closed.
            assertThat(documents.value(0, new FixedDraws(sigma / 2))).isEqualTo(number(recorded, "mean"), EXACT);
        }
        double[] prior = new double[2];
        double[][] means = {{0.1, 0.7}, {0.7, 0.1}};
        double[] trueMeans = new double[2];
        double[] types = {0.3, 0.7};
        for (int type = 0; type < 2; type++) {
            for (int topic = 0; topic < 2; topic++) {
                prior[topic] += types[type] * means[type][topic];
                trueMeans[topic] += types[type] * Exponential.exp(means[type][topic] + 0.005);
            }
        }
        JsonNode recorded = EXPLORATION.get("avg_user_state_default");
        assertThat(prior).containsExactly(ReferenceData.doubles(recorded.get("value")), EXACT);
        assertThat(trueMeans).containsExactly(ReferenceData.doubles(recorded.get("true_mean_affinity")), EXACT);
    }

    @Test
    void satisfactionAndEngagement() {
        for (JsonNode recorded : SATISFACTION.get("npe_update")) {
            JsonNode state = recorded.get("state");
            SatisfactionDynamics dynamics = dynamics(state);
            double before = number(state, "net_positive_exposure");
            assertThat(dynamics.satisfaction(before)).isEqualTo(number(recorded, "satisfaction_before"), EXACT);
            double after =
                    dynamics.exposureAfter(before, number(recorded, "clickbait"), number(recorded, "innovation"));
            assertThat(after).isEqualTo(number(recorded, "new_npe"), EXACT);
            assertThat(dynamics.satisfaction(after)).isEqualTo(number(recorded, "new_satisfaction"), EXACT);
            assertThat(number(state, "time_budget") - 1).isEqualTo(number(recorded, "new_time_budget"), EXACT);
        }
        for (JsonNode recorded : SATISFACTION.get("engagement")) {
            SatisfactionDynamics dynamics = dynamics(recorded.get("state"));
            double clickbait = number(recorded, "clickbait");
            double satisfaction = number(recorded, "satisfaction");
            double mean = dynamics.logMean(clickbait, satisfaction);
            double stddev = dynamics.logStddev(clickbait);
            assertThat(mean).isEqualTo(number(recorded, "log_mean"), EXACT);
            assertThat(stddev).isEqualTo(number(recorded, "log_stddev"), EXACT);
            checkRelative(dynamics.engagement(clickbait, satisfaction, 0), number(recorded, "engagement_median"));
            checkRelative(
                    dynamics.engagement(clickbait, satisfaction, stddev / 2), number(recorded, "engagement_mean"));
            double variance = (Exponential.exp(stddev * stddev) - 1) * Exponential.exp(2 * mean + stddev * stddev);
            checkRelative(variance, number(recorded, "engagement_variance"));
        }
        for (JsonNode recorded : SATISFACTION.get("initial_npe")) {
            SatisfactionDynamics dynamics =
                    new SatisfactionDynamics(number(recorded, "memory_discount"), 0, 0, 0, 0, 0, 0);
            assertThat(dynamics.initialExposure(number(recorded, "uniform"))).isEqualTo(number(recorded, "npe"), EXACT);
        }
    }

    static SatisfactionDynamics dynamics(JsonNode params) {
        return new SatisfactionDynamics(
                number(params, "memory_discount"),
                number(params, "sensitivity"),
                number(params, "innovation_stddev"),
                number(params, "choc_mean"),
                number(params, "choc_stddev"),
                number(params, "kale_mean"),
                number(params, "kale_stddev"));
    }

    private static void checkRelative(double actual, double expected) {
        assertThat(actual).isEqualTo(expected, Offset.offset(1e-9 * Math.max(1, Math.abs(expected))));
    }

    private static double number(JsonNode node, String name) {
        return node.get(name).doubleValue();
    }
}
