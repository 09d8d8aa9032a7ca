package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.recarena.simulator.session.SessionPlay.appeal;
import static org.recarena.simulator.session.SessionPlay.truth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.simulator.Twin;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Items;

/** The laws and shapes in which biases come, each against its formula; seed 5. */
class BiasFormsTest {

    private static final long SEED = 5;
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    private static SessionPlay play(int lanes, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 40, "slate_size", 5, "max_episode_steps", 0));
        config.put("visit.leave_probability", 0);
        config.putAll(more);
        return new SessionPlay(config, SEED, lanes);
    }

    static List<BiasCases> shifting() {
        List<String> ids = List.of("conformity", "context", "decoy", "drift", "novelty", "popularity", "presentation");
        return BiasBatteryTest.forms().stream()
                .filter(bias -> ids.contains(bias.id()))
                .toList();
    }

    /** What is told as the shift of a bias is what the logit of attraction moves by when it is left out. */
    @ParameterizedTest
    @MethodSource("shifting")
    void theShiftThatIsToldIsTheShift(BiasCases bias) {
        SessionPlay play = play(3, bias.keys(bias.on()));
        double largest = 0;
        for (int step = 0; step < 60; step++) {
            int[] slates = play.slates();
            for (int lane = 0; lane < play.lanes(); lane++) {
                Twin with = play.twin(lane, slates);
                Twin without = play.twin(lane, slates, bias.id());
                for (int slot = 0; slot < 5; slot++) {
                    double told = truth(with, bias.id() + "_shift", slot);
                    double moved = appeal(with, slot) - appeal(without, slot);
                    assertThat(moved).isCloseTo(told, EXACT);
                    largest = Math.max(largest, Math.abs(told));
                }
            }
            play.step(slates);
        }
        assertThat(largest).isGreaterThan(0.01);
    }

    /** One item, one slot, always clicked: the level after n clicks, one a step of half an hour. */
    @ParameterizedTest
    @CsvSource({"rotting", "power", "recharging", "threshold"})
    void satiationFollowsItsLaw(String law) {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 1, "slate_size", 1, "appeal.intercept", 50));
        config.put("satiation.satisfaction", 1e-9);
        config.put("satiation.law", law);
        config.put("satiation.recharge_hours", 2);
        config.put("visit.hours_per_step", 0.5);
        SessionPlay play = play(1, config);
        for (int clicks = 0; clicks < 8; clicks++) {
            double expected = switch (law) {
                case "rotting" -> -clicks * Math.log(0.9);
                case "power" -> 0.5 * Math.log1p(clicks);
                case "recharging" -> clicks == 0 ? 0 : -Math.log(1 - Math.exp(-0.5 / 2));
                default -> clicks > 3 ? 1 : 0;
            };
            assertThat(truth(play.twin(0, new int[] {0}), "satiation", 0)).isCloseTo(expected, EXACT);
            play.step(new int[] {0});
        }
    }

    /** A click bores with probability 0.3, and 4 standard errors of 2,000 users. */
    @Test
    void twoStatesBoreAndRecover() {
        Map<String, Object> config = new HashMap<>(Map.of("items.topics", 1, "appeal.intercept", 50));
        config.put("satiation.satisfaction", 1e-9);
        config.put("satiation.law", "two_state");
        SessionPlay play = play(2000, config);
        play.step(play.slates());
        int[] slates = play.slates();
        double bored = 0;
        for (int lane = 0; lane < play.lanes(); lane++) {
            bored += truth(play.twin(lane, slates), "satiation", 0) / play.lanes();
        }
        assertThat(bored).isCloseTo(0.3, Offset.offset(4 * Math.sqrt(0.3 * 0.7 / 2000)));
    }

    @Test
    void satiationWithAnItemIsThatItemsAlone() {
        Map<String, Object> config = new HashMap<>(Map.of("slate_size", 1, "appeal.intercept", 50));
        config.put("satiation.satisfaction", 1e-9);
        config.put("satiation.scope", "item");
        SessionPlay play = play(1, config);
        play.step(new int[] {7});
        play.step(new int[] {7});
        play.step(new int[] {8});
        assertThat(truth(play.twin(0, new int[] {7}), "satiation", 0)).isCloseTo(0.8 * (0.8 * 1.8), EXACT);
        assertThat(truth(play.twin(0, new int[] {8}), "satiation", 0)).isCloseTo(0.8, EXACT);
        assertThat(truth(play.twin(0, new int[] {9}), "satiation", 0)).isZero();
    }

    @Test
    void devicesHaveLooksOfTheirOwn() {
        Map<String, Object> config = Map.of(
                "position.exponent", 1.0,
                "position.device_shares", List.of(3.0, 1.0),
                "position.device_factors", List.of(0.5, 2.0));
        SessionPlay play = play(2000, config);
        int[] slates = play.slates();
        double second = 0;
        for (int lane = 0; lane < play.lanes(); lane++) {
            Twin twin = play.twin(lane, slates);
            double device = truth(twin, "position_device", 0);
            second += device / play.lanes();
            assertThat(truth(twin, "examination", 3)).isCloseTo(Math.pow(4, device == 1 ? -2.0 : -0.5), EXACT);
        }
        assertThat(second).isCloseTo(0.25, Offset.offset(4 * Math.sqrt(0.25 * 0.75 / 2000)));
        assertThatThrownBy(() -> play(1, Map.of("position.exponent", 1, "position.device_shares", List.of(1.0))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(
                        "config.position.device_shares has 1 shares with a sum of 1.0, and device_factors 0");
    }

    @Test
    void looksCanBeGivenAsATable() {
        SessionPlay play = play(
                1,
                Map.of("position.exponent", 2.0, "position.shape", "table", "position.looks", List.of(0.9, 0.5, 0.1)));
        Twin twin = play.twin(0, play.slates());
        double[] expected = {0.81, 0.25, 0.01, 0.01, 0.01};
        for (int slot = 0; slot < 5; slot++) {
            assertThat(truth(twin, "examination", slot)).isCloseTo(expected[slot], EXACT);
        }
    }

    @Test
    void looksNearAnOutlierCanBeGivenAsATable() {
        List<List<Double>> table = List.of(List.of(1.0, 0.5), List.of(0.25, 1.0));
        SessionPlay play = play(1, Map.of("outlier.table", table, "outlier.threshold", 1.5));
        int topFirst = 0;
        int none = 0;
        for (int i = 0; i < 200; i++) {
            Twin twin = play.twin(0, play.slates());
            int top = 0;
            while (top < 5 && truth(twin, "outlier", top) == 0) {
                top++;
            }
            topFirst += top == 0 ? 1 : 0;
            none += top == 5 ? 1 : 0;
            double second = top == 0 ? 0.25 : 1;
            double first = top == 1 ? 0.5 : 1;
            assertThat(truth(twin, "examination", 0)).isEqualTo(first);
            assertThat(truth(twin, "examination", 1)).isEqualTo(second);
            assertThat(truth(twin, "examination", 2)).isEqualTo(1);
        }
        assertThat(topFirst).isGreaterThan(5);
        assertThat(none).isGreaterThan(5);
    }

    @Test
    void theFirstSlotHasNoneAbove() {
        SessionPlay play = play(1, Map.of("context.weight", 0.5, "context.neighbours", "above"));
        Twin twin = play.twin(0, play.slates());
        assertThat(truth(twin, "context_shift", 0)).isZero();
        assertThat(truth(twin, "context_shift", 1)).isNotZero();
    }

    /** Changes at random come as a Poisson process: as many on average as stretches, within 4 standard deviations. */
    @Test
    void changesComeAtRandom() {
        SessionPlay play = play(
                1, Map.of("drift.change", 1, "drift.change_law", "poisson", "drift.change_hours", 1, "slate_size", 1));
        TreeSet<Double> regimes = new TreeSet<>();
        double last = Double.NEGATIVE_INFINITY;
        int steps = 20_000; // Of 0.02 hours: 400 changes are expected.
        for (int step = 0; step < steps; step++) {
            if (step % 5 == 0) {
                double regime = truth(play.twin(0, new int[] {0}), "drift_regime", 0);
                assertThat(regime).isGreaterThanOrEqualTo(last);
                last = regime;
                regimes.add(regime);
            }
            play.step(new int[] {0});
        }
        // Looking ten times an hour misses the few changes that follow each other within a tenth.
        assertThat((double) regimes.size()).isBetween(0.9 * 400 - 80, 400 + 80.0);
    }

    /** With two sets the third regime is the first again, and a fade is continuous. */
    @Test
    void setsTakeTurnsAndFadeIntoEachOther() {
        Map<String, Object> config = new HashMap<>(Map.of("drift.change", 1, "drift.change_hours", 2, "slate_size", 1));
        config.put("drift.change_sets", 2);
        config.put("drift.fade_hours", 2);
        config.put("visit.hours_per_step", 0.125);
        SessionPlay play = play(1, config);
        double[] shifts = new double[64];
        for (int step = 0; step < 64; step++) {
            shifts[step] = truth(play.twin(0, new int[] {0}), "drift_shift", 0);
            play.step(new int[] {0});
        }
        double range = Math.abs(shifts[0] - shifts[16]);
        assertThat(range).isGreaterThan(0.01);
        for (int step = 0; step + 32 < 64; step++) {
            assertThat(shifts[step + 32]).isCloseTo(shifts[step], EXACT);
            assertThat(Math.abs(shifts[step + 1] - shifts[step])).isCloseTo(range / 16, EXACT);
        }
    }

    /**
     * Over the last hours before a change each step of each user takes the next numbers with the probability with which
     * a linear fade would mix them in: within 4 standard errors of 2,000 users, and independently from step to step.
     */
    @Test
    void aSampledFadeTakesTheOneOrTheOther() {
        Map<String, Object> config = new HashMap<>(Map.of("drift.change", 1, "drift.change_hours", 2, "slate_size", 1));
        config.put("drift.fade_hours", 1);
        config.put("drift.fade_law", "sampled");
        config.put("visit.hours_per_step", 0.25);
        int lanes = 2000;
        SessionPlay play = play(lanes, config);
        double[] shifts = new double[2];
        boolean[] last = new boolean[lanes];
        double both = 0;
        for (int step = 0; step < 9; step++) {
            double next = 0;
            for (int lane = 0; lane < lanes; lane++) {
                Twin twin = play.twin(lane, play.slatesOf(0));
                int regime = (int) truth(twin, "drift_regime", 0);
                double shift = truth(twin, "drift_shift", 0);
                if (shifts[regime] == 0) {
                    shifts[regime] = shift;
                }
                assertThat(shift).isEqualTo(shifts[regime]);
                next += (double) regime / lanes;
                both += step == 7 && regime == 1 && last[lane] ? 1.0 / lanes : 0;
                last[lane] = regime == 1;
            }
            double share = step <= 4 ? 0 : step == 8 ? 1 : 0.25 * (step - 4);
            assertThat(next).as("step " + step).isCloseTo(share, fourErrors(share, lanes));
            play.step(play.slatesOf(0));
        }
        assertThat(shifts[0]).isNotEqualTo(shifts[1]);
        assertThat(both).isCloseTo(0.5 * 0.75, fourErrors(0.5 * 0.75, lanes));
    }

    private static Offset<Double> fourErrors(double share, int count) {
        return Offset.offset(4 * Math.sqrt(share * (1 - share) / count) + 1e-12);
    }

    /** Bursts: the share of time in one tends to burst / (burst + 1 / burst_steps); 4 of 10 clicks are lost here. */
    @Test
    void clicksAreLostInBursts() {
        Map<String, Object> config = new HashMap<>(Map.of("appeal.intercept", 50, "noise.burst", 0.1));
        config.put("noise.burst_steps", 20.0 / 3);
        SessionPlay play = play(500, config);
        double clicks = 0;
        for (int step = 0; step < 200; step++) {
            Column clicked = play.step(play.slates()).signals().get(1);
            for (int i = 0; i < clicked.count() && step >= 100; i++) {
                clicks += clicked.get(i) / (100.0 * clicked.count());
            }
        }
        assertThat(clicks).isCloseTo(0.6, Offset.offset(0.02));
    }

    @Test
    void aBadgeIsAnItemsOwnAndAddsTheSameToAll() {
        SessionPlay play = play(1, Map.of("presentation.badge", 0.7, "presentation.badge_share", 0.5));
        int badges = 0;
        for (int item = 0; item < 40; item += 5) {
            int[] slate = {item, item + 1, item + 2, item + 3, item + 4};
            for (int slot = 0; slot < 5; slot++) {
                double shift = truth(play.twin(0, slate), "presentation_shift", slot);
                assertThat(shift).isIn(0.0, 0.7);
                badges += shift > 0 ? 1 : 0;
            }
        }
        assertThat(badges).isBetween(8, 32);
    }

    /** A / (A + B) and B / (A + B) add up to 1 for each pair that differs. */
    @Test
    void relativeAdvantagesOfAPairAddUp() {
        SessionPlay play = play(1, Map.of("decoy.advantage", 1.0, "slate_size", 2));
        Items items = play.world().model().items();
        for (int item = 0; item < 39; item++) {
            Twin twin = play.twin(0, new int[] {item, item + 1});
            double first = truth(twin, "decoy_shift", 0);
            assertThat(first + truth(twin, "decoy_shift", 1)).isCloseTo(1, EXACT);
            boolean dominates =
                    items.logPrice(item) < items.logPrice(item + 1) && items.quality(item) > items.quality(item + 1);
            assertThat(first == 1).isEqualTo(dominates);
        }
    }

    @Test
    void longItemsCanBeRenderedMore() {
        SessionPlay play = play(1, Map.of("exposure_skew.length", 1.0));
        Items items = play.world().model().items();
        double longest = 0;
        for (int item = 0; item < 40; item++) {
            longest = Math.max(longest, items.length(item));
        }
        Twin twin = play.twin(0, new int[] {0, 1, 2, 3, 4});
        for (int slot = 0; slot < 5; slot++) {
            assertThat(truth(twin, "exposure", slot))
                    .isCloseTo(items.length(slot) / longest, Offset.offset(1e-6)); // Kept as floats.
        }
    }
}
