package org.recarena.simulator.bias;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Kernel;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;
import org.recarena.simulator.stage.Stage;

/** B13: users follow what others said. */
public final class ConformityBias extends PublishedBias {

    /** The bias; it has no state. */
    public ConformityBias() {
        super(
                "conformity",
                "Conformity, herding and anchoring",
                Set.of(Stage.ATTRACTION, Stage.FEEDBACK, Stage.STATE),
                "A rating r becomes (1 - w) r + w m, with m the mean rating that others gave the item, w "
                        + "being upwards where m is above r and downwards where it is below. It is then drawn by "
                        + "anchor * (the user's last rating - 3.5). An item appeals by attraction * (m - 3.5) more. "
                        + "With moving, m is the mean of the ratings that were given in the lane since the lane was "
                        + "seeded, whichever of its users gave them, and of earlier ratings of the mean at the "
                        + "beginning of the world. An item also appeals by votes * log((p + 1) / (q + 1)) more, with p "
                        + "of those ratings above 3.5 and q below.",
                "Muchnik, Aral and Taylor, Social influence bias: a randomized experiment (2013); "
                        + "Krishnan et al., A methodology for learning, analyzing, and mitigating social influence "
                        + "bias (2014)",
                List.of(
                        Parameter.number("upwards", 0, Range.closed(0, 1), "How far a rating follows a higher mean."),
                        Parameter.number("downwards", 0, Range.closed(0, 1), "How far a rating follows a lower mean."),
                        Parameter.number(
                                "anchor",
                                0,
                                Range.closed(-1, 1),
                                "How far a rating follows the last one that the user gave, per star."),
                        Parameter.number(
                                        "attraction",
                                        0,
                                        Range.closed(-5, 5),
                                        "How much an item appeals more for each star of its mean above 3.5.")
                                .withUnit("logits"),
                        Parameter.bool(
                                "moving",
                                false,
                                "Whether the mean moves with the ratings given in the lane. It takes at most 10000 "
                                        + "items."),
                        Parameter.number(
                                        "earlier",
                                        10,
                                        Range.above(0),
                                        "For how many ratings the mean at the beginning counts (moving).")
                                .withUnit("ratings"),
                        Parameter.number(
                                        "votes",
                                        0,
                                        Range.closed(-5, 5),
                                        "How much the logarithm of votes for an item over votes against it, given in "
                                                + "the lane, adds to appeal. Other than 0 it takes at most 10000 items.")
                                .withUnit("logits")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of(
                "published",
                Map.of("upwards", 0.3, "downwards", 0.1),
                "herd",
                Map.of("upwards", 0.5, "downwards", 0.5),
                "snowball",
                Map.of("upwards", 0.5, "downwards", 0.5, "moving", true, "earlier", 1.0, "votes", 0.5));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        if (setup.allAre(0, "upwards", "downwards", "anchor", "attraction", "votes")) {
            return Optional.empty();
        }
        return Optional.of(new Conformity(
                setup.number("upwards"),
                setup.number("downwards"),
                setup.number("anchor"),
                setup.number("attraction"),
                setup.number("votes"),
                Opinions.of(setup),
                setup.reserve(1)));
    }

    /** Draws ratings to those of others, and to the last one; the state is 0 before the first, else the last. */
    private record Conformity(
            Knob upwards, Knob downwards, Knob anchor, Knob attraction, Knob votes, Opinions others, int last)
            implements Kernel.Attracts, Kernel.Rates, Kernel.Remembers {

        @Override
        public void attract(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += shift(shown, shown.items[slot]);
            }
        }

        private double shift(Impression shown, int item) {
            return shown.value(attraction) * (others.mean(shown, item) - Opinions.MIDDLE)
                    + shown.value(votes) * others.votes(shown, item);
        }

        @Override
        public Phase phase() {
            return Phase.SOCIAL;
        }

        @Override
        public void rate(Impression shown) {
            double anchored = shown.state(last) == 0 ? 0 : shown.value(anchor) * (shown.state(last) - Opinions.MIDDLE);
            for (int slot = 0; slot < shown.slots; slot++) {
                double mean = others.mean(shown, shown.items[slot]);
                double own = shown.rating[slot];
                double weight = shown.value(mean > own ? upwards : downwards);
                shown.rating[slot] = (1 - weight) * own + weight * mean + anchored;
            }
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.rated[slot] > 0) {
                    shown.state(last, shown.rated[slot]);
                }
            }
            others.update(shown);
        }

        @Override
        public List<String> truthNames() {
            return List.of("conformity_shift", "conformity_mean");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shift(shown, shown.items[slot]);
            out[1] = others.mean(shown, shown.items[slot]);
        }
    }
}
