package org.recarena.simulator.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.recarena.simulator.ReferenceData;

/** The choice models against the reference's, and at their limits. */
class ChoiceModelTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @TestFactory
    List<DynamicTest> agreesWithTheReference() {
        return ReferenceData.read("recsim/det_choice_models.json")
                .get("cases")
                .valueStream()
                .map(ChoiceModelTest::test)
                .toList();
    }

    private static DynamicTest test(JsonNode recorded) {
        return DynamicTest.dynamicTest(
                recorded.get("model").textValue() + recorded.get("params") + recorded.get("raw_scores"), () -> {
                    ChoiceModel model = model(recorded.get("model").textValue(), recorded.get("params"));
                    double[] weights = ReferenceData.doubles(recorded.get("raw_scores"));
                    double none = model.weigh(weights, weights.length);
                    assertThat(weights).containsExactly(ReferenceData.doubles(recorded.get("model_scores")), EXACT);
                    assertThat(none)
                            .isEqualTo(recorded.get("model_score_no_click").doubleValue(), EXACT);
                    double nothing = Choices.normalize(weights, weights.length, none);
                    assertThat(weights)
                            .containsExactly(ReferenceData.doubles(recorded.get("choice_probabilities")), EXACT);
                    assertThat(nothing)
                            .isEqualTo(recorded.get("no_choice_probability").doubleValue(), EXACT);
                });
    }

    private static ChoiceModel model(String name, JsonNode params) {
        double none = params.path("no_click_mass").asDouble(Double.NEGATIVE_INFINITY);
        double baseline = params.path("min_normalizer").asDouble(0);
        double attention = params.path("attention_prob").asDouble(0);
        double scaling = params.path("score_scaling").asDouble(0);
        return switch (name) {
            case "multinomial_logit" -> new MultinomialLogit(none);
            case "multinomial_proportional" -> new MultinomialProportional(baseline, none);
            case "exponential_cascade" -> new ExponentialCascade(attention, scaling);
            case "proportional_cascade" -> new ProportionalCascade(attention, scaling, baseline);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Test
    void picksTheFirstSlotWhoseCumulativeProbabilityExceedsTheUniform() {
        double[] weights = {1, 0, 2};
        assertThat(Choices.pick(weights, 3, 1, 0)).isEqualTo(0);
        assertThat(Choices.pick(weights, 3, 1, Math.nextDown(0.25))).isEqualTo(0);
        assertThat(Choices.pick(weights, 3, 1, 0.25)).isEqualTo(2);
        assertThat(Choices.pick(weights, 3, 1, Math.nextDown(0.75))).isEqualTo(2);
        assertThat(Choices.pick(weights, 3, 1, 0.75)).isEqualTo(3);
        assertThat(Choices.pick(weights, 3, 0, Math.nextDown(1.0))).isEqualTo(2);
    }

    @Test
    void choosesNothingFromAnEmptySlateOrWithoutAnyWeight() {
        assertThat(Choices.pick(new double[1], 0, 1, 0)).isZero();
        assertThat(Choices.pick(new double[2], 2, 0, 0)).isEqualTo(2);
        assertThat(Choices.normalize(new double[2], 2, 0)).isEqualTo(1);
        for (ChoiceModel model : List.of(
                new MultinomialLogit(1),
                new MultinomialProportional(-1, 1),
                new ExponentialCascade(1, 0.1),
                new ProportionalCascade(1, 0.1, -1))) {
            double none = model.weigh(new double[0], 0);
            assertThat(Choices.normalize(new double[0], 0, none))
                    .as(model.toString())
                    .isEqualTo(1);
        }
    }

    @Test
    void saysForWhichScoresItIsDefined() {
        assertThat(new MultinomialLogit(1).fault(-1e9, 1e9)).isEmpty();
        assertThat(new MultinomialProportional(-1, -1).fault(-1, 5)).isEmpty();
        assertThat(new MultinomialProportional(-1, 1)
                        .fault(-1.5, 5)
                        .orElseThrow()
                        .parameter())
                .isEqualTo("min_normalizer");
        assertThat(new MultinomialProportional(-1, -2)
                        .fault(-1, 5)
                        .orElseThrow()
                        .parameter())
                .isEqualTo("no_click_mass");
        assertThat(new ExponentialCascade(1, 0.36).fault(-1, 1)).isEmpty();
        assertThat(new ExponentialCascade(1, 0.37).fault(-1, 1).orElseThrow().parameter())
                .isEqualTo("score_scaling");
        assertThat(new ProportionalCascade(1, 0.5, -1).fault(-1, 1)).isEmpty();
        assertThat(new ProportionalCascade(1, 0.51, -1)
                        .fault(-1, 1)
                        .orElseThrow()
                        .parameter())
                .isEqualTo("score_scaling");
        assertThat(new ProportionalCascade(1, 0.1, 0).fault(-1, 1).orElseThrow().parameter())
                .isEqualTo("min_normalizer");
    }

    @Test
    void refusesScoresForWhichItIsNotDefined() {
        for (ChoiceModel model : List.of(
                new MultinomialProportional(0, 1), new ExponentialCascade(1, 9), new ProportionalCascade(1, 1, 0))) {
            assertThatThrownBy(() -> model.weigh(new double[] {-0.5, -0.5}, 2))
                    .as(model.toString())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
