package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;

/** Every way to draw a view gives the softmax: chi-square tests, each with a false alarm rate of about 1e-6. */
class SoftmaxViewsTest {

    private static final int DRAWS = 400_000;

    /** Plain, table, cells; then vectors so long that single precision, and then even exp, would overflow. */
    @ParameterizedTest
    @CsvSource({
        "1, 5, 1, 3",
        "2, 1, 1, 3",
        "10, 5, 1, 3",
        "33, 3, 1, 0",
        "100, 20, 1, 3",
        "1000, 5, 1, 3",
        "1000, 5, 2.5, 0.1",
        "1000, 20, 1, 0.1",
        "3000, 1, 2, 1",
        "3000, 8, 1, 1",
        "700, 5, 0, 3",
        "10, 5, 200, 3",
        "100, 5, 30, 3",
        "1000, 5, 300, 1"
    })
    void drawsFromTheSoftmax(int products, int factors, double scale, double sigmaMu) {
        long seed = 20260103L + products;
        Latents latents = latents(seed, products, factors, sigmaMu);
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, seed, 0, 0, 2);
        double[] omega = new double[factors];
        for (int k = 0; k < factors; k++) {
            omega[k] = scale * stream.nextGaussian();
        }
        SoftmaxViews views = new SoftmaxViews(latents, 1);
        SoftmaxViews.Scratch scratch = views.scratch();
        int[] counts = new int[products];
        for (int i = 0; i < DRAWS; i++) {
            scratch.startSession();
            counts[views.sample(omega, stream, scratch)]++;
        }
        check(counts, probabilities(latents, omega), "seed " + seed);
    }

    /** The weights of a session's first view serve the later ones. */
    @ParameterizedTest
    @CsvSource({"100, 20, 0.05", "100, 5, 0.2", "100, 5, 3", "1000, 20, 0.1"})
    void drawsFromTheSoftmaxAgainWhereTheVectorHasMoved(int products, int factors, double move) {
        long seed = 20260104L + products;
        Latents latents = latents(seed, products, factors, 1);
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, seed, 0, 0, 2);
        double[] before = new double[factors];
        double[] after = new double[factors];
        for (int k = 0; k < factors; k++) {
            before[k] = stream.nextGaussian();
            after[k] = before[k] + move * stream.nextGaussian();
        }
        SoftmaxViews views = new SoftmaxViews(latents, 1);
        SoftmaxViews.Scratch scratch = views.scratch();
        int[] counts = new int[products];
        for (int i = 0; i < DRAWS; i++) {
            scratch.startSession();
            views.sample(before, stream, scratch);
            counts[views.sample(after, stream, scratch)]++;
        }
        check(counts, probabilities(latents, after), "seed " + seed);
    }

    private static Latents latents(long seed, int products, int factors, double sigmaMu) {
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, seed, 0, 0, 1);
        double[] gamma = new double[products * factors];
        double[] mu = new double[products];
        for (int i = 0; i < gamma.length; i++) {
            gamma[i] = stream.nextGaussian();
        }
        for (int p = 0; p < products; p++) {
            mu[p] = sigmaMu * stream.nextGaussian();
        }
        return Latents.derive(gamma, mu, factors, 0, false);
    }

    private static double[] probabilities(Latents latents, double[] omega) {
        double[] logits = new double[latents.products()];
        double maximum = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < logits.length; p++) {
            logits[p] = latents.muOrganic()[p];
            for (int k = 0; k < omega.length; k++) {
                logits[p] += latents.gamma()[p * omega.length + k] * omega[k];
            }
            maximum = Math.max(maximum, logits[p]);
        }
        double total = 0;
        for (int p = 0; p < logits.length; p++) {
            logits[p] = StrictMath.exp(logits[p] - maximum);
            total += logits[p];
        }
        for (int p = 0; p < logits.length; p++) {
            logits[p] /= total;
        }
        return logits;
    }

    /** Products expected fewer than 10 times are pooled. */
    private static void check(int[] counts, double[] probabilities, String where) {
        double chiSquare = 0;
        int cells = 0;
        double pooledExpected = 0;
        double pooledCount = 0;
        for (int p = 0; p < counts.length; p++) {
            double expected = DRAWS * probabilities[p];
            if (expected < 10) {
                pooledExpected += expected;
                pooledCount += counts[p];
            } else {
                chiSquare += (counts[p] - expected) * (counts[p] - expected) / expected;
                cells++;
            }
        }
        if (pooledExpected >= 10) {
            chiSquare += (pooledCount - pooledExpected) * (pooledCount - pooledExpected) / pooledExpected;
            cells++;
        } else {
            assertThat(pooledCount).as(where).isLessThan(10 + 6 * Math.sqrt(10));
        }
        int freedom = cells - 1;
        // Wilson and Hilferty's normal approximation.
        double z = freedom == 0
                ? 0
                : (Math.cbrt(chiSquare / freedom) - (1 - 2.0 / (9 * freedom))) / Math.sqrt(2.0 / (9 * freedom));
        assertThat(z).as(where + ", chi-square %s on %s", chiSquare, freedom).isLessThan(4.8);
    }
}
