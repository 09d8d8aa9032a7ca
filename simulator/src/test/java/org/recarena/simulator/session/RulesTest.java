package org.recarena.simulator.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Twin;
import org.recarena.simulator.space.Column;

/** What holds under every choice rule, with every bias that goes with it; seed 19. */
class RulesTest {

    private static final long SEED = 19;
    private static final int SLOTS = SessionPlay.SLOTS;

    static List<String> rules() {
        return List.of(
                "independent", "logit", "proportional", "nested_logit", "cascade", "dcm", "ccm", "dbn", "sdbn", "ubm");
    }

    /** Every bias that the rule allows. */
    private static Map<String, Object> everything(String rule) {
        Map<String, Object> config = SessionPlay.config(Map.of("choice.rule", rule));
        boolean choosesOne = List.of("logit", "proportional", "nested_logit").contains(rule);
        for (BiasCases bias : BiasCases.all()) {
            boolean allowed =
                    choosesOne ? !bias.id().equals("trust") : bias.rule().equals("independent");
            if (allowed) {
                config.putAll(bias.keys(bias.on()));
            }
        }
        return config;
    }

    private static boolean[] flags(SessionPlay play, String name) {
        Lanes lanes = play.simulation().lanes();
        List<String> names =
                lanes.userStates().stream().map(spec -> spec.name()).toList();
        Column column = new Column(lanes.userStates().get(names.indexOf(name)), play.lanes());
        boolean[] flags = new boolean[play.lanes() * SLOTS];
        for (int lane = 0; lane < play.lanes(); lane++) {
            lanes.userState(names.indexOf(name), lane, column);
        }
        for (int i = 0; i < flags.length; i++) {
            flags[i] = column.get(i) != 0;
        }
        return flags;
    }

    /** The satisfaction that is told is the one that ends the scan, and an unsatisfied user of sdbn always goes on. */
    @ParameterizedTest
    @ValueSource(strings = {"dbn", "sdbn"})
    void satisfactionEndsTheScan(String rule) {
        Map<String, Object> config = new HashMap<>(SessionPlay.config(Map.of("choice.rule", rule)));
        config.put("max_episode_steps", 0);
        config.put("visit.leave_probability", 0);
        SessionPlay play = new SessionPlay(config, SEED, 50);
        int satisfying = 0;
        int goingOn = 0;
        for (int step = 0; step < 50; step++) {
            Column clicks = play.step(play.slates()).signals().get(1);
            boolean[] examined = flags(play, "examined");
            boolean[] satisfied = flags(play, "satisfied");
            for (int i = 0; i < examined.length; i++) {
                boolean last = i % SLOTS == SLOTS - 1;
                if (satisfied[i]) {
                    satisfying++;
                    assertThat(clicks.get(i)).isEqualTo(1);
                    assertThat(last || !examined[i + 1]).isTrue();
                } else if (rule.equals("sdbn") && examined[i] && !last) {
                    goingOn++;
                    assertThat(examined[i + 1]).isTrue();
                }
            }
        }
        assertThat(satisfying).isGreaterThan(500);
        assertThat(goingOn).isGreaterThan(rule.equals("sdbn") ? 500 : -1);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theFullTwinIsTheStepItself(String rule) {
        SessionPlay play = new SessionPlay(everything(rule), SEED, 8);
        for (int step = 0; step < 40; step++) {
            int[] slates = play.slates();
            List<Twin> twins = play.twins(slates);
            Outcome outcome = play.step(slates);
            for (int lane = 0; lane < play.lanes(); lane++) {
                Twin twin = twins.get(lane);
                assertThat(twin.rewards()).containsExactly(outcome.rewards()[lane]);
                for (int slot = 0; slot < SLOTS; slot++) {
                    assertThat((double) twin.clicks()[slot])
                            .isEqualTo(outcome.signals().get(1).get(lane * SLOTS + slot));
                }
            }
        }
    }

    /**
     * Battery 3 under every rule, without all biases at once: the coupled difference is the analytic one within 4
     * standard errors. And coupling pays: with one faint bias fewer the difference varies less than a quarter as much
     * as between independent steps.
     */
    @ParameterizedTest
    @MethodSource("rules")
    void twinsDifferByTheAnalyticDifference(String rule) {
        SessionPlay play = new SessionPlay(everything(rule), SEED + 1, 50);
        String[] all = play.world().model().kernels().ids().toArray(new String[0]);
        double sum = 0;
        double squares = 0;
        double one = 0;
        double independent = 0;
        for (int step = 0; step < 100; step++) {
            int[] slates = play.slates();
            for (int lane = 0; lane < play.lanes(); lane++) {
                Twin with = play.twin(lane, slates);
                Twin without = play.twin(lane, slates, all);
                Twin fewer = play.twin(lane, slates, "conformity");
                for (int slot = 0; slot < SLOTS; slot++) {
                    double p = with.clickProbabilities()[slot];
                    double q = without.clickProbabilities()[slot];
                    double off = with.clicks()[slot] - without.clicks()[slot] - (p - q);
                    sum += off;
                    squares += off * off;
                    double r = fewer.clickProbabilities()[slot];
                    double change = with.clicks()[slot] - fewer.clicks()[slot] - (p - r);
                    one += change * change;
                    independent += p * (1 - p) + r * (1 - r);
                }
            }
            play.step(slates);
        }
        // Slots of a step are not independent: at most SLOTS times the variance.
        assertThat(Math.abs(sum)).isLessThanOrEqualTo(4 * Math.sqrt(SLOTS * squares));
        assertThat(one).isLessThan(0.25 * independent);
    }

    /** Off is clean bit for bit, under every rule: all keys given, at values that are identities. */
    @ParameterizedTest
    @MethodSource("rules")
    void offIsCleanBitForBit(String rule) {
        Map<String, Object> clean = SessionPlay.config(Map.of("choice.rule", rule));
        Map<String, Object> off = new HashMap<>(clean);
        for (BiasCases bias : BiasCases.all()) {
            off.putAll(bias.keys(bias.off()));
        }
        assertThat(new SessionPlay(off, SEED, 20).digest(40)).isEqualTo(new SessionPlay(clean, SEED, 20).digest(40));
    }

    /** Within 4 standard errors, which a component exceeds by chance once in 16,000. */
    @ParameterizedTest
    @MethodSource("rules")
    void rewardsAreOnAverageWhatTheyAreExpectedToBe(String rule) {
        Map<String, Object> config = everything(rule);
        config.keySet().removeIf(key -> key.startsWith("delayed_feedback"));
        config.put("reward.kind", "vector");
        config.put("reward.purchase", 1.0);
        SessionPlay play = new SessionPlay(config, SEED + 2, 50);
        int components = play.world().rewardModel().names().size();
        double[] sum = new double[components];
        double[] squares = new double[components];
        for (int step = 0; step < 200; step++) {
            int[] slates = play.slates();
            double[] expected = new double[play.lanes() * components];
            for (int lane = 0; lane < play.lanes(); lane++) {
                double[] rewards = play.twin(lane, slates).expectedRewards();
                System.arraycopy(rewards, 0, expected, lane * components, components);
            }
            double[] rewards = play.step(slates).rewards();
            for (int i = 0; i < rewards.length; i++) {
                double off = rewards[i] - expected[i];
                sum[i % components] += off;
                squares[i % components] += off * off;
            }
        }
        for (int i = 0; i < components; i++) {
            assertThat(Math.abs(sum[i]))
                    .as(play.world().rewardModel().names().get(i))
                    .isLessThanOrEqualTo(4 * Math.sqrt(squares[i]));
        }
    }

    @Test
    void everyRuleOfTheSchemaIsTried() {
        assertThat(new SessionV1().schema().parameters())
                .filteredOn(parameter -> parameter.name().equals("choice.rule"))
                .singleElement()
                .satisfies(parameter -> assertThat(parameter.choices()).containsExactlyElementsOf(rules()));
    }
}
