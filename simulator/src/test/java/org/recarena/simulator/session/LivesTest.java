package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.Twin;

/** Items that come and go; seed 29. */
class LivesTest {

    private static final long SEED = 29;

    private static Map<String, Object> mortal(double hours, double shape) {
        Map<String, Object> config = new HashMap<>(Map.of("items.life_hours", hours, "items.life_shape", shape));
        config.put("items.new_share", 0.5);
        config.put("items.horizon_hours", 100);
        return config;
    }

    /**
     * Of items of an age a, the share that is still there t hours later is exp((a / s)^k - ((a + t) / s)^k), whether
     * they were there at the beginning or came later: the sum over 10,000 items within 4 standard errors.
     */
    @ParameterizedTest
    @CsvSource({"30, 1", "80, 2", "50, 0.5"})
    void itemsLiveByWeibullsLaw(double scale, double shape) {
        Map<String, Object> config = mortal(scale, shape);
        config.put("num_items", 10_000);
        config.put("num_candidates", 100);
        Catalogue items = new SessionPlay(config, SEED, 1).world().model().items();
        for (double later : new double[] {1, 10, 40, 100}) {
            double alive = 0;
            double expected = 0;
            double variance = 0;
            for (int item = 0; item < items.count(); item++) {
                double age = Math.max(0, -items.born(item));
                double from = Math.max(0, items.born(item));
                assertThat(items.dies(item)).isGreaterThanOrEqualTo(from);
                double survival = Math.exp(Math.pow(age / scale, shape) - Math.pow((age + later) / scale, shape));
                alive += items.dies(item) > from + later ? 1 : 0;
                expected += survival;
                variance += survival * (1 - survival);
            }
            assertThat(alive).as("after " + later).isCloseTo(expected, Offset.offset(4 * Math.sqrt(variance)));
        }
    }

    /** An item is rendered from its birth to its end, and ground truth tells both. */
    @Test
    void whatIsGoneIsNotRendered() {
        Map<String, Object> config = mortal(20, 1);
        config.put("num_items", 40);
        config.put("slate_size", 5);
        config.put("visit.hours_per_step", 1);
        config.put("visit.leave_probability", 0);
        config.put("max_episode_steps", 0);
        SessionPlay play = new SessionPlay(config, SEED, 1);
        double[] born = parameter(play, "item_born");
        double[] dies = parameter(play, "item_dies");
        int gone = 0;
        for (int hour = 0; hour < 60; hour++) {
            int[] slate = play.slates();
            Twin twin = play.twin(0, slate);
            int width = twin.truthNames().size();
            for (int slot = 0; slot < 5; slot++) {
                double exposure = twin.truths()[slot * width + twin.truthNames().indexOf("exposure")];
                assertThat(exposure == 1).isEqualTo(born[slate[slot]] <= hour && hour < dies[slate[slot]]);
                gone += hour >= dies[slate[slot]] ? 1 : 0;
            }
            play.step(slate);
        }
        assertThat(gone).isGreaterThan(20);
    }

    private static double[] parameter(SessionPlay play, String name) {
        return play.world().parameters().get(name).values();
    }

    /** Items that stay for ever are those of a world that knows no lives, and lives change nothing else about items. */
    @Test
    void forEverIsAsItWas() {
        long clean = new SessionPlay(SessionPlay.config(Map.of()), SEED, 10).digest(40);
        Map<String, Object> off = SessionPlay.config(Map.of("items.life_hours", 0, "items.life_shape", 3));
        Map<String, Object> on = SessionPlay.config(Map.of("items.life_hours", 1e9));
        SessionPlay play = new SessionPlay(off, SEED, 10);
        assertThat(play.world().parameters()).doesNotContainKey("item_dies");
        assertThat(play.digest(40)).isEqualTo(clean);
        assertThat(new SessionPlay(on, SEED, 10).digest(40)).isEqualTo(clean);
    }
}
