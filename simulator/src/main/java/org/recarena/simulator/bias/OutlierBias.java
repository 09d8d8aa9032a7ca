package org.recarena.simulator.bias;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B6: what stands out is looked at, and what is near it. */
public final class OutlierBias extends PublishedBias {

    /** The bias; it has no state. */
    public OutlierBias() {
        super(
                "outlier",
                "Outlier bias",
                Set.of(Stage.EXAMINATION),
                "A slot whose attribute lies more than threshold robust deviations (1.4826 times the "
                        + "median absolute deviation) from the slate's median is an outlier (robust), or more than "
                        + "threshold standard deviations from its mean (moments). A slot k is overlooked "
                        + "less by the factor exp(-strength * sum over outliers o of exp(-|k - o| / reach)), at "
                        + "every rank. With a table, looks at rank k where the topmost outlier stands at rank o are "
                        + "also multiplied by its entry [k][o]. An interpretation of the published findings.",
                "Sarvi et al., Understanding and mitigating the effect of outliers in fair ranking (2022)",
                List.of(
                        Parameter.number(
                                "strength",
                                0,
                                Range.closed(0, 20),
                                "How much an outlier draws the eye; 0 for not at all."),
                        Parameter.number(
                                "threshold",
                                3,
                                Range.atLeast(0),
                                "From how many robust deviations on a slot is an outlier."),
                        Parameter.number("reach", 1, Range.above(0), "How far neighbours of an outlier profit.")
                                .withUnit("slots"),
                        Parameter.choice(
                                "attribute",
                                List.of("price", "prominence", "rating"),
                                "What a slot stands out by: the logarithm of its price, its prominence or its mean rating."),
                        Parameter.choice("criterion", List.of("robust", "moments"), "How an outlier is told."),
                        Parameter.matrix(
                                "table",
                                List.of(),
                                Range.closed(0, 1),
                                "Factors of looks by rank (row) and rank of the topmost outlier (column); 1 beyond "
                                        + "it.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("published", Map.of("strength", 0.5));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        double[][] table = setup.matrix("table");
        return setup.allAre(0, "strength") && isOne(table)
                ? Optional.empty()
                : Optional.of(new Outlier(
                        setup.number("strength"),
                        setup.number("threshold"),
                        setup.number("reach"),
                        setup.choice("attribute"),
                        setup.choice("criterion").equals("robust"),
                        table,
                        setup.items()));
    }

    private static boolean isOne(double[][] table) {
        return Arrays.stream(table).flatMapToDouble(Arrays::stream).allMatch(factor -> factor == 1);
    }

    /** Lets slots near outliers be overlooked less, and looks follow a table. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Outlier(
            Knob strength, Knob threshold, Knob reach, String attribute, boolean robust, double[][] table, Items items)
            implements Kernel.Examines {

        private double attribute(int item) {
            return switch (attribute) {
                case "price" -> items.logPrice(item);
                case "prominence" -> items.prominence(item);
                default -> items.meanRating(item);
            };
        }

        /** What is usual on the slate. */
        private double centre(Impression shown) {
            double sum = 0;
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.scratch[slot] = attribute(shown.items[slot]);
                sum += shown.scratch[slot];
            }
            return robust ? median(shown.scratch) : sum / shown.slots;
        }

        /** The distance from what is usual beyond which a slot is an outlier. */
        private double limit(Impression shown, double centre) {
            double squares = 0;
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.scratch[slot] = Math.abs(attribute(shown.items[slot]) - centre);
                squares += shown.scratch[slot] * shown.scratch[slot];
            }
            double deviation = robust ? 1.4826 * median(shown.scratch) : Math.sqrt(squares / shown.slots);
            return deviation == 0 ? Double.POSITIVE_INFINITY : shown.value(threshold) * deviation;
        }

        private static double median(double[] values) {
            Arrays.sort(values);
            int middle = values.length / 2;
            return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        }

        @Override
        public void examine(Impression shown) {
            double centre = centre(shown);
            double limit = limit(shown, centre);
            double strength = shown.value(this.strength);
            double reach = shown.value(this.reach);
            int topmost = -1;
            for (int outlier = 0; outlier < shown.slots; outlier++) {
                if (Math.abs(attribute(shown.items[outlier]) - centre) > limit) {
                    topmost = topmost < 0 ? outlier : topmost;
                    for (int slot = 0; slot < shown.slots && strength != 0; slot++) {
                        double near = Exponential.exp(-Math.abs(slot - outlier) / reach);
                        shown.overlooked[slot] *= Exponential.exp(-strength * near);
                    }
                }
            }
            for (int slot = 0; slot < Math.min(shown.slots, table.length) && topmost >= 0; slot++) {
                shown.examination[slot] *= topmost < table[slot].length ? table[slot][topmost] : 1;
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("outlier");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            double centre = centre(shown);
            out[0] = Math.abs(attribute(shown.items[slot]) - centre) > limit(shown, centre) ? 1 : 0;
        }
    }
}
