package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.simulator.session.BiasFormulas.CLOSE;
import static org.recarena.simulator.session.BiasFormulas.SLATE;
import static org.recarena.simulator.session.BiasFormulas.assertShare;
import static org.recarena.simulator.session.BiasFormulas.assertShift;
import static org.recarena.simulator.session.BiasFormulas.items;
import static org.recarena.simulator.session.BiasFormulas.kernels;
import static org.recarena.simulator.session.BiasFormulas.play;
import static org.recarena.simulator.session.BiasFormulas.shown;
import static org.recarena.simulator.session.BiasFormulas.stream;

import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;

/** What biases that need no memory add to appeal, against their formulas. */
class AppealFormulasTest {

    @Test
    void whatAnItemHas() {
        assertShift(
                Map.of("popularity.weight", 0.3),
                "popularity",
                (items, utility, slot) -> 0.3 * Math.log1p(items.popularity(SLATE[slot])));
        assertShift(
                Map.of("clickbait.attraction", 0.7, "items.clickbait_share", 1),
                "clickbait",
                (items, utility, slot) -> 0.7 * items.clickbait(SLATE[slot]));
        assertShift(
                Map.of("presentation.prominence", 0.5, "presentation.price", 0.4, "presentation.length", 0.3),
                "presentation",
                (items, utility, slot) -> 0.5 * items.prominence(SLATE[slot])
                        - 0.4 * Math.log(items.price(SLATE[slot]))
                        + 0.3 * Math.log(items.length(SLATE[slot])));
        assertShift(
                Map.of("novelty.freshness", 0.9, "novelty.fresh_hours", 100),
                "novelty",
                (items, utility, slot) -> 0.9 * Math.exp(items.born(SLATE[slot]) / 100));
        assertShift(
                Map.of("conformity.attraction", 0.6),
                "conformity",
                (items, utility, slot) -> 0.6 * (items.meanRating(SLATE[slot]) - 3.5));
    }

    /** Badges are on the share of items that is asked for. */
    @Test
    void badgesAreOnAShareOfItems() {
        Kernels kernels = kernels(
                Map.of("presentation.badge", 0.7, "presentation.badge_share", 0.2, "num_items", BiasFormulas.USERS));
        double badges = 0;
        for (int item = 0; item < BiasFormulas.USERS; item++) {
            Impression shown = shown(item);
            kernels.attracts[0].attract(shown);
            assertThat(shown.appeal[0]).isIn(0.0, 0.7);
            badges += shown.appeal[0] > 0 ? 1.0 / BiasFormulas.USERS : 0;
        }
        assertShare(badges, 0.2);
    }

    @ParameterizedTest
    @CsvSource({"all, exponential", "above, exponential", "all, inverse", "above, inverse"})
    void whatNeighboursAreWorth(String neighbours, String decay) {
        Map<String, Object> config = Map.of(
                "context.weight",
                -0.8,
                "context.reach",
                1.5,
                "context.reference",
                0.2,
                "context.neighbours",
                neighbours,
                "context.decay",
                decay);
        assertShift(config, "context", (items, utility, slot) -> {
            double sum = 0;
            double total = 0;
            for (int other = 0; other < (neighbours.equals("all") ? 5 : slot); other++) {
                double distance = Math.abs(other - slot) / 1.5;
                double near = decay.equals("inverse") ? 1 / (1 + distance) : Math.exp(-distance);
                sum += other == slot ? 0 : near * utility[other];
                total += other == slot ? 0 : near;
            }
            return total == 0 ? 0 : -0.8 * (sum / total - 0.2);
        });
    }

    @Test
    void whatProminentNeighboursAdd() {
        assertShift(Map.of("context.halo", 0.4), "context", (items, utility, slot) -> {
            double most = items.prominence(SLATE[slot]);
            most = slot == 0 ? most : Math.max(most, items.prominence(SLATE[slot - 1]));
            most = slot == 4 ? most : Math.max(most, items.prominence(SLATE[slot + 1]));
            return 0.4 * most;
        });
    }

    /** What a topic adds to another is a standard normal number, within 4 errors, and adds up over neighbours. */
    @Test
    void whatTopicsAddToEachOther() {
        Map<String, Object> config = Map.of("context.pairs", 0.5, "context.reach", 2, "items.topics", 60);
        Kernels kernels = kernels(config);
        Items items = items(play(config));
        double[][] added = new double[60][60];
        for (int item = 0; item < 40; item++) {
            for (int other = 0; other < 40; other++) {
                Impression pair = shown(item, other);
                kernels.attracts[0].attract(pair);
                added[items.topic(item)][items.topic(other)] = pair.appeal[0] / (0.5 * Math.exp(-1 / 2.0));
            }
        }
        double squares = 0;
        int pairs = 0;
        for (double[] row : added) {
            for (double number : row) {
                squares += number * number;
                pairs += number == 0 ? 0 : 1;
            }
        }
        assertThat(pairs).isGreaterThan(400);
        assertThat(squares / pairs).isCloseTo(1, Offset.offset(4 * Math.sqrt(2.0 / pairs)));
        Impression shown = shown();
        kernels.attracts[0].attract(shown);
        for (int slot = 0; slot < 5; slot++) {
            double sum = 0;
            for (int other = 0; other < 5; other++) {
                double number = added[items.topic(SLATE[slot])][items.topic(SLATE[other])];
                sum += other == slot ? 0 : Math.exp(-Math.abs(other - slot) / 2.0) * number;
            }
            assertThat(shown.appeal[slot]).isCloseTo(0.5 * sum, CLOSE);
        }
    }

    @Test
    void whatComparisonAdds() {
        assertShift(Map.of("decoy.similarity", 0.5, "decoy.width", 2), "decoy", (items, utility, slot) -> {
            double sum = 0;
            for (int other = 0; other < 5; other++) {
                sum += other == slot ? 0 : Math.exp(-square(items, SLATE[slot], at(items, SLATE[other])) / 2);
            }
            return -0.5 * sum;
        });
        assertShift(Map.of("decoy.compromise", 0.5), "decoy", (items, utility, slot) -> {
            double[] middle = new double[2];
            for (int item : SLATE) {
                middle[0] += at(items, item)[0] / 5;
                middle[1] += at(items, item)[1] / 5;
            }
            double farthest = 0;
            for (int item : SLATE) {
                farthest = Math.max(farthest, Math.sqrt(square(items, item, middle)));
            }
            return 0.5 * (1 - Math.sqrt(square(items, SLATE[slot], middle)) / farthest);
        });
        assertShift(Map.of("decoy.advantage", 0.5), "decoy", (items, utility, slot) -> {
            double sum = 0;
            for (int other : SLATE) {
                double cheaper = at(items, SLATE[slot])[0] - at(items, other)[0];
                double better = at(items, SLATE[slot])[1] - at(items, other)[1];
                double ahead = (Math.abs(cheaper) + cheaper + Math.abs(better) + better) / 2;
                sum += other == SLATE[slot] ? 0 : ahead / (Math.abs(cheaper) + Math.abs(better));
            }
            return 0.5 * sum;
        });
    }

    /** A decoy that two others dominate is nobody's: all slates of three neighbours by number. */
    @Test
    void aDecoyHasOneTarget() {
        SessionPlay play = play(Map.of("decoy.dominance", 0.5));
        Items items = items(play);
        int shared = 0;
        for (int first = 0; first < 38; first++) {
            Impression shown = shown(first, first + 1, first + 2);
            kernels(play).attracts[0].attract(shown);
            double[] expected = new double[3];
            for (int decoy = first; decoy < first + 3; decoy++) {
                int dominating = 0;
                int target = 0;
                for (int item = first; item < first + 3; item++) {
                    boolean better =
                            at(items, item)[0] > at(items, decoy)[0] && at(items, item)[1] > at(items, decoy)[1];
                    dominating += better ? 1 : 0;
                    target = better ? item - first : target;
                }
                expected[target] += dominating == 1 ? 0.5 : 0;
                shared += dominating == 2 ? 1 : 0;
            }
            assertThat(shown.appeal).containsExactly(expected);
        }
        assertThat(shared).isGreaterThan(5);
    }

    private static double[] at(Items items, int item) {
        return new double[] {-Math.log(items.price(item)), items.quality(item)};
    }

    private static double square(Items items, int item, double[] point) {
        double[] at = at(items, item);
        return Math.pow(at[0] - point[0], 2) + Math.pow(at[1] - point[1], 2);
    }

    /** After a day a week's sine is at a seventh, and after six hours a day's at a quarter. */
    @ParameterizedTest
    @CsvSource({"weekly, 24, 7", "daily, 6, 4"})
    void theClockMovesTopics(String wave, double hours, double part) {
        SessionPlay play = play(Map.of("drift." + wave, 0.8));
        Items items = items(play);
        Impression shown = shown();
        shown.hours = hours;
        kernels(play).attracts[0].attract(shown);
        for (int slot = 0; slot < 5; slot++) {
            double phase = (double) items.topic(SLATE[slot]) / items.topics();
            assertThat(shown.appeal[slot]).isCloseTo(0.8 * Math.sin(2 * Math.PI * (1 / part + phase)), CLOSE);
        }
    }

    /** Farms first, of the others bots, of the others strategic users; bots click by no appeal. */
    @Test
    void someUsersAreFake() {
        Kernels kernels = kernels(Map.of(
                "fake_users.farms", 0.2,
                "fake_users.bots", 0.3,
                "fake_users.bot_rate", 0.4,
                "fake_users.strategic", 0.5,
                "items.clickbait_share", 1));
        double[] shares = new double[4];
        double[] kind = new double[1];
        RandomStream stream = stream();
        for (int user = 0; user < BiasFormulas.USERS; user++) {
            Impression shown = shown();
            kernels.arrives[0].arrive(shown, stream);
            kernels.arrives[0].truth(shown, 0, kind);
            shares[(int) kind[0]] += 1.0 / BiasFormulas.USERS;
            kernels.attracts[0].attract(shown);
            kernels.disturbs[0].disturb(shown);
            assertThat(shown.spurious[0]).isCloseTo(kind[0] == 2 ? 0.4 : 0, CLOSE);
            assertThat(shown.appeal[0] < -100).isEqualTo(kind[0] == 1 || kind[0] == 2);
        }
        assertShare(shares[1], 0.2);
        assertShare(shares[2], 0.8 * 0.3);
        assertShare(shares[3], 0.8 * 0.7 * 0.5);
        assertShift(
                Map.of("fake_users.strategic", 1, "fake_users.restraint", 1.5, "items.clickbait_share", 1),
                "fake_users",
                (items, utility, slot) -> -1.5 * items.clickbait(SLATE[slot]));
    }
}
