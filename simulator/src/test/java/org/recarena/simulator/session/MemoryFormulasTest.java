package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.simulator.session.BiasFormulas.CLOSE;
import static org.recarena.simulator.session.BiasFormulas.SLATE;
import static org.recarena.simulator.session.BiasFormulas.USERS;
import static org.recarena.simulator.session.BiasFormulas.assertDeviation;
import static org.recarena.simulator.session.BiasFormulas.assertShare;
import static org.recarena.simulator.session.BiasFormulas.choose;
import static org.recarena.simulator.session.BiasFormulas.items;
import static org.recarena.simulator.session.BiasFormulas.kernels;
import static org.recarena.simulator.session.BiasFormulas.play;
import static org.recarena.simulator.session.BiasFormulas.shown;
import static org.recarena.simulator.session.BiasFormulas.stream;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;

/** What users keep of what they saw and clicked, and what that does, against its formulas. */
class MemoryFormulasTest {

    /** What the only attracting kernel adds to the first slot. */
    private static double appeal(Kernels kernels, Impression shown) {
        Arrays.fill(shown.appeal, 0);
        kernels.attracts[0].attract(shown);
        return shown.appeal[0];
    }

    private static void update(Kernels kernels, Impression shown) {
        kernels.remembers[0].update(shown, stream());
    }

    /** One topic: seen five times at hour 0 and at hour 10, half of which is forgotten in ten hours. */
    @Test
    void whatWasSeenFadesWithItsHalfLife() {
        Map<String, Object> config = new HashMap<>(Map.of("novelty.wear", 0.2, "novelty.familiarity", 0.9));
        config.put("novelty.half_life", 10);
        config.put("items.topics", 1);
        Kernels kernels = kernels(config);
        Impression shown = shown();
        Arrays.fill(shown.examined, true);
        update(kernels, shown);
        assertThat(appeal(kernels, shown)).isCloseTo(0.9 * Math.log(6) - 0.2 * 5, CLOSE);
        shown.hours = 10;
        assertThat(appeal(kernels, shown)).isCloseTo(0.9 * Math.log(3.5) - 0.2 * 2.5, CLOSE);
        update(kernels, shown);
        shown.hours = 20;
        assertThat(appeal(kernels, shown)).isCloseTo(0.9 * Math.log(4.75) - 0.2 * 3.75, CLOSE);
    }

    /** Three hours after a click on the second slot. */
    @Test
    void theTopicOfAClickAppealsAgain() {
        Map<String, Object> config = new HashMap<>(Map.of("novelty.inertia", 0.9, "novelty.repeat", 0.6));
        config.put("novelty.repeat_decay", 0.7);
        config.put("items.topics", 3);
        SessionPlay play = play(config);
        Kernels kernels = kernels(play);
        Items items = items(play);
        Impression shown = shown();
        shown.hours = 2;
        choose(shown, 1);
        update(kernels, shown);
        shown.hours = 5;
        int others = 0;
        for (int item = 0; item < 40; item++) {
            shown.items[0] = item;
            boolean same = items.topic(item) == items.topic(SLATE[1]);
            others += same ? 0 : 1;
            assertThat(appeal(kernels, shown)).isCloseTo(same ? 0.9 + 0.6 * Math.pow(4, -0.7) : 0, CLOSE);
        }
        assertThat(others).isBetween(1, 38);
    }

    @Test
    void satiationLowersAppealAndSatisfaction() {
        Map<String, Object> config = new HashMap<>(Map.of("satiation.attraction", 0.4, "satiation.satisfaction", 0.3));
        config.put("satiation.memory", 0.6);
        config.put("items.topics", 1);
        Kernels kernels = kernels(config);
        Impression shown = shown();
        choose(shown, 0);
        update(kernels, shown);
        kernels.satisfies[0].satisfy(shown);
        assertThat(appeal(kernels, shown)).isCloseTo(-0.4 * 0.6, CLOSE);
        assertThat(shown.satisfaction[2]).isCloseTo(-0.3 * 0.6, CLOSE);
    }

    @Test
    void satiationIsNoisy() {
        Kernels kernels = kernels(Map.of("satiation.attraction", 1, "satiation.noise", 0.3));
        RandomStream stream = stream();
        double squares = 0;
        for (int user = 0; user < USERS; user++) {
            Impression shown = shown();
            kernels.remembers[0].update(shown, stream);
            squares += Math.pow(appeal(kernels, shown), 2);
        }
        assertDeviation(squares, 0.3);
    }

    /** A click on one item sates with all others by how near their features are. */
    @Test
    void satiationSpreadsToItemsThatAreAlike() {
        Map<String, Object> config = new HashMap<>(Map.of("satiation.attraction", 1, "satiation.scope", "features"));
        config.put("satiation.width", 7);
        config.put("satiation.memory", 0.6);
        SessionPlay play = play(config);
        Items items = items(play);
        Impression shown = shown();
        choose(shown, 1);
        update(kernels(play), shown);
        for (int item = 0; item < 40; item++) {
            double square = 0;
            for (int feature = 0; feature < items.dimension(); feature++) {
                square += Math.pow(items.feature(item, feature) - items.feature(SLATE[1], feature), 2);
            }
            shown.items[0] = item;
            assertThat(appeal(kernels(play), shown)).isCloseTo(-0.6 * Math.exp(-square / 7), CLOSE);
        }
    }

    /** Of seventeen items, clicked one a step, the last sixteen are remembered; the last of all is clicked twice. */
    @Test
    void satiationWithItemsGoesBackSixteenItems() {
        Map<String, Object> config = new HashMap<>(Map.of("satiation.attraction", 1, "satiation.scope", "item"));
        config.put("satiation.memory", 0.9);
        Kernels kernels = kernels(config);
        Impression shown = shown();
        choose(shown, 0);
        for (int step = 0; step < 18; step++) {
            shown.items[0] = Math.min(step, 16);
            update(kernels, shown);
        }
        for (int item = 0; item < 17; item++) {
            double expected = item == 0 ? 0 : item == 16 ? 0.9 + 0.9 * 0.9 : Math.pow(0.9, 18 - item);
            shown.items[0] = item;
            assertThat(appeal(kernels, shown)).as("item " + item).isCloseTo(-expected, CLOSE);
        }
    }

    /** Boring is what more than one of the last four clicks were on. */
    @Test
    void boredomGoesByTheLastClicks() {
        Map<String, Object> config = new HashMap<>(Map.of("satiation.attraction", 1, "satiation.law", "threshold"));
        config.put("satiation.most", 1);
        config.put("satiation.window", 4);
        SessionPlay play = play(config);
        int first = 0;
        int second = 0;
        while (items(play).topic(second) == items(play).topic(first)) {
            second++;
        }
        Impression shown = shown();
        choose(shown, 0);
        int[] clicks = {first, first, second, second, second, first, second, second, second};
        for (int click = 0; click < clicks.length; click++) {
            shown.items[0] = clicks[click];
            update(kernels(play), shown);
            for (int item : new int[] {first, second}) {
                int from = Math.max(0, click - 3);
                long count = Arrays.stream(clicks, from, click + 1)
                        .filter(clicked -> clicked == item)
                        .count();
                shown.items[0] = item;
                assertThat(appeal(kernels(play), shown)).as(click + " " + item).isEqualTo(count > 1 ? -1 : -0.0);
            }
        }
    }

    /** A step with a click bores with probability 0.3; one without lets recover with probability 0.2. */
    @Test
    void usersAreBoredAndRecover() {
        Map<String, Object> config = new HashMap<>(Map.of("satiation.attraction", 1, "satiation.law", "two_state"));
        config.put("satiation.bore", 0.3);
        config.put("satiation.recover", 0.2);
        config.put("items.topics", 1);
        Kernels kernels = kernels(config);
        RandomStream stream = stream();
        double bored = 0;
        double still = 0;
        for (int user = 0; user < USERS; user++) {
            Impression shown = shown();
            choose(shown, 2);
            kernels.remembers[0].update(shown, stream);
            bored -= appeal(kernels, shown) / USERS;
            choose(shown);
            kernels.remembers[0].update(shown, stream);
            still -= appeal(kernels, shown) / USERS;
        }
        assertShare(bored, 0.3);
        assertShare(still, 0.3 * 0.8);
    }

    /** Each step shows three poor items, two of which are looked at; the third step comes after a pause of an hour. */
    @Test
    void poorItemsTireUntilAPause() {
        Kernels kernels = kernels(Map.of("satiation.fatigue", 0.5));
        double[] hours = {40, 40.9, 41.9, 42.8};
        int[] poor = {2, 4, 2, 4};
        Impression shown = shown();
        System.arraycopy(new double[] {-1, 2, -0.1, 0, -3}, 0, shown.utility, 0, 5);
        System.arraycopy(new boolean[] {true, true, true, true, false}, 0, shown.examined, 0, 5);
        for (int step = 0; step < hours.length; step++) {
            shown.hours = hours[step];
            shown.leave = 0.25;
            update(kernels, shown);
            kernels.leaves[0].leave(shown);
            assertThat(shown.leave).as("step " + step).isCloseTo(0.25 + 0.5 * poor[step], CLOSE);
        }
    }

    /** Clicks pull by 0.2, looks by 0.1, each from where taste is; what was not looked at does nothing. */
    @Test
    void clicksAndLooksPullTaste() {
        SessionPlay play = play(Map.of("taste_feedback.pull", 0.2, "taste_feedback.exposure", 0.1));
        Items items = items(play);
        Impression shown = shown();
        shown.state(0, 0.7);
        choose(shown, 0);
        shown.examined[0] = true;
        shown.examined[1] = true;
        update(kernels(play), shown);
        double clicked = 0.7 + 0.2 * (items.feature(SLATE[0], 0) - 0.7);
        assertThat(shown.state(0)).isCloseTo(clicked + 0.1 * (items.feature(SLATE[1], 0) - clicked), CLOSE);
    }

    /** An item pulls from within the radius alone, whether that is above 1 or below. */
    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.9, 1.5, 4})
    void onlyWhatIsNearPullsTaste(double distance) {
        SessionPlay within = play(Map.of("taste_feedback.pull", 0.2, "taste_feedback.radius", 1.05 * distance));
        SessionPlay beyond = play(Map.of("taste_feedback.pull", 0.2, "taste_feedback.radius", 0.95 * distance));
        Impression shown = shown();
        choose(shown, 0);
        for (int feature = 0; feature < items(within).dimension(); feature++) {
            double off = distance / Math.sqrt(items(within).dimension());
            shown.state(feature, items(within).feature(SLATE[0], feature) + off);
        }
        double before = shown.state(0);
        update(kernels(beyond), shown);
        assertThat(shown.state(0)).isEqualTo(before);
        update(kernels(within), shown);
        assertThat(shown.state(0)).isCloseTo(before + 0.2 * (items(within).feature(SLATE[0], 0) - before), CLOSE);
    }
}
