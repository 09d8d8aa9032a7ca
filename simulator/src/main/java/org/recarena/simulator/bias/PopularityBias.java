package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B12: what many have consumed appeals more. */
public final class PopularityBias extends PublishedBias {

    /** The bias; it has no state. */
    public PopularityBias() {
        super(
                "popularity",
                "Popularity bias",
                Set.of(Stage.ATTRACTION, Stage.STATE),
                "An item that n others have consumed appeals by weight * log(1 + n) more. With growth above 0 the rich "
                        + "get richer: n is then popularity at the beginning of the world plus growth for each click on "
                        + "the item that was recorded in the lane since the lane was seeded, whichever of its users "
                        + "clicked. A lane is a platform of its own, whose users come one after another. With weight 1 "
                        + "and a choice among all items that is Polya's urn. Other biases go by popularity at the "
                        + "beginning.",
                "Abdollahpouri, Burke and Mobasher, Managing popularity bias in recommender systems (2019); Salganik, "
                        + "Dodds and Watts, Science 311 (2006); Eggenberger and Polya, Ueber die Statistik verketteter "
                        + "Vorgaenge (1923), for the urn",
                List.of(
                        Parameter.number(
                                        "weight",
                                        0,
                                        Range.closed(-5, 5),
                                        "How much the logarithm of popularity adds to appeal.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "growth",
                                        0,
                                        Range.atLeast(0),
                                        "How much each click in the lane adds to popularity; 0 for popularity that "
                                                + "stays as it is. Above 0 it takes at most 10000 items.")
                                .withUnit("consumptions")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of(
                "mild", Map.of("weight", 0.05),
                "herd", Map.of("weight", 0.5),
                "rich-get-richer", Map.of("weight", 0.5, "growth", 100.0));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "weight")) {
            return Optional.empty();
        }
        Knob weight = setup.number("weight");
        return Optional.of(
                setup.allAre(0, "growth")
                        ? new Popularity(weight, setup.items())
                        : new Growing(
                                weight, setup.number("growth"), setup.items(), setup.reserveForItems(1, "growth")));
    }

    /** Adds to appeal. */
    private record Popularity(Knob weight, Items items) implements Kernel.Attracts {

        @Override
        public void attract(Impression shown) {
            double weight = shown.value(this.weight);
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += weight * items.logPopularity(shown.items[slot]);
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("popularity_shift");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shown.value(weight) * items.logPopularity(shown.items[slot]);
        }
    }

    /** Adds to appeal what clicks feed; the lane's state is how often each item was clicked. */
    private record Growing(Knob weight, Knob growth, Items items, int clicks)
            implements Kernel.Attracts, Kernel.Remembers {

        private double popularity(Impression shown, int item) {
            return items.popularity(item) + shown.value(growth) * shown.state(clicks + item);
        }

        private double shift(Impression shown, int slot) {
            return shown.value(weight) * StrictMath.log1p(popularity(shown, shown.items[slot]));
        }

        @Override
        public void attract(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += shift(shown, slot);
            }
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.clicked[slot]) {
                    int at = clicks + shown.items[slot];
                    shown.state(at, shown.state(at) + 1);
                }
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("popularity_shift", "popularity_now");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shift(shown, slot);
            out[1] = popularity(shown, shown.items[slot]);
        }
    }
}
