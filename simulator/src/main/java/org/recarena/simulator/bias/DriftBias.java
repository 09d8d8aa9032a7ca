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

/** B21: the world changes with the clock. */
public final class DriftBias extends PublishedBias {

    /** The bias; it has no state. */
    public DriftBias() {
        super(
                "drift",
                "Non-stationarity",
                Set.of(Stage.ATTRACTION, Stage.STATE, Stage.WORLD),
                "An item of topic c appeals by daily * sin(2 pi (t / 24 + c / C)) + weekly * sin(2 pi (t "
                        + "/ 168 + c / C)) more at hour t, with C topics, and by change * z, where z is standard "
                        + "normal, drawn anew for each topic every change_hours. Each number of a user's taste "
                        + "makes a random walk with standard deviation walk * sqrt(hours), and is drawn back to 0 "
                        + "at the rate reversion.",
                "Rohde et al., RecoGym, arXiv 1808.00720 (2018), for the random walk; Saito et al., Open "
                        + "Bandit Pipeline (2021), for changes and seasons",
                List.of(
                        Parameter.number("daily", 0, Range.closed(-10, 10), "The amplitude of a day.")
                                .withUnit("logits"),
                        Parameter.number("weekly", 0, Range.closed(-10, 10), "The amplitude of a week.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "change",
                                        0,
                                        Range.atLeast(0),
                                        "The standard deviation of what a topic adds between two changes.")
                                .withUnit("logits"),
                        Parameter.number("change_hours", 24, Range.above(0), "How long it is between two changes.")
                                .withUnit("hours"),
                        Parameter.number(
                                "walk", 0, Range.atLeast(0), "How fast tastes wander, per square root of an hour."),
                        Parameter.number("reversion", 0, Range.atLeast(0), "How fast tastes return to 0, per hour.")));
    }

    @Override
    public Map<String, Map<String, Object>> presets() {
        return Map.of("news", Map.of("daily", 0.5, "change", 1.0, "change_hours", 24.0));
    }

    @Override
    public Optional<Kernel> kernel(Setup setup) {
        return setup.allAre(0, "daily", "weekly", "change", "walk", "reversion")
                ? Optional.empty()
                : Optional.of(new Drift(
                        setup.number("daily"),
                        setup.number("weekly"),
                        setup.number("change"),
                        setup.number("change_hours"),
                        setup.number("walk"),
                        setup.number("reversion"),
                        setup.items(),
                        setup.key(),
                        setup.taste(),
                        setup.reserve(1)));
    }

    /** Shifts appeal by the clock and moves tastes; the state is the hour of the last step. */
    private record Drift(
            Knob daily,
            Knob weekly,
            Knob change,
            Knob changeHours,
            Knob walk,
            Knob reversion,
            Items items,
            long key,
            int taste,
            int last)
            implements Kernel.Attracts, Kernel.Remembers {

        private double shift(Impression shown, int topic) {
            double share = 2 * Math.PI * topic / items.topics();
            double daily = shown.value(this.daily);
            double weekly = shown.value(this.weekly);
            double change = shown.value(this.change);
            return (daily == 0 ? 0 : daily * StrictMath.sin(2 * Math.PI * (shown.hours / 24) + share))
                    + (weekly == 0 ? 0 : weekly * StrictMath.sin(2 * Math.PI * (shown.hours / 168) + share))
                    + (change == 0 ? 0 : change * offset(regime(shown), topic));
        }

        private long regime(Impression shown) {
            return (long) Math.floor(shown.hours / shown.value(changeHours));
        }

        /** A standard normal number that regime and topic fix, by the method of Box and Muller (1958). */
        private double offset(long regime, int topic) {
            long word = StreamKeys.hash(key, regime * items.topics() + topic);
            double radius = ((word >>> 11) + 1) * 0x1.0p-53;
            double angle = (StreamKeys.hash(word, 1) >>> 11) * 0x1.0p-53;
            return Math.sqrt(-2 * StrictMath.log(radius)) * StrictMath.cos(2 * Math.PI * angle);
        }

        @Override
        public void attract(Impression shown) {
            for (int slot = 0; slot < shown.slots; slot++) {
                shown.appeal[slot] += shift(shown, items.topic(shown.items[slot]));
            }
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            double hours = shown.hours - shown.state(last);
            shown.state(last, shown.hours);
            double kept = Exponential.exp(-shown.value(reversion) * hours);
            double deviation = shown.value(walk) * Math.sqrt(hours);
            for (int feature = taste; feature < taste + items.dimension(); feature++) {
                double random = deviation == 0 ? 0 : deviation * stream.nextGaussian();
                shown.state(feature, kept * shown.state(feature) + random);
            }
        }

        @Override
        public List<String> truthNames() {
            return List.of("drift_shift", "drift_regime");
        }

        @Override
        public void truth(Impression shown, int slot, double[] out) {
            out[0] = shift(shown, items.topic(shown.items[slot]));
            out[1] = regime(shown);
        }
    }
}
