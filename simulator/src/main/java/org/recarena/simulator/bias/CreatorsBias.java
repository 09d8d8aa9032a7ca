package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B20: those who make items make them more like what is clicked. */
public final class CreatorsBias extends PublishedBias {

    /** The bias; it has no state. */
    public CreatorsBias() {
        super(
                "creators",
                "Moving creators",
                Set.of(Stage.STATE, Stage.WORLD),
                "Items follow those who see them. An item that is rendered to a user with taste x, and attracts with "
                        + "probability p, changes its distance d from what its features were at the beginning of the "
                        + "world to (d + rate * p (1 - p) x) / (1 + rate * cost). Of all e that is the one with the "
                        + "highest g e - cost / 2 * |e|^2 - |e - d|^2 / (2 rate), g being the gradient p (1 - p) x: the "
                        + "creator is paid for attention, and both to be and to become other costs something. The item "
                        + "is then worth x d more to a user with taste x. Tastes are those after users.taste_scale, "
                        + "and the gradient is that of s(x v) with s the logistic function. Moves last in a lane until "
                        + "it is seeded, whichever users come. What agents are told of items, and what other biases "
                        + "make of features, is that of the beginning.",
                "Hron et al., Modeling content creator incentives on algorithm-curated platforms (2023); Jagadeesan, "
                        + "Garg and Steinhardt, Supply-side equilibria in recommender systems (2023); Eilat and "
                        + "Rosenfeld, Performative recommendation (2023), for the cost",
                List.of(
                        Parameter.number(
                                "rate",
                                0,
                                Range.closed(0, 100),
                                "How far one impression moves an item. Above 0 it takes at most 10000 items."),
                        Parameter.number(
                                "cost", 0, Range.atLeast(0), "How much it costs to be other than at the beginning."),
                        Parameter.number("share", 1, Range.closed(0, 1), "The share of items that move.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of(
                "chasing", Map.of("rate", 0.2),
                "costly", Map.of("rate", 0.2, "cost", 0.3));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "rate") || setup.allAre(0, "share")
                ? Optional.empty()
                : Optional.of(new Creators(
                        setup.number("rate"),
                        setup.number("cost"),
                        setup.number("share"),
                        setup.items(),
                        setup.key(),
                        setup.taste(),
                        setup.reserveForItems(setup.items().dimension(), "rate")));
    }

    /** Moves items; the lane's state is how far each feature of each item is from where it was. */
    private record Creators(Knob rate, Knob cost, Knob share, Items items, long key, int taste, int moved)
            implements Kernel.Shapes, Kernel.Remembers {

        private boolean moves(Impression shown, int item) {
            return Regimes.unit(StreamKeys.hash(key, item)) < shown.value(share);
        }

        /** What the move of an item is worth to the user. */
        private double shift(Impression shown, int item) {
            int at = moved + item * items.dimension();
            double sum = 0;
            for (int feature = 0; feature < items.dimension(); feature++) {
                sum += shown.state(at + feature) * shown.state(taste + feature);
            }
            return shown.tasteScale * sum;
        }

        @Override
        public void shape(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.utility[slot] += shift(shown, shown.items[slot]);
            }
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.exposed[slot] && moves(shown, shown.items[slot])) {
                    move(shown, shown.items[slot], Exponential.sigmoid(shown.appeal[slot]));
                }
            }
        }

        private void move(Impression shown, int item, double attraction) {
            double rate = shown.value(this.rate);
            double shrunk = 1 / (1 + rate * shown.value(cost));
            double gradient = attraction * (1 - attraction) * shown.tasteScale;
            int at = moved + item * items.dimension();
            for (int feature = 0; feature < items.dimension(); feature++) {
                double is = shown.state(at + feature);
                shown.state(at + feature, shrunk * (is + rate * gradient * shown.state(taste + feature)));
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("creators_shift");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shift(shown, shown.items[slot]);
        }
    }
}
