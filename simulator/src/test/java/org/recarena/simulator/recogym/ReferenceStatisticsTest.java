package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.recarena.simulator.ReferenceData;
import org.recarena.simulator.World;

/**
 * Users drawn from streams behave in distribution as the reference's. In the reference's own world (random
 * "numpy-world"), as many users as it recorded are simulated under the uniform policy, and every mean and ratio is
 * compared within the combined, user-clustered standard error. The thresholds are Bonferroni's for a joint error rate
 * of one in a thousand over all comparisons of all files. Seeds are fixed, so the outcome is too.
 */
class ReferenceStatisticsTest {

    private static final double JOINT_ERROR = 0.001;
    private static final long SEED = 20260105;
    private static final List<String> FILES = List.of(
            "c01_default_p10",
            "c02_flips5_p10",
            "c05_flips50_p100",
            "c09_notebook_p1000",
            "c12_normaltime_banditdrift",
            "c13_v0_default_p10");

    private record Comparison(String what, double ours, double ourError, double theirs, double theirError) {
        double z() {
            double error = Math.hypot(ourError, theirError);
            return error == 0 ? (ours == theirs ? 0 : Double.POSITIVE_INFINITY) : (ours - theirs) / error;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: %.6g +- %.2g, reference %.6g +- %.2g, z %.2f",
                    what,
                    ours,
                    ourError,
                    theirs,
                    theirError,
                    z());
        }
    }

    @Test
    void streamsAgreeWithTheReferenceInDistribution() {
        List<Comparison> comparisons = new ArrayList<>();
        for (String name : FILES) {
            compare(name, comparisons);
        }
        double limit = normalQuantile(1 - JOINT_ERROR / 2 / comparisons.size());
        List<Comparison> beyond =
                comparisons.stream().filter(c -> Math.abs(c.z()) > limit).toList();
        assertThat(beyond)
                .as("seed %d, %d comparisons, |z| at most %.2f", SEED, comparisons.size(), limit)
                .isEmpty();
        // Far too many moderate deviations would be a fault as well: a share of 4.6 % is expected beyond 2.
        long moderate = comparisons.stream().filter(c -> Math.abs(c.z()) > 2).count();
        assertThat(moderate).as("seed %d: |z| > 2", SEED).isLessThan(comparisons.size() / 8);
        assertThat(comparisons).hasSizeGreaterThan(120);
    }

    private static void compare(String name, List<Comparison> comparisons) {
        JsonNode file = ReferenceData.read("recogym/" + name + ".json.gz");
        JsonNode theirs = file.get("statistics");
        World world = ReferenceConfig.world(
                ReferenceConfig.environment(file),
                ReferenceConfig.seed(file),
                ReferenceConfig.config(file, "random", "numpy-world"));
        VisitStatistics ours =
                VisitStatistics.simulate(world, SEED, theirs.get("n_users").intValue());
        ours.means().forEach((what, values) -> {
            if (theirs.has(what)) {
                comparisons.add(comparison(name, what, VisitStatistics.mean(values), theirs.get(what)));
            }
        });
        ours.ratios()
                .forEach((what, ratio) -> comparisons.add(comparison(name, what, ratio.estimate(), theirs.get(what))));
        // Lists of the top ten of many products are biased by their selection.
        if (world.spaces().action().itemCount() <= 100) {
            for (JsonNode product : theirs.get("top10_product_view_share")) {
                int number = product.get("product").intValue();
                comparisons.add(comparison(name, "view share " + number, ours.viewShare(number), product));
            }
            for (JsonNode product : theirs.get("top10_first_view_share")) {
                int number = product.get("product").intValue();
                comparisons.add(comparison(name, "first view share " + number, ours.firstViewShare(number), product));
            }
        }
    }

    private static Comparison comparison(String file, String what, double[] ours, JsonNode theirs) {
        return new Comparison(
                file + " " + what,
                ours[0],
                ours[1],
                theirs.get("est").doubleValue(),
                theirs.get("se").doubleValue());
    }

    /** By bisection on the complementary error function's continued fraction; for probabilities near 1. */
    private static double normalQuantile(double probability) {
        double low = 2;
        double high = 10;
        while (high - low > 1e-9) {
            double x = (low + high) / 2;
            double fraction = x;
            for (int k = 100; k > 0; k--) {
                fraction = x + k / fraction;
            }
            double upperTail = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI) / fraction;
            if (upperTail > 1 - probability) {
                low = x;
            } else {
                high = x;
            }
        }
        return low;
    }
}
