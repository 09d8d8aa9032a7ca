package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.WrongStateException;
import org.recarena.simulator.space.Column;

/** The simulation's rules, played with RecoGym: short visits, all observations. */
class RecoGymSimulationTest {

    private static final byte[] ALL = {};
    private static final long[] NO_SEEDS = {};
    private static final List<String> OBSERVATIONS =
            List.of("views", "view_times", "view_counts", "last_view", "time", "history");

    private static World world(String id, Object... more) {
        Environment environment = EnvironmentCatalog.installed().find(id).orElseThrow();
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("prob_leave_organic", 0.2);
        config.put("prob_bandit_to_organic", 0.3);
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        return environment.createWorld(environment.schema().resolve(config), 42);
    }

    private static Simulation open(World world, int lanes, AutoresetMode mode) {
        return new Simulation(world, 42, lanes, mode, OBSERVATIONS);
    }

    private static int[] actions(long step, int firstLane, int lanes, int items) {
        int[] actions = new int[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            actions[lane] = (int) ((3 * step + 7L * (firstLane + lane)) % items);
        }
        return actions;
    }

    /** Everything an outcome says of one lane, as text. */
    private static String lane(Outcome outcome, int lane) {
        StringBuilder text = new StringBuilder();
        text.append(outcome.rewards()[lane])
                .append(outcome.terminated()[lane])
                .append(outcome.truncated()[lane])
                .append(outcome.episodes()[lane])
                .append(outcome.active()[lane])
                .append(outcome.acted()[lane]);
        outcome.observations().forEach(column -> row(column, lane, text));
        outcome.signals().forEach(column -> row(column, lane, text));
        for (int i = 0; i < outcome.finalLanes().length; i++) {
            if (outcome.finalLanes()[i] == lane) {
                text.append(" final");
                for (Column column : outcome.finalObservations()) {
                    row(column, i, text);
                }
            }
        }
        for (int i = 0; i < outcome.unseen().count(); i++) {
            if (outcome.unseen().lanes()[i] == lane) {
                text.append(" unseen").append(outcome.unseen().episodes()[i]);
                for (Column column : outcome.unseen().observations()) {
                    row(column, i, text);
                }
            }
        }
        return text.toString();
    }

    private static void row(Column column, int row, StringBuilder text) {
        int width = column.spec().elements();
        int from = column.spec().ragged() ? column.rowOffsets()[row] * width : row * width;
        int to = column.spec().ragged() ? column.rowOffsets()[row + 1] * width : from + width;
        text.append(' ').append(column.spec().name());
        for (int i = from; i < to; i++) {
            text.append(',').append(column.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RecoGym-v0, streams", "RecoGym-v0, numpy", "RecoGym-v0, numpy-world",
        "RecoGym-v1, streams", "RecoGym-v1, numpy", "RecoGym-v1, numpy-world"
    })
    void aLaneDoesNotDependOnTheNumberOfLanes(String id, String random) {
        World world = world(id, "random", random);
        Simulation many = open(world, 9, AutoresetMode.SAME_STEP);
        Simulation few = open(world, 3, AutoresetMode.SAME_STEP);
        Outcome ofMany = many.reset(ALL, NO_SEEDS);
        Outcome ofFew = few.reset(ALL, NO_SEEDS);
        for (int step = 0; step < 200; step++) {
            for (int lane = 0; lane < 3; lane++) {
                assertThat(lane(ofMany, lane)).isEqualTo(lane(ofFew, lane));
            }
            ofMany = many.step(actions(step, 0, 9, 10));
            ofFew = few.step(actions(step, 0, 3, 10));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "RecoGym-v0, streams, 10",
        "RecoGym-v0, numpy, 10",
        "RecoGym-v1, streams, 10",
        "RecoGym-v1, streams, 600",
        "RecoGym-v1, numpy, 10",
        "RecoGym-v1, numpy-world, 100"
    })
    void aSavedStateHasTheSameFuture(String id, String random, int products) throws IOException {
        World world = world(
                id, "random", random, "num_products", products, "time_generator", "normal", "max_episode_steps", 9);
        Simulation original = open(world, 5, AutoresetMode.NEXT_STEP);
        original.reset(ALL, NO_SEEDS);
        original.reset(new byte[] {0, 1, 0, 0, 1}, new long[] {0, 17, 0, 0, 18});
        for (int step = 0; step < 60; step++) {
            original.step(actions(step, 0, 5, products));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        original.save(new DataOutputStream(bytes));
        Simulation fork = open(world, 5, AutoresetMode.NEXT_STEP);
        fork.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (int step = 60; step < 160; step++) {
            Outcome one = original.step(actions(step, 0, 5, products));
            Outcome other = fork.step(actions(step, 0, 5, products));
            assertThat(other.step()).isEqualTo(one.step());
            for (int lane = 0; lane < 5; lane++) {
                assertThat(lane(other, lane)).isEqualTo(lane(one, lane));
            }
        }
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        ByteArrayOutputStream ofFork = new ByteArrayOutputStream();
        original.save(new DataOutputStream(again));
        fork.save(new DataOutputStream(ofFork));
        assertThat(ofFork.toByteArray()).isEqualTo(again.toByteArray());
    }

    @Test
    void refusesAStateOfAnotherShape() throws IOException {
        World world = world("RecoGym-v1");
        Simulation original = open(world, 2, AutoresetMode.SAME_STEP);
        original.reset(ALL, NO_SEEDS);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        original.save(new DataOutputStream(bytes));
        byte[] state = bytes.toByteArray();
        assertThatThrownBy(() -> open(world, 3, AutoresetMode.SAME_STEP)
                        .load(new DataInputStream(new ByteArrayInputStream(state))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2 lanes");
        assertThatThrownBy(() -> open(world, 2, AutoresetMode.SAME_STEP)
                        .load(new DataInputStream(new ByteArrayInputStream(state, 0, state.length / 2))))
                .isInstanceOf(IOException.class);
    }

    /** The three modes tell the same episodes in their own ways. */
    @Test
    void modesTellTheSameEpisodes() {
        World world = world("RecoGym-v1", "max_episode_steps", 6);
        List<String> sameStep = episodes(world, AutoresetMode.SAME_STEP);
        assertThat(sameStep).hasSizeGreaterThan(40);
        assertThat(episodes(world, AutoresetMode.NEXT_STEP)).startsWith(sameStep.toArray(new String[0]));
        assertThat(episodes(world, AutoresetMode.DISABLED)).startsWith(sameStep.toArray(new String[0]));
    }

    /** Actions by the step within the episode, so that the modes can be compared. One text per ended episode. */
    private static List<String> episodes(World world, AutoresetMode mode) {
        Simulation simulation = open(world, 1, mode);
        List<String> episodes = new ArrayList<>();
        StringBuilder episode = new StringBuilder();
        Outcome outcome = simulation.reset(ALL, NO_SEEDS);
        observations(outcome.observations(), episode);
        int inEpisode = 0;
        int budget = mode == AutoresetMode.SAME_STEP ? 300 : 600;
        boolean ended = false;
        for (int step = 0; step < budget; step++) {
            if (ended && mode == AutoresetMode.DISABLED) {
                outcome = simulation.reset(ALL, NO_SEEDS);
                assertThat(outcome.acted()[0]).isZero();
            } else {
                outcome = simulation.step(new int[] {ended ? 9 : inEpisode % 10});
            }
            boolean began = ended && mode != AutoresetMode.SAME_STEP;
            if (began) {
                assertThat(outcome.acted()[0]).isZero();
                assertThat(outcome.rewards()[0]).isZero();
                assertThat(outcome.terminated()[0] + outcome.truncated()[0]).isZero();
                inEpisode = 0;
                ended = false;
                observations(outcome.observations(), episode);
                continue;
            }
            inEpisode++;
            episode.append(outcome.rewards()[0]).append(outcome.signals().get(0).get(0));
            ended = outcome.terminated()[0] + outcome.truncated()[0] > 0;
            boolean same = ended && mode == AutoresetMode.SAME_STEP;
            observations(same ? outcome.finalObservations() : outcome.observations(), episode);
            assertThat(outcome.finalLanes()).hasSize(same ? 1 : 0);
            if (ended) {
                episode.append(outcome.terminated()[0])
                        .append(outcome.truncated()[0])
                        .append(outcome.episodes()[0]);
                episodes.add(episode.toString());
                episode.setLength(0);
            }
            if (same) {
                ended = false;
                inEpisode = 0;
                observations(outcome.observations(), episode);
            }
        }
        return episodes;
    }

    private static void observations(List<Column> columns, StringBuilder text) {
        columns.forEach(column -> row(column, 0, text));
    }

    @Test
    void truncatesAtTheLimit() {
        World world = world("RecoGym-v1", "prob_leave_organic", 0.0, "max_episode_steps", 4);
        Simulation simulation = open(world, 2, AutoresetMode.SAME_STEP);
        simulation.reset(ALL, NO_SEEDS);
        for (int step = 1; step <= 12; step++) {
            Outcome outcome = simulation.step(new int[] {0, 1});
            assertThat(outcome.truncated()).containsOnly(step % 4 == 0 ? 1 : 0);
            assertThat(outcome.terminated()).containsOnly(0);
            assertThat(outcome.episodes()).containsOnly((step - 1) / 4);
        }
    }

    @Test
    void usersWhoLeaveUnseenAreCountedAndKept() {
        World world = world("RecoGym-v1", "prob_leave_organic", 0.7, "prob_organic_to_bandit", 0.1);
        Simulation simulation = open(world, 50, AutoresetMode.SAME_STEP);
        Outcome outcome = simulation.reset(ALL, NO_SEEDS);
        assertThat(outcome.unseen().count()).isGreaterThan(100);
        assertThat(outcome.terminated()).containsOnly(0);
        for (int i = 0; i < outcome.unseen().count(); i++) {
            int lane = outcome.unseen().lanes()[i];
            assertThat(outcome.unseen().episodes()[i]).isLessThan(outcome.episodes()[lane]);
            Column views = outcome.unseen().observations().get(0);
            assertThat(views.rowOffsets()[i + 1] - views.rowOffsets()[i]).isPositive();
        }
    }

    @Test
    void usersWhoLeaveUnseenAreEpisodesWhereAskedFor() {
        World world = world(
                "RecoGym-v1", "prob_leave_organic", 0.7, "prob_organic_to_bandit", 0.1, "deliver_organic_only", true);
        Simulation simulation = open(world, 200, AutoresetMode.DISABLED);
        Outcome outcome = simulation.reset(ALL, NO_SEEDS);
        assertThat(outcome.unseen().count()).isZero();
        assertThat(outcome.terminated()).contains(0, 1);
        assertThatThrownBy(() -> simulation.step(actions(0, 0, 200, 10)))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("and");
        for (AutoresetMode mode : List.of(AutoresetMode.SAME_STEP, AutoresetMode.NEXT_STEP)) {
            assertThatThrownBy(() -> open(world, 1, mode))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("autoreset");
        }
    }

    @Test
    void aMaskResetsItsLanesOnly() {
        World world = world("RecoGym-v1");
        Simulation simulation = open(world, 3, AutoresetMode.NEXT_STEP);
        Outcome first = simulation.reset(ALL, NO_SEEDS);
        Outcome second = simulation.reset(new byte[] {0, 1, 0}, NO_SEEDS);
        assertThat(second.active()).containsExactly(0, 1, 0);
        assertThat(second.episodes()[1]).isGreaterThan(first.episodes()[1]);
        for (int lane : new int[] {0, 2}) {
            assertThat(second.episodes()[lane]).isEqualTo(first.episodes()[lane]);
            assertThat(observed(second, lane)).isEqualTo(observed(first, lane));
        }
        assertThat(second.step()).isEqualTo(2);
    }

    private static String observed(Outcome outcome, int lane) {
        StringBuilder text = new StringBuilder();
        outcome.observations().forEach(column -> row(column, lane, text));
        return text.toString();
    }

    /** A re-seeded lane is lane 0 of a simulation with that seed, in the same world. */
    @ParameterizedTest
    @CsvSource({"streams", "numpy", "numpy-world"})
    void reseedingStartsTheSeedsOwnUsers(String random) {
        World world = world("RecoGym-v1", "random", random);
        Simulation simulation = open(world, 3, AutoresetMode.SAME_STEP);
        simulation.reset(ALL, NO_SEEDS);
        simulation.step(new int[3]);
        Simulation fresh = new Simulation(world, 77, 1, AutoresetMode.SAME_STEP, OBSERVATIONS);
        Outcome expected = fresh.reset(ALL, NO_SEEDS);
        Outcome outcome = simulation.reset(new byte[] {0, 0, 1}, new long[] {0, 0, 77});
        assertThat(observed(outcome, 2)).isEqualTo(observed(expected, 0));
        for (int step = 0; step < 50; step++) {
            outcome = simulation.step(new int[] {0, 1, step % 10});
            expected = fresh.step(new int[] {step % 10});
            assertThat(observed(outcome, 2)).isEqualTo(observed(expected, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(AutoresetMode.class)
    void refusesWhatIsWrongAndChangesNothing(AutoresetMode mode) {
        World world = world("RecoGym-v1");
        assertThatThrownBy(() -> open(world, 0, mode)).hasMessageContaining("lanes");
        assertThatThrownBy(() -> new Simulation(world, 1, 1, mode, List.of("views", "omega", "views")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("observations[1]")
                .hasMessageContaining("omega")
                .hasMessageContaining("observations[2]");
        Simulation simulation = open(world, 2, mode);
        assertThatThrownBy(() -> simulation.step(new int[2])).isInstanceOf(WrongStateException.class);
        assertThatThrownBy(() -> simulation.reset(new byte[] {1, 0}, NO_SEEDS)).isInstanceOf(WrongStateException.class);
        Outcome first = simulation.reset(ALL, NO_SEEDS);
        assertThatThrownBy(() -> simulation.step(new int[] {0, 10})).hasMessageContaining("actions[1] is 10");
        assertThatThrownBy(() -> simulation.step(new int[] {-1, 0})).hasMessageContaining("actions[0] is -1");
        assertThatThrownBy(() -> simulation.step(new int[3])).hasMessageContaining("3");
        assertThatThrownBy(() -> simulation.reset(new byte[] {0, 0}, NO_SEEDS)).hasMessageContaining("mask");
        assertThatThrownBy(() -> simulation.reset(new byte[] {0, 2}, NO_SEEDS)).hasMessageContaining("mask[1] is 2");
        assertThatThrownBy(() -> simulation.reset(ALL, new long[1])).hasMessageContaining("lane_seeds");
        assertThat(simulation.stepNumber()).isEqualTo(first.step()).isEqualTo(1);
    }

    @Test
    void refusesSeedsThatTheReferenceDoesNotTake() {
        World world = world("RecoGym-v1", "random", "numpy");
        assertThatThrownBy(() -> new Simulation(world, 1L << 32, 1, AutoresetMode.SAME_STEP, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("seed");
        assertThatThrownBy(() -> new Simulation(world, (1L << 32) - 1, 2, AutoresetMode.SAME_STEP, List.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("lane 1");
        Simulation simulation = open(world, 2, AutoresetMode.SAME_STEP);
        assertThatThrownBy(() -> simulation.reset(ALL, new long[] {1, -1}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("lane_seeds[1]");
    }
}
