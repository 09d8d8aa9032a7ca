package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.recarena.simulator.session.SessionPlay.truth;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.Twin;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Column;

/** The engine of sessions: what it promises whatever biases are on. */
class SessionTest {

    private static final long SEED = 7;
    private static final SessionV1 ENVIRONMENT = new SessionV1();

    /** Everything at once, so that no part of the state is left out. */
    private static Map<String, Object> everything() {
        Map<String, Object> config = SessionPlay.config(Map.of("position.exponent", Map.of("uniform", List.of(0, 3))));
        BiasCases.all().stream()
                .filter(bias -> bias.rule().equals("independent") && !bias.id().equals("position"))
                .forEach(bias -> config.putAll(bias.keys(bias.on())));
        BiasCases.later().forEach(bias -> config.putAll(bias.keys(bias.on())));
        return config;
    }

    @Test
    void aLaneDoesNotDependOnTheOthers() {
        SessionPlay many = new SessionPlay(everything(), SEED, 6);
        SessionPlay few = new SessionPlay(everything(), SEED, 2);
        for (int step = 0; step < 80; step++) {
            int[] slates = many.slates();
            Outcome all = many.step(slates);
            Outcome some = few.step(Arrays.copyOf(slates, 2 * SessionPlay.SLOTS));
            assertThat(some.rewards()).containsExactly(Arrays.copyOf(all.rewards(), 2));
            for (int signal = 0; signal < some.signals().size(); signal++) {
                Column column = some.signals().get(signal);
                for (int i = 0; i < column.count(); i++) {
                    assertThat(column.get(i))
                            .isEqualTo(all.signals().get(signal).get(i));
                }
            }
        }
    }

    @Test
    void goesOnFromASavedState() throws IOException {
        SessionPlay play = new SessionPlay(everything(), SEED, 3);
        play.digest(17);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        play.simulation().save(new DataOutputStream(bytes));
        Simulation restored =
                new Simulation(play.world(), SEED + 1, 3, AutoresetMode.SAME_STEP, List.of("user", "hours"));
        restored.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int step = 0; step < 60; step++) {
            int[] slates = play.slates();
            Outcome expected = play.step(slates);
            Outcome actual = restored.step(slates);
            assertThat(actual.rewards()).containsExactly(expected.rewards());
            assertThat(actual.episodes()).containsExactly(expected.episodes());
        }
    }

    @Test
    void askingForTwinsChangesNothing() {
        SessionPlay asked = new SessionPlay(everything(), SEED, 4);
        SessionPlay plain = new SessionPlay(everything(), SEED, 4);
        for (int step = 0; step < 40; step++) {
            int[] slates = asked.slates();
            assertThat(plain.slates()).containsExactly(slates);
            asked.twin(step % 4, slates, "satiation", "trust");
            assertThat(asked.step(slates).rewards())
                    .containsExactly(plain.step(slates).rewards());
        }
    }

    /** Within 4 standard errors of the mean difference. */
    @Test
    void rewardsAreOnAverageWhatTheyAreExpectedToBe() {
        Map<String, Object> config = everything();
        config.keySet().removeIf(key -> key.startsWith("delayed_feedback"));
        config.put("reward.kind", "vector");
        config.put("reward.like", 1.0);
        config.put("reward.completion", 1.0);
        config.put("reward.purchase", 1.0);
        config.put("reward.value", 0.1);
        config.put("reward.impression", -0.1);
        SessionPlay play = new SessionPlay(config, SEED, 50);
        int components = play.world().rewardModel().names().size();
        assertThat(components).isEqualTo(9);
        double[] sum = new double[components];
        double[] squares = new double[components];
        for (int step = 0; step < 300; step++) {
            int[] slates = play.slates();
            double[] expected = new double[play.lanes() * components];
            for (int lane = 0; lane < play.lanes(); lane++) {
                Twin twin = play.twin(lane, slates);
                assertThat(twin.rewardErrors()).containsOnly(0);
                System.arraycopy(twin.expectedRewards(), 0, expected, lane * components, components);
            }
            double[] rewards = play.step(slates).rewards();
            for (int i = 0; i < rewards.length; i++) {
                sum[i % components] += rewards[i] - expected[i];
                squares[i % components] += (rewards[i] - expected[i]) * (rewards[i] - expected[i]);
            }
        }
        for (int i = 0; i < components; i++) {
            assertThat(Math.abs(sum[i]))
                    .as(play.world().rewardModel().names().get(i))
                    .isLessThanOrEqualTo(4 * Math.sqrt(squares[i]));
        }
    }

    @Test
    void whatHasNoClosedFormIsEstimatedWithAnError() {
        Map<String, Object> config = SessionPlay.config(Map.of("reward.churn", -1.0, "visit.satisfied_stay", 1.0));
        SessionPlay play = new SessionPlay(config, SEED, 1);
        Twin twin = play.twin(0, play.slates());
        assertThat(twin.rewardErrors()[0]).isPositive().isLessThan(0.2);
    }

    @Test
    void delayedPurchasesSayWhichStepTheyBelongTo() {
        Map<String, Object> config = SessionPlay.config(Map.of(
                "delayed_feedback.scale", 0.05, "delayed_feedback.law", "exponential", "purchase.intercept", 1.0));
        config.put("visit.leave_probability", 0);
        config.put("max_episode_steps", 0);
        config.put("reward.kind", "vector");
        config.put("reward.purchase", 1.0);
        SessionPlay play = new SessionPlay(config, SEED, 1);
        List<String> names = play.world().spaces().signals().stream()
                .map(spec -> spec.name())
                .toList();
        int late = 0;
        int later = 0;
        double rewarded = 0;
        for (int step = 0; step < 300; step++) {
            int[] slates = play.slates();
            Outcome outcome = play.step(slates);
            Column steps = outcome.signals().get(names.indexOf("late_purchase_step"));
            rewarded += outcome.rewards()[play.world().rewardModel().names().indexOf("purchase")];
            for (int i = 0; i < steps.count(); i++) {
                if (steps.get(i) >= 0) {
                    late++;
                    later += steps.get(i) < step ? 1 : 0;
                    assertThat(steps.get(i)).isLessThanOrEqualTo(step);
                }
            }
            Column at = outcome.signals().get(names.indexOf("purchase"));
            for (int i = 0; i < at.count(); i++) {
                assertThat(at.get(i)).isZero();
            }
        }
        assertThat(later).isGreaterThan(50);
        assertThat(rewarded).isEqualTo(late);
    }

    @Test
    void satiationTendsToItsSteadyState() {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 1, "slate_size", 1, "max_episode_steps", 0));
        config.put("appeal.intercept", 50);
        config.put("visit.leave_probability", 0);
        config.put("satiation.satisfaction", 1e-9);
        config.put("satiation.memory", 0.9);
        SessionPlay play = new SessionPlay(config, SEED, 1);
        play.digest(300);
        double satiation = truth(play.twin(0, new int[] {0}), "satiation", 0);
        assertThat(satiation).isCloseTo(0.9 / (1 - 0.9), Offset.offset(1e-9));
    }

    @Test
    void distributionsAreDrawnForEachEpisodeOrOnce() {
        for (String per : List.of("episode", "world")) {
            Map<String, Object> law = Map.of("uniform", List.of(0, 2), "per", per);
            SessionPlay play =
                    new SessionPlay(SessionPlay.config(Map.of("position", Map.of("exponent", law))), SEED, 40);
            TreeSet<Double> looks = new TreeSet<>();
            int[] slates = play.slates();
            for (int lane = 0; lane < play.lanes(); lane++) {
                looks.add(truth(play.twin(lane, slates), "examination", 1)); // 2^-exponent
            }
            assertThat(looks).hasSize(per.equals("world") ? 1 : 40);
            assertThat(looks.first()).isGreaterThanOrEqualTo(0.25 - 1e-12);
            assertThat(looks.last()).isLessThanOrEqualTo(1);
        }
    }

    /** What was drawn, put into the config, makes the same episode again. */
    @Test
    void whatWasDrawnRecreatesTheEpisode() {
        Map<String, Object> law = Map.of("uniform", List.of(0, 2));
        SessionPlay play = new SessionPlay(SessionPlay.config(Map.of("position.exponent", law)), SEED, 1);
        int state = play.simulation().lanes().userStates().stream()
                .map(spec -> spec.name())
                .toList()
                .indexOf("drawn.position.exponent");
        Column drawn = new Column(play.simulation().lanes().userStates().get(state), 1);
        play.simulation().lanes().userState(state, 0, drawn);
        SessionPlay again = new SessionPlay(SessionPlay.config(Map.of("position.exponent", drawn.get(0))), SEED, 1);
        boolean over = false;
        while (!over) {
            int[] slates = play.slates();
            Outcome first = play.step(slates);
            assertThat(again.step(slates).rewards()).containsExactly(first.rewards());
            over = first.terminated()[0] + first.truncated()[0] > 0;
        }
    }

    @Test
    void candidatesAreDistinctItemsOfALargeCatalogue() {
        Map<String, Object> config = Map.of("num_items", 100_000, "num_candidates", 100, "slate_size", 5);
        Config resolved = ENVIRONMENT.schema().resolve(config);
        Simulation simulation = new Simulation(
                ENVIRONMENT.createWorld(resolved, SEED), SEED, 2, AutoresetMode.SAME_STEP, List.of("candidates"));
        Column first = simulation.reset(new byte[0], new long[0]).observations().get(0);
        Column second = simulation
                .step(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
                .observations()
                .get(0);
        TreeSet<Double> seen = new TreeSet<>();
        int same = 0;
        for (int i = 0; i < 100; i++) {
            seen.add(first.get(i));
            same += first.get(i) == second.get(i) ? 1 : 0;
        }
        assertThat(seen).hasSize(100);
        assertThat(same).isLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "independent",
                "logit",
                "proportional",
                "nested_logit",
                "cascade",
                "dcm",
                "ccm",
                "dbn",
                "sdbn",
                "ubm"
            })
    void everyRuleClicksAsItSays(String rule) {
        Map<String, Object> config = SessionPlay.config(Map.of("choice.rule", rule, "position.exponent", 0.5));
        SessionPlay play = new SessionPlay(config, SEED, 100);
        Closeness closeness = new Closeness(SessionPlay.SLOTS);
        for (int step = 0; step < 400; step++) {
            int[] slates = play.slates();
            double[] probabilities = new double[slates.length];
            for (int lane = 0; lane < play.lanes(); lane++) {
                System.arraycopy(
                        play.twin(lane, slates).clickProbabilities(), 0, probabilities, lane * 5, SessionPlay.SLOTS);
            }
            Column clicks = play.step(slates).signals().get(1);
            for (int i = 0; i < slates.length; i++) {
                closeness.add(i % SessionPlay.SLOTS, clicks.get(i), probabilities[i]);
            }
        }
        closeness.assertWithin(4);
    }

    @Test
    void saysEverythingThatIsWrongWithAConfigAtOnce() {
        Map<String, Object> wrong = Map.of(
                "position",
                Map.of("exponent", Map.of("uniform", List.of(2, 1)), "expnent", 1),
                "trust.false_first",
                2,
                "num_items",
                "many");
        assertThatThrownBy(() -> ENVIRONMENT.schema().resolve(wrong))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config.position.exponent is {uniform=[2, 1]}; a distribution is one of")
                .hasMessageContaining("config.position.expnent is not a parameter")
                .hasMessageContaining("did you mean position.exponent?")
                .hasMessageContaining("config.trust.false_first is 2")
                .hasMessageContaining("config.num_items is \"many\"");
        Config overload = ENVIRONMENT.schema().resolve(Map.of("overload.weight", 1));
        assertThatThrownBy(() -> ENVIRONMENT.spaces(overload))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config.overload.weight is not 0; overload needs a choice.rule");
    }

    @Test
    void saysWhatAConfigTurnsOnStageByStage() {
        Config config = ENVIRONMENT.schema().resolve(Map.of("position.exponent", 1, "trust.false_first", 0.5));
        assertThat(ENVIRONMENT.summary(config))
                .startsWith("exposure: no bias", "examination: position", "attraction: no bias")
                .contains("choice: rule independent, trust", "world: no bias");
    }

    @Test
    void clickProbabilitiesAreThoseOfItemsAlone() {
        SessionPlay play = new SessionPlay(SessionPlay.config(Map.of()), SEED, 1);
        double[] alone = new double[SessionPlay.ITEMS];
        play.simulation().lanes().clickProbabilities(0, alone, 0);
        int[] slate = play.slates();
        double[] together = play.twin(0, slate).clickProbabilities();
        for (int slot = 0; slot < SessionPlay.SLOTS; slot++) {
            assertThat(together[slot]).isEqualTo(alone[slate[slot]]);
        }
    }

    /** What no schema sees, all of it at once. */
    @Test
    void whatContradictsItselfIsToldAtOnce() {
        Map<String, Object> wrong = Map.of(
                "num_items",
                10,
                "num_candidates",
                20,
                "users.cohort_shares",
                List.of(0.0),
                "reward.expression",
                "click +");
        assertThat(faults(wrong))
                .containsExactlyInAnyOrder(
                        "config.num_candidates", "config.users.cohort_shares", "config.reward.expression");
        assertThat(faults(
                        Map.of("choice.rule", "logit", "trust.false_first", 0.1, "users.cohort_shares", List.of(0.0))))
                .containsExactlyInAnyOrder("config.trust.false_first", "config.users.cohort_shares");
    }

    private static List<String> faults(Map<String, ?> config) {
        Config resolved = ENVIRONMENT.schema().resolve(config);
        try {
            ENVIRONMENT.spaces(resolved);
            return List.of();
        } catch (InvalidInputException refused) {
            return refused.violations().stream()
                    .map(InvalidInputException.Violation::field)
                    .toList();
        }
    }
}
