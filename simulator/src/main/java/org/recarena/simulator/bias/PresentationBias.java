package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B7: how an item is shown changes who sees it and whom it attracts. */
public final class PresentationBias extends PublishedBias {

    /** The bias; it has no state. */
    public PresentationBias() {
        super(
                "presentation",
                "Presentation bias",
                Set.of(Stage.EXPOSURE, Stage.ATTRACTION),
                "An item appeals by prominence * (its prominence) - price * log(its price) + length * log(its length) "
                        + "more, by badge where it has one, and is rendered with probability 1 - exp(-exp(its "
                        + "prominence) / crowding).",
                "Chuklin, Markov and de Rijke, Click models for web search (2015), chapter 3; price and "
                        + "display effects as in the bayesm data (Rossi, Allenby and McCulloch 2005)",
                List.of(
                        Parameter.number(
                                        "prominence",
                                        0,
                                        Range.closed(-10, 10),
                                        "How much a conspicuous item appeals more.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "price",
                                        0,
                                        Range.closed(-10, 10),
                                        "How much a price tag appeals less, per unit of the logarithm of the price.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "length",
                                        0,
                                        Range.closed(-10, 10),
                                        "How much a long item appeals more, per unit of the logarithm of its length.")
                                .withUnit("logits"),
                        Parameter.number("badge", 0, Range.closed(-10, 10), "How much a badge adds.")
                                .withUnit("logits"),
                        Parameter.number("badge_share", 0.1, Range.closed(0, 1), "The share of items with a badge."),
                        Parameter.number(
                                "crowding",
                                0,
                                Range.atLeast(0),
                                "How crowded the page is: with 0 every slot is rendered.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("shop", Map.of("prominence", 0.9, "price", 2.4));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "prominence", "price", "length", "badge", "crowding")
                ? Optional.empty()
                : Optional.of(new Presentation(
                        setup.number("prominence"),
                        setup.number("price"),
                        setup.number("length"),
                        setup.number("badge"),
                        setup.number("badge_share"),
                        setup.number("crowding"),
                        setup.items(),
                        setup.key()));
    }

    /** Adds to appeal, and multiplies exposure. */
    private record Presentation(
            Knob prominence, Knob price, Knob length, Knob badge, Knob badgeShare, Knob crowding, Items items, long key)
            implements Kernel.Exposes, Kernel.Attracts {

        @Override
        public void expose(Impression shown) {
            double crowding = shown.value(this.crowding);
            for (int slot = 0; slot < shown.slots && crowding > 0; slot++) {
                double area = Exponential.exp(items.prominence(shown.items[slot]));
                shown.exposure[slot] *= 1 - Exponential.exp(-area / crowding);
            }
        }

        private boolean hasBadge(Impression shown, int item) {
            return Regimes.unit(StreamKeys.hash(key, item)) < shown.value(badgeShare);
        }

        private double shift(Impression shown, int item) {
            double price = shown.value(this.price);
            double length = shown.value(this.length);
            return shown.value(prominence) * items.prominence(item)
                    - (price == 0 ? 0 : price * items.logPrice(item))
                    + (length == 0 ? 0 : length * items.logLength(item))
                    + (shown.value(badge) != 0 && hasBadge(shown, item) ? shown.value(badge) : 0);
        }

        @Override
        public void attract(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += shift(shown, shown.items[slot]);
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("presentation_shift");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shift(shown, shown.items[slot]);
        }
    }
}
