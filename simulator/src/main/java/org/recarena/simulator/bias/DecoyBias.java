package org.recarena.simulator.bias;

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

/** B8: what an item is compared with changes what it is worth. */
public final class DecoyBias extends PublishedBias {

    /** The bias; it has no state. */
    public DecoyBias() {
        super(
                "decoy",
                "Decoy, compromise and similarity",
                Set.of(Stage.ATTRACTION),
                "Items are compared by cheapness (minus the logarithm of the price) and quality. An item appeals by "
                        + "dominance more for each item of the slate that it, and no other, dominates; by compromise "
                        + "* (1 - d / d_max) more the nearer it lies to the slate's mean, at distance d; and by "
                        + "similarity * exp(-d^2 / width) less for each other item at distance d; by advantage * A / "
                        + "(A + B) more for each other item, with A what it is better by in all attributes and B what "
                        + "it is worse by. A negative dominance makes a decoy harm its target.",
                "Huber, Payne and Puto, Adding asymmetrically dominated alternatives (1982); Simonson, "
                        + "Choice based on reasons (1989); Tversky, Elimination by aspects (1972); Tversky and "
                        + "Simonson, Context-dependent preferences (1993)",
                List.of(
                        Parameter.number("dominance", 0, Range.closed(-10, 10), "How much a dominated neighbour adds.")
                                .withUnit("logits"),
                        Parameter.number("compromise", 0, Range.closed(-10, 10), "How much being in the middle adds.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "similarity",
                                        0,
                                        Range.closed(-10, 10),
                                        "How much a similar neighbour takes away.")
                                .withUnit("logits"),
                        Parameter.number("advantage", 0, Range.closed(-10, 10), "How much relative advantage adds.")
                                .withUnit("logits"),
                        Parameter.number(
                                "width", 1, Range.above(0), "How near similar items are: the square of a distance.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("decoy", Map.of("dominance", 0.5), "compromise", Map.of("compromise", 0.5));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "dominance", "compromise", "similarity", "advantage")
                ? Optional.empty()
                : Optional.of(new Decoy(
                        setup.number("dominance"),
                        setup.number("compromise"),
                        setup.number("similarity"),
                        setup.number("advantage"),
                        setup.number("width"),
                        setup.items()));
    }

    /** Adds to appeal what comparison gives. */
    private record Decoy(Knob dominance, Knob compromise, Knob similarity, Knob advantage, Knob width, Items items)
            implements Kernel.Attracts {

        private double cheapness(int item) {
            return -items.logPrice(item);
        }

        private boolean dominates(int item, int other) {
            double cheaper = cheapness(item) - cheapness(other);
            double better = items.quality(item) - items.quality(other);
            return cheaper >= 0 && better >= 0 && (cheaper > 0 || better > 0);
        }

        private double square(int item, double cheapness, double quality) {
            double x = cheapness(item) - cheapness;
            double y = items.quality(item) - quality;
            return x * x + y * y;
        }

        private int decoys(Impression shown, int slot) {
            int decoys = 0;
            for (int other = 0; other < shown.slots; other++) {
                if (dominates(shown.items[slot], shown.items[other])) {
                    boolean rival = false;
                    for (int third = 0; third < shown.slots; third++) {
                        rival |= third != slot && dominates(shown.items[third], shown.items[other]);
                    }
                    decoys += rival ? 0 : 1;
                }
            }
            return decoys;
        }

        private double middle(Impression shown, int slot) {
            double cheapness = 0;
            double quality = 0;
            for (int item : shown.items) {
                cheapness += cheapness(item) / shown.slots;
                quality += items.quality(item) / shown.slots;
            }
            double farthest = 0;
            for (int item : shown.items) {
                farthest = Math.max(farthest, square(item, cheapness, quality));
            }
            return farthest == 0 ? 1 : 1 - Math.sqrt(square(shown.items[slot], cheapness, quality) / farthest);
        }

        private double likeness(Impression shown, int slot, double width) {
            double cheapness = cheapness(shown.items[slot]);
            double quality = items.quality(shown.items[slot]);
            double sum = 0;
            for (int other = 0; other < shown.slots; other++) {
                sum += other == slot ? 0 : Exponential.exp(-square(shown.items[other], cheapness, quality) / width);
            }
            return sum;
        }

        /** The sum over the others of A / (A + B); an equal one counts nothing. */
        private double advantages(Impression shown, int slot) {
            int item = shown.items[slot];
            double sum = 0;
            for (int other = 0; other < shown.slots; other++) {
                double cheaper = cheapness(item) - cheapness(shown.items[other]);
                double better = items.quality(item) - items.quality(shown.items[other]);
                double ahead = Math.max(0, cheaper) + Math.max(0, better);
                double behind = Math.max(0, -cheaper) + Math.max(0, -better);
                sum += ahead == 0 ? 0 : ahead / (ahead + behind);
            }
            return sum;
        }

        private double shift(Impression shown, int slot) {
            double dominance = shown.value(this.dominance);
            double compromise = shown.value(this.compromise);
            double similarity = shown.value(this.similarity);
            double advantage = shown.value(this.advantage);
            return (dominance == 0 ? 0 : dominance * decoys(shown, slot))
                    + (compromise == 0 ? 0 : compromise * middle(shown, slot))
                    + (advantage == 0 ? 0 : advantage * advantages(shown, slot))
                    - (similarity == 0 ? 0 : similarity * likeness(shown, slot, shown.value(width)));
        }

        @Override
        public void attract(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += shift(shown, slot);
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("decoy_shift");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shift(shown, slot);
        }
    }
}
