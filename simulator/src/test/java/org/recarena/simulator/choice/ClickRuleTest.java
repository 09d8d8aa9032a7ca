package org.recarena.simulator.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;

/** Every click rule against its closed form, and against laws of its own. */
class ClickRuleTest {

    private static final int SLOTS = 5;
    private static final int IMPRESSIONS = 200_000;
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    private static final double[][] LOOKS = {{1.0}, {0.98, 1.0}, {1.0, 0.62, 0.95}, {1.0, 0.77, 0.42, 0.82}};

    private static final Map<String, ClickRule> RULES = rules();

    private static Map<String, ClickRule> rules() {
        Map<String, ClickRule> rules = new LinkedHashMap<>();
        rules.put("independent", new IndependentClicks());
        rules.put("logit", ModelChoice.logit(new MultinomialLogit(0.3)));
        rules.put("proportional", ModelChoice.proportional(0.7));
        rules.put("nested", new NestedLogit(0.3, 0.4));
        rules.put("cascade", new ScannedClicks(new Continuation.Cascade()));
        rules.put("dcm", new ScannedClicks(new Continuation.DependentClicks(0.9, 0.35)));
        rules.put("ccm", new ScannedClicks(new Continuation.ClickChain(0.9, 0.8, 0.5)));
        rules.put("dbn", new ScannedClicks(new Continuation.DynamicBayesian(0.85)));
        rules.put("sdbn", new ScannedClicks(new Continuation.DynamicBayesian(1)));
        rules.put("ubm", new BrowsingClicks(LOOKS));
        return rules;
    }

    static Iterable<String> names() {
        return RULES.keySet();
    }

    private static Consideration slate(boolean everythingSeen) {
        Consideration slate = Consideration.ofSlots(SLOTS);
        for (int slot = 0; slot < SLOTS; slot++) {
            slate.look()[slot] = everythingSeen ? 1 : 1.0 / (slot + 1);
            slate.appeal()[slot] = 0.7 - 0.5 * (slot % 3);
            slate.attraction()[slot] = Exponential.sigmoid(slate.appeal()[slot]);
            slate.click()[slot] = 0.9 * slate.attraction()[slot] + 0.05;
            slate.satisfied()[slot] = 0.2 + 0.1 * slot;
            slate.nest()[slot] = slot % 2;
        }
        return slate;
    }

    /** Within 4 standard errors at 200,000 impressions, which chance exceeds once in 16,000 slots. */
    @ParameterizedTest
    @MethodSource("names")
    void samplesItsClosedForm(String name) {
        Consideration slate = slate(false);
        double[] probabilities = new double[SLOTS];
        RULES.get(name).probabilities(slate, 0.25, probabilities);
        RandomStream stream = new RandomStream(17, name.hashCode());
        boolean[] attentive = new boolean[SLOTS];
        boolean[] satisfying = new boolean[SLOTS];
        boolean[] examined = new boolean[SLOTS];
        boolean[] clicked = new boolean[SLOTS];
        int[] clicks = new int[SLOTS];
        for (int i = 0; i < IMPRESSIONS; i++) {
            for (int slot = 0; slot < SLOTS; slot++) {
                attentive[slot] = stream.nextDouble() < slate.look()[slot];
                satisfying[slot] = stream.nextDouble() < slate.satisfied()[slot];
            }
            RULES.get(name).sample(slate, 0.25, attentive, satisfying, stream, examined, clicked, new double[SLOTS]);
            for (int slot = 0; slot < SLOTS; slot++) {
                clicks[slot] += clicked[slot] ? 1 : 0;
                assertThat(examined[slot] || !clicked[slot]).isTrue();
            }
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            double p = probabilities[slot];
            assertThat(p).isStrictlyBetween(0.0, 1.0);
            assertThat((double) clicks[slot] / IMPRESSIONS)
                    .as("slot " + slot)
                    .isCloseTo(p, Offset.offset(4 * Math.sqrt(p * (1 - p) / IMPRESSIONS)));
        }
    }

    @Test
    void scansThatNeverEndAreIndependent() {
        Consideration slate = slate(false);
        double[] independent = new double[SLOTS];
        RULES.get("independent").probabilities(slate, 0, independent);
        double[] scanned = new double[SLOTS];
        new ScannedClicks(new Continuation.DependentClicks(1, 0)).probabilities(slate, 0, scanned);
        assertThat(scanned).containsExactly(independent, EXACT);
        new BrowsingClicks(new double[][] {{1}}).probabilities(slate, 0, scanned);
        assertThat(scanned).containsExactly(independent, EXACT);
    }

    @Test
    void aSimplifiedNetworkOfCertainSatisfactionIsTheCascade() {
        Consideration slate = slate(true);
        java.util.Arrays.fill(slate.satisfied(), 1);
        double[] cascade = new double[SLOTS];
        RULES.get("cascade").probabilities(slate, 0, cascade);
        double[] network = new double[SLOTS];
        RULES.get("sdbn").probabilities(slate, 0, network);
        assertThat(network).containsExactly(cascade, EXACT);
    }

    @Test
    void nestsThatAreAsUnlikeWithinAsWithoutAreNoNests() {
        Consideration slate = slate(false);
        double[] logit = new double[SLOTS];
        RULES.get("logit").probabilities(slate, 0.1, logit);
        double[] nested = new double[SLOTS];
        new NestedLogit(0.3, 1).probabilities(slate, 0.1, nested);
        assertThat(nested).containsExactly(logit, EXACT);
    }

    @Test
    void theLogitOverWhatIsSeenIsTheConditionalLogit() {
        Consideration slate = slate(true);
        double[] logit = new double[SLOTS];
        RULES.get("logit").probabilities(slate, 0.5, logit);
        double total = Math.exp(0.8)
                + IntStream.range(0, SLOTS)
                        .mapToDouble(slot -> Math.exp(slate.appeal()[slot]))
                        .sum();
        for (int slot = 0; slot < SLOTS; slot++) {
            assertThat(logit[slot]).isCloseTo(Math.exp(slate.appeal()[slot]) / total, EXACT);
        }
    }

    @Test
    void refusesSumsThatAreTooLong() {
        Consideration slate = Consideration.ofSlots(17);
        java.util.Arrays.fill(slate.look(), 0.5);
        double[] out = new double[17];
        assertThatThrownBy(() -> RULES.get("logit").probabilities(slate, 0, out))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("17 slots");
    }
}
