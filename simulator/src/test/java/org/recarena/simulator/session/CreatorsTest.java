package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.recarena.simulator.session.SessionPlay.appeal;
import static org.recarena.simulator.session.SessionPlay.truth;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Twin;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Column;

/** Items that follow those who see them; seed 19. */
class CreatorsTest {

    private static final long SEED = 19;
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    private static double[] taste(SessionPlay play, double scale) {
        Column column = new Column(play.simulation().lanes().userStates().get(0), 1);
        play.simulation().lanes().userState(0, 0, column);
        double[] taste = new double[column.count()];
        for (int feature = 0; feature < taste.length; feature++) {
            taste[feature] = scale * column.get(feature);
        }
        return taste;
    }

    /** Every move is the step up the gradient that the formula says, over users, and only where items are rendered. */
    @Test
    void movesUpTheGradient() {
        Map<String, Object> config = SessionPlay.config(Map.of("creators.rate", 0.5, "creators.cost", 0.3));
        config.put("users.taste_scale", 1.5);
        config.put("appeal.utility", 0.7);
        config.put("exposure_skew.power", 0.1);
        SessionPlay play = new SessionPlay(config, SEED, 1);
        double[][] moved =
                new double[SessionPlay.ITEMS][play.world().model().items().dimension()];
        int hidden = 0;
        double largest = 0;
        for (int step = 0; step < 300; step++) {
            int[] slate = play.slates();
            double[] taste = taste(play, 1.5);
            Twin twin = play.twin(0, slate);
            Twin without = play.twin(0, slate, "creators");
            Outcome outcome = play.step(slate);
            for (int slot = 0; slot < slate.length; slot++) {
                double shift = 0;
                for (int feature = 0; feature < taste.length; feature++) {
                    shift += moved[slate[slot]][feature] * taste[feature];
                }
                double attraction = truth(twin, "attraction", slot);
                assertThat(truth(twin, "creators_shift", slot)).isCloseTo(shift, EXACT);
                assertThat(appeal(twin, slot) - appeal(without, slot)).isCloseTo(0.7 * shift, Offset.offset(1e-6));
                largest = Math.max(largest, Math.abs(shift));
                if (outcome.signals().get(0).get(slot) == 0) {
                    hidden++;
                    continue;
                }
                for (int feature = 0; feature < taste.length; feature++) {
                    double is = moved[slate[slot]][feature];
                    moved[slate[slot]][feature] =
                            (is + 0.5 * attraction * (1 - attraction) * taste[feature]) / (1 + 0.5 * 0.3);
                }
            }
        }
        assertThat(hidden).isGreaterThan(100);
        assertThat(largest).isGreaterThan(0.3);
    }

    /**
     * Before one and the same user an item comes to rest where cost * d = p (1 - p) x, worth p (1 - p) |x|^2 / cost.
     */
    @Test
    void comesToRestWhereCostIsGain() {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 3, "slate_size", 1, "max_episode_steps", 0));
        config.put("visit.leave_probability", 0);
        config.put("creators.rate", 1);
        config.put("creators.cost", 0.2);
        SessionPlay play = new SessionPlay(config, SEED, 1);
        double square = 0;
        for (double taste : taste(play, 1)) {
            square += taste * taste;
        }
        for (int step = 0; step < 400; step++) {
            play.step(new int[] {1});
        }
        Twin twin = play.twin(0, new int[] {1});
        double attraction = truth(twin, "attraction", 0);
        assertThat(square).isGreaterThan(0.1);
        assertThat(truth(twin, "creators_shift", 0))
                .isCloseTo(attraction * (1 - attraction) * square / 0.2, Offset.offset(1e-6));
        assertThat(truth(play.twin(0, new int[] {0}), "creators_shift", 0)).isZero();
    }

    /** A share of the items moves: within 4 standard errors of 400 items. */
    @Test
    void aShareOfItemsMoves() {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 400, "slate_size", 100));
        config.put("creators.rate", 1);
        config.put("creators.share", 0.3);
        config.put("visit.leave_probability", 0);
        SessionPlay play = new SessionPlay(config, SEED, 1);
        double share = 0;
        for (int part = 0; part < 4; part++) {
            int first = 100 * part;
            int[] slate = IntStream.range(first, first + 100).toArray();
            play.step(slate);
            Twin twin = play.twin(0, slate);
            for (int slot = 0; slot < 100; slot++) {
                share += truth(twin, "creators_shift", slot) == 0 ? 0 : 1 / 400.0;
            }
        }
        assertThat(share).isCloseTo(0.3, Offset.offset(4 * Math.sqrt(0.3 * 0.7 / 400)));
    }

    @Test
    void refusesCataloguesForWhichNoLaneHasRoom() {
        SessionV1 environment = new SessionV1();
        Config tooLarge = environment.schema().resolve(Map.of("creators.rate", 1, "num_items", 10_001));
        assertThatThrownBy(() -> environment.spaces(tooLarge))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("config.creators.rate keeps numbers for each of 10001 items in every lane");
    }
}
