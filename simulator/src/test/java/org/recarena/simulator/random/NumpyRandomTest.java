package org.recarena.simulator.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.ReferenceData;

class NumpyRandomTest {

    @Test
    void drawsWhatNumpyDraws() {
        for (JsonNode generator : ReferenceData.read("recogym/legacy_rng.json").get("generators")) {
            NumpyRandom random = new NumpyRandom(generator.get("seed").longValue());
            for (JsonNode draw : generator.get("sequence_in_order")) {
                check(random, draw, "seed " + generator.get("seed") + ": " + draw);
            }
        }
    }

    private static void check(NumpyRandom random, JsonNode draw, String where) {
        double[] expected = ReferenceData.doubles(draw.get("out"));
        for (int i = 0; i < expected.length; i++) {
            switch (draw.get("op").textValue()) {
                case "uniform" -> assertThat(random.uniform()).as(where).isEqualTo(expected[i]);
                case "normal(0,1)" ->
                    assertThat(random.normal(0, 1)).as(where).isEqualTo(expected[i], Offset.offset(1e-15));
                case "normal(2,3)" ->
                    assertThat(random.normal(2, 3)).as(where).isEqualTo(expected[i], Offset.offset(1e-14));
                case "categorical" -> {
                    double[] cumulative = ReferenceData.doubles(draw.get("p"));
                    for (int c = 1; c < cumulative.length; c++) {
                        cumulative[c] += cumulative[c - 1];
                    }
                    assertThat(random.categorical(cumulative, cumulative.length))
                            .as(where)
                            .isEqualTo((int) expected[i]);
                }
                case "uniform_int_below" ->
                    assertThat(random.integerBelow(draw.get("n").intValue()))
                            .as(where)
                            .isEqualTo((int) expected[i]);
                case "binomial(1,p)" ->
                    assertThat(random.binomialTrial(draw.get("p").get(i).doubleValue()))
                            .as(where)
                            .isEqualTo(expected[i] == 1);
                default -> throw new AssertionError("unknown draw " + draw);
            }
        }
    }

    @Test
    void choiceTrialIsTheCategoricalOfTwo() {
        NumpyRandom one = new NumpyRandom(7);
        NumpyRandom other = one.copy();
        for (int i = 0; i < 10_000; i++) {
            double p = (i % 101) / 100.0;
            assertThat(one.choiceTrial(p)).isEqualTo(other.categorical(new double[] {1 - p, 1 - p + p}, 2) == 1);
        }
    }

    @Test
    void trialsThatCannotSucceedOrFailConsumeAsMuchAsOthers() {
        for (double probability : new double[] {0, 1e-310, 0.5, 1}) {
            NumpyRandom random = new NumpyRandom(3);
            assertThat(random.binomialTrial(probability)).as("%s", probability).isEqualTo(probability >= 0.5);
            assertThat(random.uniform()).as("after %s", probability).isEqualTo(0.7081478226181048);
        }
    }

    @Test
    void savedStateHasTheSameFutureIncludingTheSpareNormal() throws IOException {
        NumpyRandom random = new NumpyRandom(3);
        for (int draws = 0; draws < 1300; draws++) {
            if (draws % 3 == 0) {
                random.gaussian();
            } else {
                random.nextBits();
            }
            if (draws % 50 > 3) {
                continue;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            random.save(new DataOutputStream(bytes));
            NumpyRandom loaded = new NumpyRandom(0);
            loaded.load(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
            NumpyRandom copy = random.copy();
            assertThat(loaded).isEqualTo(random).isEqualTo(copy).hasSameHashCodeAs(random);
            for (int i = 0; i < 5; i++) {
                double next = copy.gaussian();
                assertThat(loaded.gaussian()).isEqualTo(next);
            }
        }
    }

    @Test
    void refusesSeedsThatNumpyRefuses() {
        assertThatThrownBy(() -> new NumpyRandom(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new NumpyRandom(1L << 32)).hasMessageContaining("4294967295");
        assertThatThrownBy(() -> new NumpyRandom(0).integerBelow(0)).hasMessageContaining("bound is 0");
    }
}
