package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recarena.simulator.session.BiasFormulas.CLOSE;
import static org.recarena.simulator.session.BiasFormulas.USERS;
import static org.recarena.simulator.session.BiasFormulas.assertDeviation;
import static org.recarena.simulator.session.BiasFormulas.assertShare;
import static org.recarena.simulator.session.BiasFormulas.items;
import static org.recarena.simulator.session.BiasFormulas.kernels;
import static org.recarena.simulator.session.BiasFormulas.play;
import static org.recarena.simulator.session.BiasFormulas.shown;
import static org.recarena.simulator.session.BiasFormulas.stream;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;

/** What topics and tastes do as time goes by, against the formulas. */
class DriftFormulasTest {

    /** What drift adds to topics at an hour: to some 860 of 1000, those that items have. */
    private static double[] topics(Map<String, Object> drift, double hours) {
        Map<String, Object> config = new HashMap<>(Map.of("num_items", 2000, "items.topics", 1000));
        drift.forEach((name, value) -> config.put("drift." + name, value));
        SessionPlay play = play(config);
        int[] slate = oneItemOfEachTopic(items(play));
        Impression shown = shown(slate);
        shown.hours = hours;
        kernels(play).attracts[0].attract(shown);
        assertThat(slate.length).isGreaterThan(800);
        return shown.appeal;
    }

    private static int[] oneItemOfEachTopic(Items items) {
        TreeMap<Integer, Integer> byTopic = new TreeMap<>();
        for (int item = 0; item < items.count(); item++) {
            byTopic.putIfAbsent(items.topic(item), item);
        }
        return byTopic.values().stream().mapToInt(item -> item).toArray();
    }

    private static double meanProduct(double[] first, double[] second) {
        double sum = 0;
        for (int i = 0; i < first.length; i++) {
            sum += first[i] * second[i] / first.length;
        }
        return sum;
    }

    private static void assertStandardNormal(double[] numbers) {
        double[] ones = new double[numbers.length];
        Arrays.fill(ones, 1);
        assertThat(meanProduct(numbers, ones)).isCloseTo(0, Offset.offset(4 / Math.sqrt(numbers.length)));
        assertThat(meanProduct(numbers, numbers)).isCloseTo(1, Offset.offset(4 * Math.sqrt(2.0 / numbers.length)));
    }

    private static void assertIndependent(double[] first, double[] second) {
        assertThat(meanProduct(first, second)).isCloseTo(0, Offset.offset(4 / Math.sqrt(first.length)));
    }

    @Test
    void trendsGrowByTheDay() {
        double[] day = topics(Map.of("trend", 1), 24);
        double[] week = topics(Map.of("trend", 0.7), 168);
        assertStandardNormal(day);
        for (int topic = 0; topic < day.length; topic++) {
            assertThat(week[topic]).isCloseTo(7 * 0.7 * day[topic], CLOSE);
        }
    }

    /** Numbers that are drawn anew every day, one of which never changes; all independent of each other. */
    @Test
    void aPartOfWhatChangesIsKept() {
        double[] kept = topics(Map.of("change", 1, "kept", 1), 5);
        double[] first = topics(Map.of("change", 1), 5);
        double[] second = topics(Map.of("change", 1), 30);
        assertStandardNormal(kept);
        assertStandardNormal(first);
        assertStandardNormal(second);
        assertIndependent(first, second);
        assertIndependent(kept, first);
        assertIndependent(kept, second);
        double[] mixedFirst = topics(Map.of("change", 0.5, "kept", 0.3), 5);
        double[] mixedSecond = topics(Map.of("change", 0.5, "kept", 0.3), 30);
        for (int topic = 0; topic < kept.length; topic++) {
            assertThat(mixedFirst[topic]).isCloseTo(0.5 * (0.3 * kept[topic] + 0.7 * first[topic]), CLOSE);
            assertThat(mixedSecond[topic]).isCloseTo(0.5 * (0.3 * kept[topic] + 0.7 * second[topic]), CLOSE);
        }
    }

    /** Over the last six hours of a day the next numbers are mixed in; three sets of numbers take turns. */
    @Test
    void numbersFadeIntoTheNextOnes() {
        Map<String, Object> plain = Map.of("change", 1, "change_sets", 3);
        Map<String, Object> fading = Map.of("change", 1, "change_sets", 3, "fade_hours", 6);
        double[] first = topics(plain, 5);
        double[] second = topics(plain, 29);
        double[] third = topics(plain, 53);
        assertIndependent(first, third);
        assertIndependent(second, third);
        assertThat(topics(plain, 77)).containsExactly(first);
        assertThat(topics(fading, 17.9)).containsExactly(first);
        double[] early = topics(fading, 19.5);
        double[] late = topics(fading, 70.5);
        for (int topic = 0; topic < first.length; topic++) {
            assertThat(early[topic]).isCloseTo(0.75 * first[topic] + 0.25 * second[topic], CLOSE);
            assertThat(late[topic]).isCloseTo(0.25 * third[topic] + 0.75 * first[topic], CLOSE);
        }
    }

    /** Nothing changes within a time t with probability exp(-t / 5), wherever it begins. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.25, 0.5, 0.75})
    void changesComeAtRandomAndRarely(double begin) {
        Kernels kernels = kernels(Map.of("drift.change", 1, "drift.change_law", "poisson", "drift.change_hours", 5));
        double half = 0;
        double whole = 0;
        for (int stretch = 0; stretch < USERS; stretch++) {
            double first = regime(kernels, 5 * (stretch + begin));
            double second = regime(kernels, 5 * (stretch + begin + 0.5));
            double third = regime(kernels, 5 * (stretch + begin + 0.999_999));
            assertThat(second).isGreaterThanOrEqualTo(first);
            assertThat(third).isGreaterThanOrEqualTo(second);
            half += first == second ? 1.0 / USERS : 0;
            whole += first == third ? 1.0 / USERS : 0;
        }
        assertShare(half, Math.exp(-0.5));
        assertShare(whole, Math.exp(-1));
    }

    private static double regime(Kernels kernels, double hours) {
        Impression shown = shown();
        shown.hours = hours;
        double[] truths = new double[2];
        kernels.attracts[0].truth(shown, 0, truths);
        return truths[1];
    }

    /** One topic of five is that of the hour, each as often as another, for six hours. */
    @Test
    void topicsHaveTheirHour() {
        SessionPlay play = play(Map.of("drift.shock", 0.8, "drift.shock_hours", 6, "items.topics", 5));
        int[] slate = oneItemOfEachTopic(items(play));
        assertThat(slate).hasSize(5);
        double[] shares = new double[5];
        for (int period = 0; period < USERS; period++) {
            Impression early = shown(slate);
            early.hours = 6 * period + 0.1;
            kernels(play).attracts[0].attract(early);
            Impression late = shown(slate);
            late.hours = 6 * period + 5.9;
            kernels(play).attracts[0].attract(late);
            assertThat(early.appeal).containsExactly(late.appeal);
            assertThat(early.appeal).containsOnlyOnce(0.8);
            for (int topic = 0; topic < 5; topic++) {
                assertThat(early.appeal[topic]).isIn(0.0, 0.8);
                shares[topic] += early.appeal[topic] / 0.8 / USERS;
            }
        }
        for (double share : shares) {
            assertShare(share, 0.2);
        }
    }

    @Test
    void tastesReturn() {
        Kernels kernels = kernels(Map.of("drift.reversion", 0.1));
        Impression shown = shown();
        shown.hours = 24;
        shown.state(0, 2);
        kernels.remembers[0].update(shown, stream());
        assertThat(shown.state(0)).isCloseTo(2 * Math.exp(-0.1 * 24), CLOSE);
    }

    @Test
    void tastesWander() {
        Kernels kernels = kernels(Map.of("drift.walk", 0.3));
        double squares = 0;
        RandomStream stream = stream();
        for (int user = 0; user < USERS; user++) {
            Impression shown = shown();
            shown.hours = 9;
            kernels.remembers[0].update(shown, stream);
            squares += shown.state(0) * shown.state(0);
        }
        assertDeviation(squares, 0.9);
    }
}
