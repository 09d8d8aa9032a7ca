package org.recarena.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.WrongStateException;
import org.recarena.simulator.space.Column;

/** Episodes, autoreset, limits and rewards, on users whose every outcome can be worked out by hand. */
class SimulationTest {

    private static final byte[] ALL = {};
    private static final long[] OWN_SEED = {};

    // Seed 0, lane 0: users 0 (unseen), 1 (one step), 2 (two steps), 3 (three steps), 4 (unseen), 5 ...

    @Test
    void aResetPassesOverUsersWhoLeaveUnseenAndReportsThem() {
        Simulation simulation = CountingEnvironment.open(AutoresetMode.NEXT_STEP, 1, 0, Map.of());
        Outcome outcome = simulation.reset(ALL, OWN_SEED);
        assertThat(outcome.episodes()).containsExactly(1);
        assertThat(users(outcome.observations())).containsExactly(1);
        assertThat(outcome.unseen().count()).isEqualTo(1);
        assertThat(outcome.unseen().lanes()[0]).isZero();
        assertThat(outcome.unseen().episodes()[0]).isZero();
        assertThat(outcome.unseen().observations().get(0).get(0)).isZero();
        assertThat(outcome.terminated()).containsExactly(0);
        assertThat(outcome.rewards()).containsExactly(0);
    }

    @Test
    void aDeliveredUnseenEpisodeIsReportedAsTerminated() {
        Simulation simulation = CountingEnvironment.open(AutoresetMode.DISABLED, 1, 0, Map.of("deliver", true));
        Outcome first = simulation.reset(ALL, OWN_SEED);
        assertThat(first.terminated()).containsExactly(1);
        assertThat(first.episodes()).containsExactly(0);
        assertThat(first.unseen().count()).isZero();
        assertThatThrownBy(() -> simulation.step(new int[] {0}))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("lanes 0");
        assertThat(simulation.reset(ALL, OWN_SEED).terminated()).containsExactly(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = AutoresetMode.class,
            names = {"NEXT_STEP", "SAME_STEP"})
    void unseenEpisodesAreDeliveredWithoutAutoresetOnly(AutoresetMode mode) {
        assertThatThrownBy(() -> CountingEnvironment.open(mode, 1, 0, Map.of("deliver", true)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("autoreset is " + mode);
    }

    @Test
    void nextStepIgnoresTheActionAfterAnEnd() {
        Simulation simulation = CountingEnvironment.open(AutoresetMode.NEXT_STEP, 1, 0, Map.of());
        simulation.reset(ALL, OWN_SEED);
        Outcome ending = simulation.step(new int[] {3});
        assertThat(ending.terminated()).containsExactly(1);
        assertThat(ending.rewards()).containsExactly(4);
        assertThat(ending.episodes()).containsExactly(1);
        assertThat(users(ending.observations())).containsExactly(1);
        Outcome beginning = simulation.step(new int[] {4});
        assertThat(beginning.terminated()).containsExactly(0);
        assertThat(beginning.rewards()).containsExactly(0);
        assertThat(beginning.acted()).containsExactly(0);
        assertThat(beginning.active()).containsExactly(1);
        assertThat(beginning.episodes()).containsExactly(2);
        assertThat(users(beginning.observations())).containsExactly(2);
        assertThat(beginning.observations().get(1).count()).isZero();
    }

    @Test
    void sameStepDeliversTheNewObservationAndTheFinalOneApart() {
        Simulation simulation = CountingEnvironment.open(AutoresetMode.SAME_STEP, 2, 0, Map.of());
        simulation.reset(ALL, OWN_SEED); // Lane 0: user 1; lane 1: users 100 (unseen), 101.
        Outcome outcome = simulation.step(new int[] {3, 2});
        assertThat(outcome.terminated()).containsExactly(1, 1);
        assertThat(outcome.episodes()).containsExactly(1, 1);
        assertThat(outcome.finalLanes()).containsExactly(0, 1);
        assertThat(users(outcome.finalObservations())).containsExactly(1, 101);
        assertThat(outcome.finalObservations().get(1).get(1)).isEqualTo(2);
        assertThat(users(outcome.observations())).containsExactly(2, 102);
        Outcome next = simulation.step(new int[] {0, 0});
        assertThat(next.episodes()).containsExactly(2, 2);
        assertThat(next.finalLanes()).isEmpty();
        assertThat(next.acted()).containsExactly(1, 1);
    }

    @Test
    void disabledWaitsForAMaskedReset() {
        Simulation simulation = CountingEnvironment.open(AutoresetMode.DISABLED, 2, 0, Map.of());
        simulation.reset(ALL, new long[] {2, 3}); // Users 2000 and 3000 leave unseen; then 2001 and 3001: one step.
        simulation.step(new int[] {1, 1});
        assertThatThrownBy(() -> simulation.step(new int[] {1, 1})).isInstanceOf(WrongStateException.class);
        Outcome outcome = simulation.reset(new byte[] {0, 1}, OWN_SEED);
        assertThat(outcome.active()).containsExactly(0, 1);
        assertThat(users(outcome.observations())).containsExactly(2001, 3002);
        assertThat(outcome.observations().get(1).rowOffsets()).containsExactly(0, 1, 1);
        assertThatThrownBy(() -> simulation.step(new int[] {1, 1}))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("lanes 0 ");
    }

    @Test
    void theLimitTruncates() {
        Simulation simulation = CountingEnvironment.open(AutoresetMode.NEXT_STEP, 1, 0, Map.of("max_episode_steps", 2));
        simulation.reset(ALL, new long[] {3});
        int terminated = 0;
        int truncated = 0;
        for (int i = 0; i < 40; i++) {
            Outcome outcome = simulation.step(new int[] {0});
            terminated += outcome.terminated()[0];
            truncated += outcome.truncated()[0];
            assertThat(outcome.terminated()[0] + outcome.truncated()[0]).isLessThan(2);
        }
        // Users stay 1, 2, 3 steps in turn; the third is cut off after 2. Cycles of 1+1 + 2+1 + 2+1 calls.
        assertThat(terminated).isEqualTo(10);
        assertThat(truncated).isEqualTo(5);
    }

    @Test
    void aSeededLaneGoesOnAsLaneZeroOfThatSeed() {
        Simulation many = CountingEnvironment.open(AutoresetMode.SAME_STEP, 3, 9, Map.of());
        many.reset(ALL, OWN_SEED);
        many.step(new int[] {1, 2, 3});
        Outcome seeded = many.reset(ALL, new long[] {5, 6, 7});
        for (int lane = 0; lane < 3; lane++) {
            Simulation one = CountingEnvironment.open(AutoresetMode.SAME_STEP, 1, 5 + lane, Map.of());
            assertThat(users(one.reset(ALL, OWN_SEED).observations())[0]).isEqualTo(users(seeded.observations())[lane]);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AutoresetMode.class,
            names = {"NEXT_STEP", "SAME_STEP"})
    void aLaneDoesNotNoticeItsNeighbours(AutoresetMode mode) {
        Simulation many = CountingEnvironment.open(mode, 8, 11, Map.of());
        Simulation one = CountingEnvironment.open(mode, 1, 11, Map.of());
        Outcome all = many.reset(ALL, OWN_SEED);
        Outcome single = one.reset(ALL, OWN_SEED);
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200; i++) {
            assertThat(all.observations().get(0).get(0))
                    .isEqualTo(single.observations().get(0).get(0));
            assertThat(all.rewards()[0]).isEqualTo(single.rewards()[0]);
            assertThat(all.terminated()[0]).isEqualTo(single.terminated()[0]);
            assertThat(all.episodes()[0]).isEqualTo(single.episodes()[0]);
            int[] actions = random.ints(8, 0, 5).toArray();
            all = many.step(actions);
            single = one.step(new int[] {actions[0]});
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AutoresetMode.class,
            names = {"NEXT_STEP", "SAME_STEP"})
    void aSavedSimulationGoesOnAsIfNothingHadHappened(AutoresetMode mode) throws IOException {
        Simulation original = CountingEnvironment.open(mode, 4, 3, Map.of("max_episode_steps", 2));
        original.reset(ALL, OWN_SEED);
        original.step(new int[] {0, 1, 2, 3});
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        original.save(new DataOutputStream(state));
        Simulation restored = CountingEnvironment.open(mode, 4, 99, Map.of("max_episode_steps", 2));
        restored.load(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
        for (int i = 0; i < 20; i++) {
            int[] actions = {i % 5, 1, 2, 3};
            assertThat(OutcomeText.of(restored.step(actions))).isEqualTo(OutcomeText.of(original.step(actions)));
        }
    }

    @Test
    void aStateOfAnotherShapeIsRefused() throws IOException {
        ByteArrayOutputStream state = new ByteArrayOutputStream();
        CountingEnvironment.open(AutoresetMode.NEXT_STEP, 4, 3, Map.of()).save(new DataOutputStream(state));
        Simulation other = CountingEnvironment.open(AutoresetMode.NEXT_STEP, 5, 3, Map.of());
        assertThatThrownBy(() -> other.load(new DataInputStream(new ByteArrayInputStream(state.toByteArray()))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("4 lanes");
    }

    @Test
    void whatIsRefusedChangesNothing() {
        Simulation simulation = CountingEnvironment.open(AutoresetMode.NEXT_STEP, 2, 0, Map.of());
        assertThatThrownBy(() -> simulation.step(new int[] {0, 0}))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("reset");
        assertThatThrownBy(() -> simulation.reset(new byte[] {1, 0}, OWN_SEED)).isInstanceOf(WrongStateException.class);
        simulation.reset(ALL, OWN_SEED);
        refused(() -> simulation.step(new int[] {0, 5}), "actions[1]", "5", "0 to 4");
        refused(() -> simulation.step(new int[] {-1, 0}), "actions[0]", "-1", "0 to 4");
        refused(() -> simulation.step(new int[] {0}), "actions", "1 values", "2 lanes");
        refused(() -> simulation.reset(new byte[] {1}, OWN_SEED), "mask", "1 bytes", "2 lanes");
        refused(() -> simulation.reset(new byte[] {0, 2}, OWN_SEED), "mask[1]", "2", "0 or 1");
        refused(() -> simulation.reset(new byte[] {0, 0}, OWN_SEED), "mask", "no lane", "empty");
        refused(() -> simulation.reset(ALL, new long[] {1}), "lane_seeds", "1 values", "2 lanes");
        assertThat(simulation.stepNumber()).isEqualTo(1);
        assertThat(users(simulation.step(new int[] {0, 0}).observations())).containsExactly(1, 101);
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(InvalidInputException.class).hasMessageContainingAll(parts);
    }

    @Test
    void unknownAndRepeatedObservationsAreRefusedTogether() {
        CountingEnvironment environment = new CountingEnvironment();
        World world = environment.createWorld(environment.schema().resolve(Map.of()), 1);
        assertThatThrownBy(
                        () -> new Simulation(world, 1, 1, AutoresetMode.NEXT_STEP, List.of("user", "nonsense", "user")))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        refusal -> assertThat(refusal.violations())
                                .extracting(InvalidInputException.Violation::field)
                                .containsExactly("observations[1]", "observations[2]"));
    }

    private static double[] users(List<Column> observations) {
        Column users = observations.get(0);
        double[] values = new double[users.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = users.get(i);
        }
        return values;
    }
}
