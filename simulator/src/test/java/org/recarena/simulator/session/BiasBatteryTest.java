package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Twin;
import org.recarena.simulator.engine.BiasCatalog;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.stage.Bias;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Stage;

/** What must hold for every bias, whatever it does. */
class BiasBatteryTest {

    private static final long SEED = 20_261_125;
    private static final BiasCatalog BIASES = BiasCatalog.installed();

    static List<BiasCases> cases() {
        return BiasCases.all();
    }

    /** Each bias in every form. */
    static List<BiasCases> forms() {
        return Stream.concat(BiasCases.all().stream(), BiasCases.forms().stream())
                .toList();
    }

    private static Map<String, Object> config(BiasCases bias, Map<String, Object> parameters) {
        Map<String, Object> config = SessionPlay.config(bias.world());
        config.putAll(bias.keys(parameters));
        config.put("choice.rule", bias.rule());
        return config;
    }

    @Test
    void everyBiasIsPutThroughTheBattery() {
        assertThat(cases())
                .extracting(BiasCases::id)
                .containsExactlyElementsOf(BIASES.all().stream().map(Bias::id).toList());
    }

    /** In all of them in one form or another, and in no other; a draw at arrival alone is worth no mention. */
    @ParameterizedTest
    @MethodSource("cases")
    void takesPartInTheStagesThatItNames(BiasCases bias) {
        Set<Stage> found = new TreeSet<>();
        for (BiasCases form : forms()) {
            if (form.id().equals(bias.id())) {
                SessionPlay play = new SessionPlay(config(form, form.on()), SEED, 1);
                Kernels kernels = play.world().model().kernels();
                Set<String> others = new TreeSet<>(kernels.ids());
                assertThat(others.remove(bias.id())).isTrue();
                Kernels alone = kernels.without(others);
                Set<Stage> stages = stages(alone);
                if (!form.equals(bias) && alone.remembers.length == 0) {
                    stages.remove(Stage.STATE);
                }
                found.addAll(stages);
            }
        }
        Set<Stage> named = new TreeSet<>(BIASES.find(bias.id()).orElseThrow().stages());
        if (!found.contains(Stage.WORLD)) {
            named.remove(Stage.WORLD); // The clock is no place in a step.
        }
        assertThat(found).isEqualTo(named);
    }

    private static Set<Stage> stages(Kernels kernels) {
        Map<Stage, Integer> counts = new LinkedHashMap<>();
        counts.put(Stage.WORLD, kernels.shapes.length);
        counts.put(Stage.EXPOSURE, kernels.exposes.length);
        counts.put(Stage.EXAMINATION, kernels.examines.length);
        counts.put(Stage.ATTRACTION, kernels.attracts.length);
        counts.put(Stage.CHOICE, kernels.perceives.length);
        counts.put(Stage.SATISFACTION, kernels.satisfies.length);
        counts.put(Stage.FEEDBACK, kernels.rates.length + kernels.reports.length);
        counts.put(Stage.DELAY, kernels.delays.length);
        counts.put(Stage.STATE, kernels.remembers.length + kernels.arrives.length);
        counts.put(Stage.RETURN, kernels.leaves.length);
        counts.put(Stage.NOISE, kernels.disturbs.length);
        Set<Stage> stages = new TreeSet<>();
        counts.forEach((stage, count) -> {
            if (count > 0) {
                stages.add(stage);
            }
        });
        return stages;
    }

    /** Battery 1. */
    @ParameterizedTest
    @MethodSource("forms")
    void offIsCleanBitForBit(BiasCases bias) {
        long clean = new SessionPlay(config(bias, Map.of()), SEED, 20).digest(40);
        assertThat(new SessionPlay(config(bias, bias.off()), SEED, 20).digest(40))
                .isEqualTo(clean);
        assertThat(new SessionPlay(config(bias, bias.on()), SEED, 20).digest(40))
                .isNotEqualTo(clean);
    }

    /** The probability of a recorded click, by the twin that leaves nothing out, against the clicks that follow. */
    @ParameterizedTest
    @MethodSource("forms")
    void clicksFollowTheirExactProbabilities(BiasCases bias) {
        Closeness closeness = new Closeness(SessionPlay.SLOTS);
        SessionPlay play = new SessionPlay(config(bias, bias.on()), SEED, 100);
        for (int step = 0; step < 400; step++) {
            int[] slates = play.slates();
            List<Twin> twins = play.twins(slates);
            Column clicks = play.step(slates).signals().get(1);
            for (int lane = 0; lane < play.lanes(); lane++) {
                for (int slot = 0; slot < SessionPlay.SLOTS; slot++) {
                    closeness.add(
                            slot,
                            clicks.get(lane * SessionPlay.SLOTS + slot),
                            twins.get(lane).clickProbabilities()[slot]);
                }
            }
        }
        closeness.assertWithin(4);
    }

    /** Battery 3: the coupled difference is the analytic one on average, and coupling narrows it. */
    @ParameterizedTest
    @MethodSource("forms")
    void twinsDifferByTheAnalyticDifference(BiasCases bias) {
        SessionPlay play = new SessionPlay(config(bias, bias.on()), SEED + 1, 50);
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (int step = 0; step < 200; step++) {
            int[] slates = play.slates();
            for (int lane = 0; lane < play.lanes(); lane++) {
                Twin with = play.twin(lane, slates);
                Twin without = play.twin(lane, slates, bias.id());
                for (int slot = 0; slot < SessionPlay.SLOTS; slot++) {
                    double coupled = with.clicks()[slot] - without.clicks()[slot];
                    double analytic = with.clickProbabilities()[slot] - without.clickProbabilities()[slot];
                    sum += coupled - analytic;
                    squares += (coupled - analytic) * (coupled - analytic);
                    count++;
                }
            }
            play.step(slates);
        }
        assertThat(count).isGreaterThan(0);
        assertThat(Math.abs(sum)).isLessThanOrEqualTo(4 * Math.sqrt(squares));
    }

    /** The twin that leaves nothing out is the step that follows. */
    @ParameterizedTest
    @MethodSource("forms")
    void theFullTwinIsTheStepItself(BiasCases bias) {
        SessionPlay play = new SessionPlay(config(bias, bias.on()), SEED + 2, 8);
        for (int step = 0; step < 40; step++) {
            int[] slates = play.slates();
            List<Twin> twins = play.twins(slates);
            Outcome outcome = play.step(slates);
            for (int lane = 0; lane < play.lanes(); lane++) {
                Twin twin = twins.get(lane);
                assertThat(twin.rewards()).containsExactly(outcome.rewards()[lane]);
                for (int signal = 0; signal < twin.signals().size(); signal++) {
                    Column column = twin.signals().get(signal);
                    for (int i = 0; i < column.count(); i++) {
                        assertThat(outcome.signals().get(signal).get(lane * column.count() + i))
                                .as(column.spec().name())
                                .isEqualTo(column.get(i));
                    }
                }
            }
        }
    }

    /** The rule under which two biases can both be on. */
    private static String rule(BiasCases first, BiasCases second) {
        return first.rule().equals("independent") ? second.rule() : first.rule();
    }

    /** Whether a bias refuses the rule. */
    private static boolean refuses(BiasCases bias, String rule) {
        return bias.id().equals("trust") && !rule.equals("independent");
    }

    /**
     * A twin that leaves a bias out is the same user in the world in which it is off, with all draws of all others: all
     * pairs, at full strength. In the first step, before the users' states part.
     */
    @ParameterizedTest
    @MethodSource("cases")
    void aTwinWithoutABiasIsTheWorldWithoutIt(BiasCases bias) {
        SoftAssertions softly = new SoftAssertions();
        for (BiasCases other : cases()) {
            String rule = rule(bias, other);
            if (!other.id().equals(bias.id()) && !refuses(bias, rule) && !refuses(other, rule)) {
                Map<String, Object> alone = config(other, other.on());
                alone.putAll(bias.world());
                alone.keySet().removeIf(key -> key.startsWith(bias.id() + ".")); // Which the other may need.
                alone.put("choice.rule", rule);
                Map<String, Object> both = new HashMap<>(alone);
                both.putAll(bias.keys(bias.on()));
                other.keys(other.on()).forEach(both::put);
                both.putAll(other.world());
                SessionPlay with = new SessionPlay(both, SEED, 20);
                SessionPlay without = new SessionPlay(alone, SEED, 20);
                int[] slates = with.slates();
                List<Twin> twins = with.twins(slates, bias.id());
                softly.assertThat(differences(twins, without.step(slates)))
                        .as(other.id())
                        .isEmpty();
            }
        }
        softly.assertAll();
    }

    /** The signals in which twins and an outcome differ, of those that delays do not change. */
    private static Set<String> differences(List<Twin> twins, Outcome outcome) {
        Set<String> differing = new TreeSet<>();
        for (Column column : outcome.signals()) {
            String name = column.spec().name();
            if (!name.contains("purchase")) {
                for (int lane = 0; lane < twins.size(); lane++) {
                    Column twin =
                            twins.get(lane).signals().get(outcome.signals().indexOf(column));
                    for (int i = 0; i < twin.count(); i++) {
                        if (twin.get(i) != column.get(lane * twin.count() + i)) {
                            differing.add(name);
                        }
                    }
                }
            }
        }
        return differing;
    }

    /** Switching a bias on or off changes no random draw of any other: all pairs. */
    @ParameterizedTest
    @MethodSource("cases")
    void movesNoDrawOfAnother(BiasCases bias) {
        SoftAssertions softly = new SoftAssertions();
        for (BiasCases other : cases()) {
            String rule = rule(bias, other);
            if (!other.id().equals(bias.id()) && !refuses(bias, rule) && !refuses(other, rule)) {
                Map<String, Object> both = config(other, other.on());
                both.putAll(bias.world());
                both.put("choice.rule", rule);
                List<Column> alone = discrete(new SessionPlay(both, SEED, 10));
                bias.keys(bias.faint()).forEach(both::putIfAbsent); // What the other needs stays.
                List<Column> with = discrete(new SessionPlay(both, SEED, 10));
                softly.assertThat(same(alone, with)).as(other.id()).isTrue();
            }
        }
        softly.assertAll();
    }

    private static List<Column> discrete(SessionPlay play) {
        List<Column> all = new ArrayList<>();
        for (int step = 0; step < 25; step++) {
            play.step(play.slates()).signals().stream()
                    .filter(column -> Set.of("impression", "click", "rating", "like", "session_end")
                            .contains(column.spec().name()))
                    .forEach(all::add);
        }
        return all;
    }

    private static boolean same(List<Column> first, List<Column> second) {
        for (int i = 0; i < first.size(); i++) {
            for (int j = 0; j < first.get(i).count(); j++) {
                if (first.get(i).get(j) != second.get(i).get(j)) {
                    return false;
                }
            }
        }
        return first.size() == second.size();
    }

    /** Battery 6. */
    @Test
    void theOrderOfBiasesDoesNotMatter() {
        Map<String, Object> forward = SessionPlay.config(Map.of());
        cases().stream()
                .filter(bias -> bias.rule().equals("independent"))
                .forEach(bias -> forward.putAll(bias.keys(bias.on())));
        Map<String, Object> backward = new LinkedHashMap<>();
        forward.keySet().stream().sorted(Comparator.reverseOrder()).forEach(key -> backward.put(key, forward.get(key)));
        List<Bias> reversed = new ArrayList<>(BIASES.all());
        Collections.reverse(reversed);
        long first = new SessionPlay(forward, SEED, 20).digest(40);
        assertThat(new SessionPlay(new SessionV1(new BiasCatalog(reversed)), backward, SEED, 20).digest(40))
                .isEqualTo(first);
        Kernels kernels = new SessionPlay(forward, SEED, 1).world().model().kernels();
        assertThat(kernels.ids()).isSorted().hasSize(cases().size() - 1);
        assertThat(kernels.without(Set.of("position")).ids()).doesNotContain("position");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyPresetIsAConfig(BiasCases bias) {
        Bias described = BIASES.find(bias.id()).orElseThrow();
        described.presets().forEach((name, parameters) -> {
            BiasCases preset = new BiasCases(bias.id(), bias.rule(), bias.world(), parameters, Map.of());
            SessionPlay play = new SessionPlay(config(preset, parameters), SEED, 1);
            assertThat(play.world().model().kernels().ids()).as(name).contains(bias.id());
        });
    }

    @Test
    void aKernelOfNoStageIsNoKernel() {
        Optional<Kernel> none = Optional.of(new Kernel() {});
        Kernels kernels = new Kernels(List.of(new Kernels.Named("idle", none.orElseThrow())));
        assertThat(stages(kernels)).isEmpty();
    }
}
