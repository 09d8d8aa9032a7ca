package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.recarena.simulator.Twin;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;

/** One small world, in which tests hold biases against their formulas, written there once more; seed 31. */
final class BiasFormulas {

    static final long SEED = 31;
    /** Attributes are kept as floats. */
    static final Offset<Double> CLOSE = Offset.offset(1e-6);
    /** What is shown. */
    static final int[] SLATE = {3, 14, 15, 9, 26};
    /** Of how many users a share or a standard deviation is taken. */
    static final int USERS = 4000;

    private BiasFormulas() {}

    static SessionPlay play(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 40, "slate_size", 5, "max_episode_steps", 0));
        config.put("appeal.intercept", 0);
        config.put("appeal.utility", 1);
        config.putAll(more);
        return new SessionPlay(config, SEED, 1);
    }

    static Items items(SessionPlay play) {
        return play.world().model().items();
    }

    static Kernels kernels(SessionPlay play) {
        return play.world().model().kernels();
    }

    static Kernels kernels(Map<String, Object> more) {
        return kernels(play(more));
    }

    static RandomStream stream() {
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, SEED, 0, 0, 3);
        return stream;
    }

    /** An impression of the slate, before a user whose numbers are 0. */
    static Impression shown() {
        return shown(SLATE);
    }

    /** An impression of any slate, before a user whose numbers are 0. */
    static Impression shown(int... slate) {
        Impression shown = new Impression(slate.length);
        System.arraycopy(slate, 0, shown.items, 0, slate.length);
        shown.turnTo(new double[2000], 1000, new double[0], 0);
        shown.clear();
        return shown;
    }

    /** What a user clicks on, and nothing else. */
    static void choose(Impression shown, int... slots) {
        Arrays.fill(shown.chosen, false);
        for (int slot : slots) {
            shown.chosen[slot] = true;
        }
    }

    /** A share of all users within 4 standard errors. */
    static void assertShare(double share, double expected) {
        assertThat(share).isCloseTo(expected, Offset.offset(4 * Math.sqrt(expected * (1 - expected) / USERS)));
    }

    /** The root of the mean square of a normal number of all users, within 4 errors of 1 / sqrt(2 n) of it each. */
    static void assertDeviation(double squares, double expected) {
        assertThat(Math.sqrt(squares / USERS)).isCloseTo(expected, Offset.offset(expected * 4 / Math.sqrt(2 * USERS)));
    }

    /** A formula. */
    interface Expected {
        double of(Items items, double[] utility, int slot);
    }

    /** What the logit of attraction moves by, with what each slot is worth without the bias. */
    static void assertShift(Map<String, Object> config, String bias, Expected expected) {
        SessionPlay play = play(config);
        Twin with = play.twin(0, SLATE);
        Twin without = play.twin(0, SLATE, bias);
        double[] utility = new double[5];
        Arrays.setAll(utility, slot -> SessionPlay.appeal(without, slot));
        for (int slot = 0; slot < 5; slot++) {
            assertThat(SessionPlay.appeal(with, slot) - utility[slot])
                    .as(bias + " " + slot)
                    .isCloseTo(expected.of(items(play), utility, slot), CLOSE);
        }
    }
}
