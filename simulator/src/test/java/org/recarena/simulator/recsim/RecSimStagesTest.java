package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Bytes;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.OutcomeText;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.Twin;
import org.recarena.simulator.World;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Column;

/** Stages laid over the environments of this package. Statistical tests fail for 1 in 15,000 seeds (4 errors). */
class RecSimStagesTest {

    private static final long SEED = 20261127;
    private static final int SLOTS = 3;
    private static final int CANDIDATES = 6;

    private static Map<String, Object> config(String id, Object... more) {
        Map<String, Object> config = new HashMap<>();
        config.put("num_candidates", CANDIDATES);
        config.put("slate_size", SLOTS);
        config.put("max_episode_steps", 50);
        for (int i = 0; i < more.length; i += 2) {
            if (offers(id, (String) more[i])) {
                config.put((String) more[i], more[i + 1]);
            }
        }
        return config;
    }

    /** Not every environment has every key. */
    private static boolean offers(String id, String key) {
        return EnvironmentCatalog.installed().find("RecSim-" + id + "-v1").orElseThrow().schema().parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(key));
    }

    private static Simulation open(String id, Map<String, Object> config, int lanes) {
        return Recorded.open(Recorded.world(id, config, SEED), SEED, lanes, AutoresetMode.SAME_STEP);
    }

    private static int[] actions(int lanes, int step) {
        int[] actions = new int[lanes * SLOTS];
        for (int i = 0; i < actions.length; i++) {
            actions[i] = (5 * step + 2 * (i / SLOTS) + i % SLOTS) % CANDIDATES;
        }
        return actions;
    }

    private static List<String> play(Simulation simulation, int steps) {
        List<String> outcomes = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            outcomes.add(OutcomeText.of(simulation.step(actions(simulation.laneCount(), t))));
        }
        return outcomes;
    }

    @ParameterizedTest
    @CsvSource({
        "InterestEvolution, streams",
        "InterestEvolution, numpy",
        "InterestExploration, streams",
        "InterestExploration, numpy",
        "LongTermSatisfaction, streams",
        "LongTermSatisfaction, numpy",
        "ChocKale, streams",
        "ChocKale, numpy",
        "TestMdp, streams",
        "TestMdp, numpy"
    })
    void offAndWithoutEffectChangeNothing(String id, String random) {
        Map<String, Object> plain = config(id, "random", random);
        Map<String, Object> off = config(
                id,
                "random",
                random,
                "position.exponent",
                0,
                "position.shape",
                "eye_tracking",
                "satiation.memory",
                0.5,
                "delayed_feedback.law",
                "weibull",
                "visit.hours_per_step",
                3);
        // So little that it rounds to nothing: the stages run, and what they do is nothing.
        Map<String, Object> on = config(
                id,
                "random",
                random,
                "position.exponent",
                1e-300,
                "satiation.attraction",
                1e-300,
                "noise.lost",
                1e-300);
        Simulation expected = open(id, plain, 3);
        String beginning = OutcomeText.of(Recorded.reset(expected));
        List<String> outcomes = play(expected, 120);
        for (Map<String, Object> config : List.of(off, on)) {
            Simulation actual = open(id, config, 3);
            assertThat(OutcomeText.of(Recorded.reset(actual))).isEqualTo(beginning);
            assertThat(play(actual, 120)).as(config.toString()).isEqualTo(outcomes);
        }
    }

    private static Map<String, Object> everything(String id, String random) {
        return config(
                id,
                "random",
                random,
                "position.exponent",
                Map.of("uniform", List.of(0.5, 1.5), "per", "episode"),
                "satiation.attraction",
                0.4,
                "satiation.noise",
                0.1,
                "noise.misclick",
                0.1,
                "noise.lost",
                0.2,
                "delayed_feedback.scale",
                2,
                "delayed_feedback.law",
                "exponential");
    }

    @ParameterizedTest
    @CsvSource({
        "InterestEvolution, streams",
        "InterestEvolution, numpy",
        "InterestExploration, streams",
        "LongTermSatisfaction, numpy",
        "ChocKale, streams",
        "ChocKale, numpy",
        "TestMdp, streams",
        "TestMdp, numpy"
    })
    void stateSurvivesBeingCopied(String id, String random) {
        Map<String, Object> config = everything(id, random);
        Simulation original = open(id, config, 3);
        Recorded.reset(original);
        play(original, 70);
        Simulation copy = open(id, config, 3);
        Bytes.load(copy, Bytes.of(original));
        assertThat(play(copy, 70)).isEqualTo(play(original, 70));
    }

    /** Topics are all that laws of satiation can go by. */
    @ParameterizedTest
    @CsvSource({
        "rebounding, topic",
        "rebounding, item",
        "rebounding, features",
        "rotting, topic",
        "power, topic",
        "recharging, topic",
        "threshold, topic",
        "two_state, topic"
    })
    void everyLawOfSatiationApplies(String law, String scope) {
        Map<String, Object> config = config(
                "InterestExploration",
                "satiation.attraction",
                3,
                "satiation.law",
                law,
                "satiation.scope",
                scope,
                "satiation.most",
                0);
        Simulation satiated = open("InterestExploration", config, 10);
        Simulation plain = open("InterestExploration", config("InterestExploration"), 10);
        Recorded.reset(satiated);
        Recorded.reset(plain);
        double fewer = 0;
        for (int t = 0; t < 200; t++) {
            double[] clean = plain.step(actions(10, t)).rewards();
            double[] dulled = satiated.step(actions(10, t)).rewards();
            fewer += Arrays.stream(clean).sum() - Arrays.stream(dulled).sum();
        }
        assertThat(fewer).as("clicks that satiation prevented, seed %d", SEED).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "InterestEvolution, multinomial_proportional",
        "InterestEvolution, multinomial_logit",
        "InterestEvolution, exponential_cascade",
        "InterestEvolution, proportional_cascade",
        "InterestExploration, multinomial_logit",
        "ChocKale, multinomial_logit"
    })
    void clicksAndRewardsHaveTheExactProbabilities(String id, String choice) {
        Map<String, Object> config = config(
                id,
                "choice_model",
                choice,
                "num_topics",
                3,
                "score_scaling",
                0.3,
                "position.exponent",
                1,
                "position.shape",
                "eye_tracking",
                "satiation.attraction",
                0.5,
                "noise.misclick",
                0.05,
                "noise.lost",
                0.1);
        int lanes = 20;
        Simulation simulation = open(id, config, lanes);
        Recorded.reset(simulation);
        double[] excess = new double[SLOTS];
        double[] variance = new double[SLOTS];
        double rewardExcess = 0;
        double rewardVariance = 0;
        for (int t = 0; t < 600; t++) {
            int[] actions = actions(lanes, t);
            List<Twin> twins = twins(simulation, actions, Set.of());
            Outcome outcome = simulation.step(actions);
            Column clicks = Recorded.column(outcome.signals(), "click");
            for (int lane = 0; lane < lanes; lane++) {
                Twin twin = twins.get(lane);
                for (int slot = 0; slot < SLOTS; slot++) {
                    double probability = twin.clickProbabilities()[slot];
                    excess[slot] += clicks.get(lane * SLOTS + slot) - probability;
                    variance[slot] += probability * (1 - probability);
                }
                double difference = outcome.rewards()[lane] - twin.expectedRewards()[0];
                rewardExcess += difference;
                rewardVariance += difference * difference;
                assertThat(twin.rewardErrors()[0]).isZero();
            }
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(excess[slot] / Math.sqrt(variance[slot]))
                    .as("errors in slot %d, seed %d", slot, SEED)
                    .isBetween(-4.0, 4.0);
        }
        assertThat(rewardExcess / Math.sqrt(rewardVariance))
                .as("errors of rewards, seed %d", SEED)
                .isBetween(-4.0, 4.0);
    }

    private static List<Twin> twins(Simulation simulation, int[] actions, Set<String> without) {
        List<Twin> twins = new ArrayList<>();
        for (int lane = 0; lane < simulation.laneCount(); lane++) {
            int[] action = Arrays.copyOfRange(actions, lane * SLOTS, (lane + 1) * SLOTS);
            twins.add(simulation.lanes().twin(lane, action, without));
        }
        return twins;
    }

    @ParameterizedTest
    @ValueSource(strings = {"InterestEvolution", "InterestExploration", "LongTermSatisfaction", "ChocKale", "TestMdp"})
    void aTwinWithNothingLeftOutIsWhatComesToPass(String id) {
        Simulation simulation = open(id, everything(id, "streams"), 4);
        Recorded.reset(simulation);
        for (int t = 0; t < 40; t++) {
            int[] actions = actions(4, t);
            List<Twin> twins = twins(simulation, actions, Set.of());
            Outcome outcome = simulation.step(actions);
            for (int lane = 0; lane < 4; lane++) {
                assertThat(twins.get(lane).rewards()).containsExactly(outcome.rewards()[lane]);
                for (Column signal : twins.get(lane).signals()) {
                    assertThat(Recorded.row(
                                    twins.get(lane).signals(), signal.spec().name(), 0))
                            .isEqualTo(Recorded.row(
                                    outcome.signals(), signal.spec().name(), lane));
                }
            }
        }
    }

    @Test
    void aTwinWithoutBiasesIsThatOfTheWorldWithoutThem() {
        String id = "InterestExploration";
        Map<String, Object> config = config(id, "position.exponent", 1, "noise.misclick", 0.2);
        Simulation biased = open(id, config, 2);
        Simulation clean = open(id, config(id), 2);
        Recorded.reset(biased);
        Recorded.reset(clean);
        int[] actions = actions(2, 0);
        for (int lane = 0; lane < 2; lane++) {
            double[] expected = twins(clean, actions, Set.of()).get(lane).clickProbabilities();
            Twin without = twins(biased, actions, Set.of("position", "noise")).get(lane);
            assertThat(without.clickProbabilities()).isEqualTo(expected);
            Twin with = twins(biased, actions, Set.of()).get(lane);
            assertThat(with.clickProbabilities()).isNotEqualTo(expected);
            // Alone in the first slot, where position bias does nothing: p + misclick (1 - p).
            double[] alone = new double[CANDIDATES];
            double[] aloneClean = new double[CANDIDATES];
            biased.lanes().clickProbabilities(lane, alone, 0);
            clean.lanes().clickProbabilities(lane, aloneClean, 0);
            for (int i = 0; i < CANDIDATES; i++) {
                assertThat(alone[i]).isEqualTo(aloneClean[i] + 0.2 * (1 - aloneClean[i]), Offset.offset(1e-12));
            }
        }
        assertThatThrownBy(() -> twins(biased, actions, Set.of("satiation")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("position");
    }

    @Test
    void whatIsNotLookedAtIsNotChosen() {
        Simulation simulation =
                open("ChocKale", config("ChocKale", "position.exponent", 10, "position.shape", "exponential"), 8);
        Recorded.reset(simulation);
        for (int t = 0; t < 50; t++) {
            Column clicks = Recorded.column(simulation.step(actions(8, t)).signals(), "click");
            for (int lane = 0; lane < 8; lane++) {
                assertThat(clicks.get(lane * SLOTS)).isEqualTo(1);
                assertThat(clicks.get(lane * SLOTS + 2)).isZero();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"InterestEvolution", "InterestExploration", "LongTermSatisfaction", "ChocKale", "TestMdp"})
    void delaysChangeNothingButWhenARewardIsTold(String id) {
        int lanes = 4;
        int steps = 150;
        Map<String, Object> at = config(id, "max_episode_steps", 0, "time_budget", 1e6);
        Map<String, Object> late = new HashMap<>(at);
        late.putAll(Map.of("delayed_feedback.scale", 3, "delayed_feedback.law", "exponential"));
        Simulation prompt = open(id, at, lanes);
        Simulation delayed = open(id, late, lanes);
        Recorded.reset(prompt);
        Recorded.reset(delayed);
        double[][] earned = new double[lanes][steps];
        double[][] told = new double[lanes][steps];
        boolean anyLate = false;
        for (int t = 0; t < steps; t++) {
            double[] rewards = prompt.step(actions(lanes, t)).rewards();
            Outcome outcome = delayed.step(actions(lanes, t));
            for (int lane = 0; lane < lanes; lane++) {
                earned[lane][t] = rewards[lane];
                double[] which = Recorded.row(outcome.signals(), "late_reward_step", lane);
                double[] values = Recorded.row(outcome.signals(), "late_reward_value", lane);
                double sum = 0;
                for (int i = 0; i < which.length && which[i] >= 0; i++) {
                    told[lane][(int) which[i]] += values[i];
                    sum += values[i];
                    anyLate |= which[i] < t;
                }
                assertThat(outcome.rewards()[lane]).isEqualTo(sum, Offset.offset(1e-9));
                for (String hidden : List.of("watch_time", "unclipped_engagement", "reward")) {
                    outcome.signals().stream()
                            .filter(signal -> signal.spec().name().equals(hidden))
                            .forEach(signal -> assertThat(signal.get(0)).isZero());
                }
            }
        }
        assertThat(anyLate).isTrue();
        for (int lane = 0; lane < lanes; lane++) {
            for (int t = 0; t < steps; t++) {
                // With a mean of three steps, none is still on its way after 70, but for 1 in 10^10.
                if (t < steps - 70 || told[lane][t] != 0) {
                    assertThat(told[lane][t]).isEqualTo(earned[lane][t]);
                }
            }
        }
    }

    @Test
    void stagesAreRefusedWhereTheyMakeNoSense() {
        assertThatThrownBy(() ->
                        open("InterestEvolution", config("InterestEvolution", "num_users", 2, "noise.lost", 0.1), 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("num_users")
                .hasMessageContaining("noise");
        assertThat(offers("LongTermSatisfaction", "position.exponent")).isFalse();
        assertThat(offers("InterestEvolution", "satiation.satisfaction")).isFalse();
        assertThatThrownBy(() -> Recorded.world("TestMdp", Map.of("position.exponent", 1), 1))
                .isInstanceOf(InvalidInputException.class);
        Simulation numpy = open("InterestEvolution", config("InterestEvolution", "random", "numpy"), 1);
        Recorded.reset(numpy);
        assertThatThrownBy(() -> numpy.lanes().twin(0, new int[] {0, 1, 2}, Set.of()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("numpy");
    }

    /** With delays of a million steps, what was earned is on its way. */
    @Test
    void groundTruthTellsWhatIsOnItsWayAndWhatWasDrawn() {
        Map<String, Object> config = config(
                "TestMdp",
                "delayed_feedback.scale",
                Map.of("uniform", List.of(1e6, 2e6), "per", "episode"),
                "delayed_feedback.window",
                1e12,
                "noise.lost",
                Map.of("uniform", List.of(0, 1e-9), "per", "world"));
        World world = Recorded.world("TestMdp", config, SEED);
        assertThat(world.parameters().get("drawn.noise.lost").values()[0]).isBetween(0.0, 1e-9);
        Simulation simulation = Recorded.open(world, SEED, 1, AutoresetMode.SAME_STEP);
        Recorded.reset(simulation);
        Simulation prompt = open("TestMdp", config("TestMdp"), 1);
        Recorded.reset(prompt);
        double earned = 0;
        double told = 0;
        for (int t = 0; t < 30; t++) {
            told += simulation.step(actions(1, t)).rewards()[0];
            earned += prompt.step(actions(1, t)).rewards()[0];
        }
        Column biases = new Column(simulation.lanes().userStates().get(1), 1);
        simulation.lanes().userState(1, 0, biases);
        Column drawn = new Column(simulation.lanes().userStates().get(2), 1);
        simulation.lanes().userState(2, 0, drawn);
        assertThat(drawn.get(0)).isBetween(1e6, 2e6);
        double pending = 0;
        int room = biases.count() - 1 - 4 * 64;
        for (int i = 0; i < biases.get(room); i++) {
            pending += biases.get(room + 1 + 4 * i + 3);
        }
        assertThat(told + pending).isEqualTo(earned, Offset.offset(1e-9));
        assertThat(pending).isNotZero();
    }

    @Test
    void theSummarySaysWhatIsOn() {
        Environment environment = EnvironmentCatalog.installed()
                .find("RecSim-InterestEvolution-v1")
                .orElseThrow();
        assertThat(environment.summary(environment.schema().resolve(Map.of()))).isEmpty();
        assertThat(environment.summary(environment
                        .schema()
                        .resolve(Map.of("position.exponent", 1, "satiation.attraction", 1, "noise.lost", 0.1))))
                .containsExactly(
                        "examination: position", "attraction: satiation", "state: noise, satiation", "noise: noise");
    }

    @Test
    void stagesTakeMemory() {
        World off = Recorded.world("InterestEvolution", Map.of(), 1);
        World on = Recorded.world("InterestEvolution", Map.of("delayed_feedback.scale", 1), 1);
        assertThat(on.laneBytes(Set.of())).isGreaterThan(off.laneBytes(Set.of()) + 64 * 4 * 8);
    }
}
