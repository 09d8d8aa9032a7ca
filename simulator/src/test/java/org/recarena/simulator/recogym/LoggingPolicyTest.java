package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.WrongStateException;

/** Action -1 draws as the reference's built-in logging policy does, from the generator that draws the users. */
class LoggingPolicyTest {

    private static final byte[] ALL = {};
    private static final long[] NO_SEEDS = {};
    private static final int[] LOGGING = {-1};

    private static Simulation open(Map<String, ?> config) {
        RecoGymV1 environment = new RecoGymV1();
        return new Simulation(
                environment.createWorld(environment.schema().resolve(config), 42),
                42,
                1,
                AutoresetMode.DISABLED,
                List.of("views", "time"));
    }

    private static Simulation reference(boolean policy) {
        return open(Map.of("random", "numpy", "deliver_organic_only", true, "logging_policy", policy));
    }

    @Test
    void itIsOrdinaryForOrdinaryActions() {
        Simulation with = reference(true);
        Simulation without = reference(false);
        for (int user = 0; user < 20; user++) {
            Outcome expected = without.reset(ALL, NO_SEEDS);
            Outcome seen = with.reset(ALL, NO_SEEDS);
            while (expected.terminated()[0] == 0) {
                expected = without.step(new int[] {user % 10});
                seen = with.step(new int[] {user % 10});
                assertThat(seen.rewards()).isEqualTo(expected.rewards());
                assertThat(seen.terminated()).isEqualTo(expected.terminated());
                assertThat(seen.signals().get(1).get(0)).isEqualTo(user % 10);
            }
        }
    }

    @Test
    void aDrawnProductIsShownAndToldAndTheRestGoesOnFromThere() {
        Simulation simulation = reference(true);
        List<Integer> shown = new ArrayList<>();
        for (int user = 0; user < 30; user++) {
            Outcome seen = simulation.reset(ALL, NO_SEEDS);
            while (seen.terminated()[0] == 0) {
                seen = simulation.step(LOGGING);
                shown.add((int) seen.signals().get(1).get(0));
            }
        }
        assertThat(shown).allSatisfy(product -> assertThat(product).isBetween(0, 9));
        assertThat(shown).contains(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    /**
     * The reference draws at the end of a visit too, and shows nothing; the next user comes from the generator after
     * that.
     */
    @Test
    void inALaneWhoseUserHasLeftItDrawsAndShowsNothing() {
        Simulation drawing = reference(true);
        Simulation plain = reference(true);
        leave(drawing);
        leave(plain);
        Outcome after = drawing.step(LOGGING);
        assertThat(after.active()).containsExactly((byte) 0);
        assertThat(after.acted()).containsExactly((byte) 0);
        assertThat(after.rewards()).containsExactly(0);
        assertThat(after.signals().get(0).get(0)).isZero();
        assertThatThrownBy(() -> plain.step(new int[] {0}))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("reset them before stepping");
        drawing.reset(ALL, NO_SEEDS);
        plain.reset(ALL, NO_SEEDS);
        RecoGymLanes one = (RecoGymLanes) drawing.lanes();
        RecoGymLanes other = (RecoGymLanes) plain.lanes();
        assertThat(one.visitor(0).user).isNotEqualTo(other.visitor(0).user);
    }

    private static void leave(Simulation simulation) {
        Outcome seen = simulation.reset(ALL, NO_SEEDS);
        while (seen.terminated()[0] == 0) {
            seen = simulation.step(new int[] {1});
        }
    }

    @Test
    void itIsRefusedWhereItHasNoGenerator() {
        assertThatThrownBy(() -> open(Map.of("logging_policy", true)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config.logging_policy")
                .hasMessageContaining("numpy");
        Simulation without = reference(false);
        without.reset(ALL, NO_SEEDS);
        assertThatThrownBy(() -> without.step(LOGGING))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is -1");
        Simulation with = reference(true);
        with.reset(ALL, NO_SEEDS);
        assertThatThrownBy(() -> with.step(new int[] {-2}))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is -2");
    }
}
