package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.World;
import org.recarena.simulator.input.InvalidInputException;

/** Configs that are refused, and what is said of them. */
class RecSimConfigTest {

    private static void refuses(String id, Map<String, ?> config, long seed, String reason) {
        assertThatThrownBy(() -> Recorded.world(id, config, seed))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void slatesLargerThanTheCandidates() {
        refuses(
                "InterestEvolution",
                Map.of("num_candidates", 3, "slate_size", 4),
                1,
                "config.slate_size is 4; it must be at most num_candidates 3");
    }

    @Test
    void choiceModelsThatAreNotDefinedForAllInterests() {
        refuses("InterestEvolution", Map.of("min_normalizer", -0.5), 1, "config.min_normalizer is -0.5");
        refuses("InterestEvolution", Map.of("no_click_mass", -2), 1, "config.no_click_mass is -2.0");
        refuses(
                "InterestEvolution",
                Map.of("choice_model", "exponential_cascade", "score_scaling", 0.4),
                1,
                "config.score_scaling is 0.4");
        refuses("InterestEvolution", Map.of("choice_model", "dice"), 1, "config.choice_model is \"dice\"");
    }

    @Test
    void globalSeedsThatTheReferenceDoesNotTake() {
        Map<String, Object> last = Map.of("random", "numpy", "global_seed", 4_294_967_295.0);
        World world = Recorded.world("InterestEvolution", last, 1);
        Recorded.reset(Recorded.open(world, 1, 1, AutoresetMode.SAME_STEP));
        assertThatThrownBy(() -> Recorded.open(world, 1, 2, AutoresetMode.SAME_STEP))
                .hasMessageContaining(
                        "config.global_seed is 4294967295; with random \"numpy\" it must be at least 0 and"
                                + " at most 4294967294");
        refuses("InterestEvolution", Map.of("global_seed", 4_294_967_296.0), 1, "config.global_seed is 4294967296;");
    }

    @Test
    void topicsForWhichTheReferenceFails() {
        refuses("InterestEvolution", Map.of("num_topics", 7, "random", "numpy"), 1, "config.num_topics is 7");
        assertThat(Recorded.world("InterestEvolution", Map.of("num_topics", 7), 1)
                        .parameters()
                        .get("topic_quality_means")
                        .values())
                .containsExactly(-3, -2, -1, 0, 0, 1.5, 3);
    }

    @Test
    void statesToStartFromThatDoNotFit() {
        refuses(
                "TestMdp",
                Map.of("starting_probs", List.of(0.5, 0.5)),
                1,
                "config.starting_probs has 2 values; it takes one for each of the 6 states");
        refuses(
                "TestMdp",
                Map.of("starting_probs", List.of(0.5, 0.6, 0, 0, 0, 0)),
                1,
                "config.starting_probs adds up to 1.1");
        assertThat(Recorded.world(
                                "TestMdp", Map.of("starting_probs", List.of(0, 0, 0, 0, 0, 1), "starting_state", 5), 1)
                        .warnings())
                .containsExactly("starting_state has no effect with starting_probs");
    }

    @Test
    void distributionsAndMatricesThatDoNotFit() {
        refuses(
                "InterestExploration",
                Map.of("topic_distribution", List.of(0.5, 0.6)),
                1,
                "config.topic_distribution adds up to 1.1");
        refuses(
                "InterestExploration",
                Map.of("topic_quality_mean", List.of(0.5)),
                1,
                "config.topic_quality_mean has 1 values; it takes one for each of the 2 topics");
        refuses(
                "InterestExploration",
                Map.of("user_type_distribution", List.of(1.0)),
                1,
                "config.user_document_mean_affinity_matrix has 2 rows of 2; it takes 1 rows");
    }

    @Test
    void seedsThatNumpyDoesNotTake() {
        refuses("InterestEvolution", Map.of("random", "numpy"), -1, "seed is 18446744073709551615");
        refuses("LongTermSatisfaction", Map.of("random", "numpy"), 0xFFFF_FFFFL, "seed is 4294967295");
        assertThat(Recorded.world("InterestEvolution", Map.of(), -1).warnings()).isEmpty();
    }

    @Test
    void valuesOutOfRange() {
        refuses("LongTermSatisfaction", Map.of("memory_discount", 1), 1, "config.memory_discount is 1");
        refuses("InterestEvolution", Map.of("step_penalty", 0), 1, "config.step_penalty is 0");
    }

    @Test
    void warnsOfKeysWithoutEffect() {
        assertThat(Recorded.world("InterestEvolution", Map.of("global_seed", 3), 1)
                        .warnings())
                .containsExactly("global_seed has no effect with random \"streams\", where all follows from the seed");
        assertThat(Recorded.world("LongTermSatisfaction", Map.of("document_seed_offset", 3), 1)
                        .warnings())
                .containsExactly(
                        "document_seed_offset has no effect with random \"streams\", where all follows from the seed");
        Map<String, Object> numpy = Map.of("random", "numpy", "document_seed_offset", 3, "global_seed", 3);
        assertThat(Recorded.world("LongTermSatisfaction", numpy, 1).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "multinomial_proportional, score_scaling attention_prob",
        "multinomial_logit, min_normalizer score_scaling attention_prob",
        "exponential_cascade, no_click_mass min_normalizer",
        "proportional_cascade, no_click_mass"
    })
    void warnsOfKeysThatAChoiceModelDoesNotUse(String model, String unused) {
        Map<String, Object> config = Map.of(
                "choice_model",
                model,
                "no_click_mass",
                2,
                "min_normalizer",
                -1.5,
                "score_scaling",
                0.1,
                "attention_prob",
                0.5);
        assertThat(Recorded.world("InterestEvolution", config, 1).warnings())
                .containsExactlyElementsOf(Stream.of(unused.split(" "))
                        .map(key -> key + " has no effect with choice_model \"" + model + "\"")
                        .toList());
    }
}
