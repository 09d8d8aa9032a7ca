package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.simulator.space.Column;

/** What all environments of the package have in common: lanes, slates, candidate sets, users, saved states. */
class RecSimBehaviourTest {

    private static final List<String> IDS = List.of("InterestEvolution", "InterestExploration", "LongTermSatisfaction");

    static Stream<Arguments> everyKind() {
        List<Arguments> kinds = new ArrayList<>();
        for (String id : IDS) {
            for (String random : List.of("streams", "numpy")) {
                for (boolean resample : new boolean[] {true, false}) {
                    for (int users : new int[] {1, 3}) {
                        kinds.add(Arguments.of(id, random, resample, users));
                    }
                }
            }
        }
        return kinds.stream();
    }

    private static Map<String, Object> config(String random, boolean resample, int users) {
        return Map.of(
                "num_candidates",
                6,
                "slate_size",
                2,
                "random",
                random,
                "resample_documents",
                resample,
                "num_users",
                users,
                "max_episode_steps",
                9);
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aSavedStateHasTheSameFuture(String id, String random, boolean resample, int users) throws IOException {
        World world = Recorded.world(id, config(random, resample, users), 3);
        Simulation original = Recorded.open(world, 3, 4, AutoresetMode.NEXT_STEP);
        play(original, 0, 25);
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        original.save(new DataOutputStream(saved));
        Simulation copy = Recorded.open(world, 99, 4, AutoresetMode.NEXT_STEP);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved.toByteArray()));
        copy.load(in);
        assertThat(in.available()).isZero();
        assertThat(play(copy, 25, 40)).isEqualTo(play(original, 25, 40));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aLaneDoesNotDependOnTheOthers(String id, String random, boolean resample, int users) {
        World world = Recorded.world(id, config(random, resample, users), 3);
        Simulation few = Recorded.open(world, 3, 2, AutoresetMode.NEXT_STEP);
        Simulation many = Recorded.open(world, 3, 5, AutoresetMode.NEXT_STEP);
        List<Outcome> fewOutcomes = play(few, 0, 30, 2);
        List<Outcome> manyOutcomes = play(many, 0, 30, 5);
        for (int t = 0; t < 30; t++) {
            for (int lane = 0; lane < 2; lane++) {
                assertThat(text(fewOutcomes.get(t), lane)).isEqualTo(text(manyOutcomes.get(t), lane));
            }
        }
        assertThat(text(fewOutcomes.get(3), 0)).isNotEqualTo(text(fewOutcomes.get(3), 1));
    }

    private static List<String> play(Simulation simulation, int from, int to) {
        List<String> texts = new ArrayList<>();
        for (Outcome outcome : play(simulation, from, to, 4)) {
            for (int lane = 0; lane < 4; lane++) {
                texts.add(text(outcome, lane));
            }
        }
        return texts;
    }

    private static List<Outcome> play(Simulation simulation, int from, int to, int lanes) {
        List<Outcome> outcomes = new ArrayList<>();
        int width = simulation.world().spaces().action().width();
        if (from == 0) {
            Recorded.reset(simulation);
        }
        for (int t = from; t < to; t++) {
            int[] actions = new int[lanes * width];
            for (int i = 0; i < actions.length; i++) {
                actions[i] = (5 * t + 3 * (i / width) + i % width) % 6;
            }
            outcomes.add(simulation.step(actions));
        }
        return outcomes;
    }

    private static String text(Outcome outcome, int lane) {
        StringBuilder text = new StringBuilder();
        for (Column column : outcome.observations()) {
            append(text, column, lane);
        }
        for (Column column : outcome.signals()) {
            append(text, column, lane);
        }
        return text.append(outcome.terminated()[lane])
                .append(outcome.truncated()[lane])
                .append(outcome.rewards()[lane * (outcome.rewards().length / outcome.episodes().length)])
                .toString();
    }

    private static void append(StringBuilder text, Column column, int lane) {
        int size = column.spec().elements();
        assertThat(column.count()).isEqualTo(column.rows() * size);
        for (int i = 0; i < size; i++) {
            text.append(column.get(lane * size + i)).append(' ');
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams", "numpy"})
    void tellsWhoOfSeveralIsThere(String random) {
        int users = 3;
        Map<String, Object> config = new HashMap<>(config(random, true, users));
        config.put("max_episode_steps", 0);
        config.put("time_budget", 20);
        config.put("num_topics", 10);
        World world = Recorded.world("InterestEvolution", config, 3);
        Simulation simulation = Recorded.open(world, 3, 4, AutoresetMode.SAME_STEP);
        Outcome before = Recorded.reset(simulation);
        assertThat(Recorded.row(before.signals(), "shown", 0)).containsOnly(0);
        int alone = 0;
        for (int t = 0; t < 200; t++) {
            int[] actions = new int[4 * users * 2];
            for (int i = 0; i < actions.length; i++) {
                actions[i] = (t + i) % 6;
            }
            Outcome now = simulation.step(actions);
            int ended = 0;
            for (int lane = 0; lane < 4; lane++) {
                double[] shown = Recorded.row(now.signals(), "shown", lane);
                assertThat(shown).isEqualTo(Recorded.row(before.observations(), "present", lane));
                alone += shown[0] + shown[1] + shown[2] < users ? 1 : 0;
                double[] clicks = Recorded.row(now.signals(), "click", lane);
                for (int user = 0; user < users; user++) {
                    assertThat(clicks[2 * user] + clicks[2 * user + 1]).isLessThanOrEqualTo(shown[user]);
                }
                boolean over = now.terminated()[lane] == 1;
                double[] left = over
                        ? Recorded.row(now.finalObservations(), "present", ended++)
                        : Recorded.row(now.observations(), "present", lane);
                Column column = new Column(simulation.lanes().userStates().get(1), 1);
                simulation.lanes().userState(1, lane, column);
                for (int user = 0; user < users; user++) {
                    double budget = over ? 0 : column.get(user);
                    assertThat(left[user]).isEqualTo(budget > 0 ? 1 : 0);
                }
            }
            before = now;
        }
        assertThat(alone).as("steps of lanes that somebody had left").isPositive();
    }

    @Test
    void tellsNobodyOfOneUserWhetherTheyAreThere() {
        World world = Recorded.world("InterestEvolution", config("streams", true, 1), 3);
        assertThat(Recorded.names(world)).doesNotContain("present");
        assertThat(world.spaces().signals()).noneMatch(signal -> signal.name().equals("shown"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"InterestEvolution", "InterestExploration", "LongTermSatisfaction"})
    void truncatesAtTheLimitAndNumbersDocumentsWithinAnEpisode(String id) {
        Simulation simulation =
                Recorded.open(Recorded.world(id, config("streams", true, 1), 3), 3, 1, AutoresetMode.DISABLED);
        assertThat(Recorded.row(Recorded.reset(simulation).observations(), "document_ids", 0))
                .containsExactly(0, 1, 2, 3, 4, 5);
        for (int t = 1; t <= 9; t++) {
            Outcome outcome = simulation.step(new int[] {0, 1});
            assertThat(outcome.truncated()[0]).isEqualTo((byte) (t == 9 ? 1 : 0));
            assertThat(Recorded.row(outcome.observations(), "document_ids", 0)[0])
                    .isEqualTo(6.0 * t);
        }
        assertThat(Recorded.row(Recorded.reset(simulation).observations(), "document_ids", 0)[0])
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"InterestEvolution", "InterestExploration", "LongTermSatisfaction"})
    void keepsACorpusThatIsNotResampled(String id) {
        for (String random : List.of("streams", "numpy")) {
            World world = Recorded.world(id, config(random, false, 1), 3);
            Simulation simulation = Recorded.open(world, 3, 2, AutoresetMode.NEXT_STEP);
            Outcome first = Recorded.reset(simulation);
            Outcome later = play(simulation, 1, 20, 2).get(18);
            assertThat(world.constants()).isNotEmpty();
            for (Column constant : world.constants()) {
                String name = constant.spec().name();
                double[] row = Recorded.row(world.constants(), name, 0);
                for (int lane = 0; lane < 2; lane++) {
                    assertThat(Recorded.row(first.observations(), name, lane)).containsExactly(row);
                    assertThat(Recorded.row(later.observations(), name, lane)).containsExactly(row);
                }
            }
        }
        assertThat(Recorded.world(id, config("streams", true, 1), 3).constants())
                .isEmpty();
    }

    @Test
    void usersOfALaneShareCandidatesAndEndTogether() {
        Map<String, Object> config = new HashMap<>(config("streams", true, 3));
        config.put("max_episode_steps", 0);
        World world = Recorded.world("InterestEvolution", config, 3);
        assertThat(world.spaces().rewards())
                .containsExactly("clicked_watchtime_0", "clicked_watchtime_1", "clicked_watchtime_2");
        Simulation simulation = Recorded.open(world, 3, 1, AutoresetMode.DISABLED);
        Outcome outcome = Recorded.reset(simulation);
        double[] people = Recorded.row(outcome.observations(), "user", 0);
        assertThat(people).hasSize(60);
        assertThat(people[0]).isNotEqualTo(people[20]);
        boolean[] left = new boolean[3];
        while (outcome.terminated()[0] == 0) {
            boolean[] before = left.clone();
            outcome = simulation.step(new int[] {0, 1, 2, 3, 4, 5});
            double[] clusters = Recorded.row(outcome.signals(), "cluster_id", 0);
            double[] quality = Recorded.row(outcome.signals(), "quality", 0);
            Column budgets = new Column(simulation.lanes().userStates().get(1), 1);
            simulation.lanes().userState(1, 0, budgets);
            for (int user = 0; user < 3; user++) {
                left[user] = budgets.get(user) <= 0;
                if (before[user]) {
                    assertThat(outcome.rewards()[user]).isZero();
                    assertThat(clusters[2 * user]).isZero();
                    assertThat(quality[2 * user]).isZero();
                }
            }
            assertThat(outcome.terminated()[0] == 1).isEqualTo(left[0] && left[1] && left[2]);
        }
    }

    @Test
    void acceptsShorterAndNegativeSlatesWithNumpyOnly() {
        int empty = SlateRules.EMPTY_SLOT;
        Simulation numpy = Recorded.open(
                Recorded.world("InterestExploration", config("numpy", true, 1), 3), 3, 1, AutoresetMode.DISABLED);
        Simulation same = Recorded.open(
                Recorded.world("InterestExploration", config("numpy", true, 1), 3), 3, 1, AutoresetMode.DISABLED);
        Recorded.reset(numpy);
        Recorded.reset(same);
        assertThat(text(numpy.step(new int[] {-1, -6}), 0)).isEqualTo(text(same.step(new int[] {5, 0}), 0));
        assertThat(text(numpy.step(new int[] {2, 2}), 0)).isEqualTo(text(same.step(new int[] {-4, 2}), 0));
        double[] quality = Recorded.row(numpy.step(new int[] {1, empty}).signals(), "quality", 0);
        assertThat(quality[0]).isPositive();
        assertThat(quality[1]).isZero();
        assertThat(Recorded.row(numpy.step(new int[] {empty, empty}).signals(), "click", 0))
                .containsExactly(0, 0);
        refuses(numpy, "actions[0, 1] is 3 behind an empty slot", empty, 3);
        refuses(
                numpy,
                "actions[0, 0] is -7; positions of candidates are numbered from -6 to 5, and -2147483648 stands for an"
                        + " empty slot",
                -7,
                0);
        Simulation streams = Recorded.open(
                Recorded.world("InterestExploration", config("streams", true, 1), 3), 3, 1, AutoresetMode.DISABLED);
        Recorded.reset(streams);
        refuses(streams, "actions[0, 1] is -1; positions of candidates are numbered from 0 to 5", 0, -1);
        refuses(streams, "actions[0, 0] is " + empty, empty, 0);
        refuses(streams, "actions has 1 values; 1 users take slates of 2", 0);
    }

    @Test
    void refusesAnEmptySlateWhereTheFirstSlotIsAlwaysConsumed() {
        Simulation numpy = Recorded.open(
                Recorded.world("LongTermSatisfaction", config("numpy", true, 1), 3), 3, 1, AutoresetMode.DISABLED);
        Recorded.reset(numpy);
        refuses(
                numpy,
                "actions[0, 0] is -2147483648; positions of candidates are numbered from -6 to 5, and the first slot"
                        + " must be filled",
                SlateRules.EMPTY_SLOT,
                SlateRules.EMPTY_SLOT);
        numpy.step(new int[] {0, SlateRules.EMPTY_SLOT});
    }

    /** What the description says of short slates is what is refused and what is not, in every environment. */
    @ParameterizedTest
    @ValueSource(strings = {"InterestEvolution", "InterestExploration", "LongTermSatisfaction", "ChocKale", "TestMdp"})
    void describesTheSlatesThatItAccepts(String environment) {
        World numpy = Recorded.world(environment, config("numpy", true, 2), 3);
        ActionSpace space = numpy.spaces().action();
        int empty = space.emptySlot().orElseThrow();
        int[] shortest = {empty, empty, empty, empty};
        for (int user = 0; user < 2; user++) {
            Arrays.fill(shortest, 2 * user, 2 * user + space.minSlateSize(), -space.itemCount());
        }
        assertThat(space.negativeAllowed()).isTrue();
        numpy.checkActions(shortest, 1);
        if (space.minSlateSize() > 0) {
            int[] shorter = shortest.clone();
            shorter[space.minSlateSize() - 1] = empty;
            assertThatThrownBy(() -> numpy.checkActions(shorter, 1)).isInstanceOf(InvalidInputException.class);
        }
        ActionSpace streams = Recorded.world(environment, config("streams", true, 2), 3)
                .spaces()
                .action();
        assertThat(streams).isEqualTo(new ActionSpace(space.itemCount(), 4, true));
    }

    @Test
    void refusesRepeatsWhereSlatesMustBeDistinct() {
        Map<String, Object> config = new HashMap<>(config("numpy", true, 2));
        config.put("distinct_slates", true);
        Simulation simulation =
                Recorded.open(Recorded.world("InterestEvolution", config, 3), 3, 1, AutoresetMode.DISABLED);
        Recorded.reset(simulation);
        simulation.step(new int[] {1, 2, 1, 2});
        refuses(simulation, "actions[0, 1, 1] repeats candidate 5", 1, 2, 5, -1);
    }

    private static void refuses(Simulation simulation, String reason, int... actions) {
        assertThatThrownBy(() -> simulation.step(actions))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void clickProbabilitiesAreThoseOfADocumentAlone() {
        World world = Recorded.world("InterestEvolution", config("streams", true, 1), 3);
        Simulation simulation = Recorded.open(world, 3, 2, AutoresetMode.DISABLED);
        Outcome outcome = Recorded.reset(simulation);
        double[] probabilities = new double[7];
        simulation.lanes().clickProbabilities(1, probabilities, 1);
        double[] interests = Recorded.row(outcome.observations(), "user", 1);
        double[] clusters = Recorded.row(outcome.observations(), "document_cluster_id", 1);
        for (int i = 0; i < 6; i++) {
            double weight = interests[(int) clusters[i]] + 1;
            assertThat(probabilities[i + 1]).isEqualTo(weight / (weight + 2));
        }
    }

    @Test
    void leavesHiddenQualityOutOnRequest() {
        World world = Recorded.world("InterestEvolution", Map.of("reveal_quality", false), 3);
        assertThat(world.spaces().signals()).noneMatch(spec -> spec.name().equals("quality"));
        assertThat(Recorded.names(world)).doesNotContain("quality");
    }
}
