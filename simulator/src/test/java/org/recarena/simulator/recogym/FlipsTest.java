package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.ReferenceData;

class FlipsTest {

    @Test
    void repeatsTheReference() {
        for (JsonNode test : ReferenceData.read("recogym/flips.json").get("cases")) {
            Latents latents = Latents.derive(
                    ReferenceData.matrix(test.get("Gamma")),
                    ReferenceData.doubles(test.get("mu_organic")),
                    test.get("K").intValue(),
                    test.get("number_of_flips").intValue(),
                    test.get("normalize_beta").booleanValue());
            assertThat(latents.flips()).containsExactly(ReferenceData.ints(test.get("permutation")));
            assertThat(latents.beta()).containsExactly(ReferenceData.matrix(test.get("Beta")), Offset.offset(1e-12));
            assertThat(latents.muBandit())
                    .containsExactly(ReferenceData.doubles(test.get("mu_bandit")), Offset.offset(1e-12));
        }
    }

    private record Pair(double similarity, int low, int high) {}

    /** Small whole numbers make many ties. */
    @Test
    void agreesWithTheListOfAllPairs() {
        SplittableRandom random = new SplittableRandom(20260102);
        for (int trial = 0; trial < 600; trial++) {
            int products = 1 + random.nextInt(40);
            int factors = 1 + random.nextInt(4);
            boolean ties = trial % 2 == 0;
            double[] gamma = new double[products * factors];
            for (int i = 0; i < gamma.length; i++) {
                gamma[i] = ties ? random.nextInt(-3, 4) : random.nextDouble(-1, 1);
            }
            int limit = random.nextInt(products + 3);
            assertThat(Flips.permutation(gamma, products, factors, limit))
                    .as("trial " + trial)
                    .containsExactly(byList(gamma, products, factors, limit));
        }
    }

    private static int[] byList(double[] gamma, int products, int factors, int limit) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < products; i++) {
            for (int j = i + 1; j < products; j++) {
                double sum = 0;
                for (int k = 0; k < factors; k++) {
                    sum += gamma[i * factors + k] * gamma[j * factors + k];
                }
                if (sum > 0) {
                    pairs.add(new Pair(sum, i, j));
                }
            }
        }
        pairs.sort((a, b) -> Double.compare(b.similarity, a.similarity)); // Stable: ties stay in order of numbers.
        int[] permutation = new int[products];
        for (int p = 0; p < products; p++) {
            permutation[p] = p;
        }
        int swapped = 0;
        boolean[] taken = new boolean[products];
        for (Pair pair : pairs) {
            if (swapped < limit && !taken[pair.low] && !taken[pair.high]) {
                taken[pair.low] = true;
                taken[pair.high] = true;
                permutation[pair.low] = pair.high;
                permutation[pair.high] = pair.low;
                swapped++;
            }
        }
        return permutation;
    }
}
