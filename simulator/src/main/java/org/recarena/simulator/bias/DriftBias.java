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
                "An item of topic c appeals by daily * sin(2 pi (t / 24 + c / C)) + weekly * sin(2 pi (t / 168 + c / "
                        + "C)) more at hour t, with C topics; by trend * y * t / 24, with a standard normal y for "
                        + "each topic; by change * z, where z is standard normal, drawn for each topic anew every "
                        + "change_hours, and faded into the next one over the last fade_hours, by mixing both "
                        + "(linear) or by taking, in each step of each user, the one or the other, the next one more "
                        + "and more likely (sampled); and by shock where c is the topic of the hour, another one "
                        + "every shock_hours. Each number of a user's taste makes a random walk with standard "
                        + "deviation walk * sqrt(hours), and is drawn back to 0 at the rate reversion.",
                "Rohde et al., RecoGym, arXiv 1808.00720 (2018), for the random walk; Saito et al., Open "
                        + "Bandit Pipeline (2021), for changes and seasons",
                List.of(
                        Parameter.number("daily", 0, Range.closed(-10, 10), "The amplitude of a day.")
                                .withUnit("logits"),
                        Parameter.number("weekly", 0, Range.closed(-10, 10), "The amplitude of a week.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "trend",
                                        0,
                                        Range.atLeast(0),
                                        "The standard deviation of what a topic gains in a day.")
                                .withUnit("logits"),
                        Parameter.number(
                                        "change",
                                        0,
                                        Range.atLeast(0),
                                        "The standard deviation of what a topic adds between two changes.")
                                .withUnit("logits"),
                        Parameter.number("change_hours", 24, Range.above(0), "How long it is between two changes.")
                                .withUnit("hours"),
                        Parameter.choice(
                                "change_law",
                                List.of("fixed", "poisson"),
                                "Whether changes come at equal distances, or at random with that mean."),
                        Parameter.integer(
                                "change_sets",
                                0,
                                Range.closed(0, 1000),
                                "How many sets of numbers take turns; 0 for a new one at each change."),
                        Parameter.number("kept", 0, Range.closed(0, 1), "The share of z that never changes."),
                        Parameter.number(
                                        "fade_hours",
                                        0,
                                        Range.atLeast(0),
                                        "How long before a change the next numbers begin to be mixed in (fixed).")
                                .withUnit("hours"),
                        Parameter.choice(
                                "fade_law",
                                List.of("linear", "sampled"),
                                "Whether numbers fade into the next ones, or are at times the next ones already "
                                        + "(fixed)."),
                        Parameter.number("shock", 0, Range.closed(-50, 50), "What the topic of the hour adds.")
                                .withUnit("logits"),
                        Parameter.number("shock_hours", 6, Range.above(0), "How long a topic is that of the hour.")
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
        return setup.allAre(0, "daily", "weekly", "trend", "change", "shock", "walk", "reversion")
                ? Optional.empty()
                : Optional.of(setup.choice("fade_law").equals("sampled") ? new SampledDrift(setup) : new Drift(setup));
    }

    /** Shifts appeal by the clock and moves tastes; the state is the hour of the last step. */
    private static class Drift implements Kernel.Attracts, Kernel.Remembers {

        private static final long TRENDS = -1;
        private static final long SHOCKS = -2;

        private final Knob daily;
        private final Knob weekly;
        private final Knob trend;
        private final Knob change;
        private final Knob shock;
        private final Knob shockHours;
        private final Knob walk;
        private final Knob reversion;
        private final Regimes regimes;
        private final Items items;
        private final long shocks;
        private final int taste;
        private final int last;
        /** The phase of each topic in a day and a week. */
        private final double[] sines;

        private final double[] cosines;
        /** What each topic gains in a day, in standard deviations. */
        private final double[] gains;

        Drift(Setup setup) {
            this(setup, Regimes.BLEND);
        }

        Drift(Setup setup, int coin) {
            daily = setup.number("daily");
            weekly = setup.number("weekly");
            trend = setup.number("trend");
            change = setup.number("change");
            shock = setup.number("shock");
            shockHours = setup.number("shock_hours");
            walk = setup.number("walk");
            reversion = setup.number("reversion");
            items = setup.items();
            int topics = items.topics();
            regimes = new Regimes(
                    setup.number("change_hours"),
                    setup.choice("change_law").equals("poisson"),
                    setup.integer("change_sets"),
                    setup.number("kept"),
                    setup.number("fade_hours"),
                    coin,
                    topics,
                    setup.key());
            shocks = StreamKeys.hash(setup.key(), SHOCKS);
            taste = setup.taste();
            last = setup.reserve(1);
            sines = new double[topics];
            cosines = new double[topics];
            gains = new double[topics];
            long trends = StreamKeys.hash(setup.key(), TRENDS);
            for (int topic = 0; topic < topics; topic++) {
                sines[topic] = StrictMath.sin(2 * Math.PI * topic / topics);
                cosines[topic] = StrictMath.cos(2 * Math.PI * topic / topics);
                gains[topic] = Regimes.normal(StreamKeys.hash(trends, topic));
            }
        }

        @Override
        public void attract(Impression shown) {
            addSeason(shown, shown.value(daily), 24);
            addSeason(shown, shown.value(weekly), 168);
            double trend = shown.value(this.trend);
            double change = shown.value(this.change);
            double shock = shown.value(this.shock);
            if (trend != 0 || change != 0 || shock != 0) {
                for (int slot = 0; slot < shown.slots; slot++) {
                    shown.appeal[slot] += aperiodic(shown, items.topic(shown.items[slot]), trend, change, shock);
                }
            }
        }

        /** sin(a + b) = sin(a) cos(b) + cos(a) sin(b), with a the hour's and b the topic's. */
        private void addSeason(Impression shown, double amplitude, double period) {
            if (amplitude == 0) {
                return;
            }
            double phase = 2 * Math.PI * (shown.hours / period);
            double sine = amplitude * StrictMath.sin(phase);
            double cosine = amplitude * StrictMath.cos(phase);
            for (int slot = 0; slot < shown.slots; slot++) {
                int topic = items.topic(shown.items[slot]);
                shown.appeal[slot] += sine * cosines[topic] + cosine * sines[topic];
            }
        }

        private double aperiodic(Impression shown, int topic, double trend, double change, double shock) {
            return (trend == 0 ? 0 : trend * gains[topic] * (shown.hours / 24))
                    + (change == 0 ? 0 : change * regimes.offset(shown, topic))
                    + (shock != 0 && topic == ofTheHour(shown) ? shock : 0);
        }

        private int ofTheHour(Impression shown) {
            long period = (long) Math.floor(shown.hours / shown.value(shockHours));
            return (int) (Regimes.unit(StreamKeys.hash(shocks, period)) * items.topics());
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            double hours = shown.hours - shown.state(last);
            shown.state(last, shown.hours);
            if (shown.value(walk) == 0 && shown.value(reversion) == 0) {
                return;
            }
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
            int topic = items.topic(shown.items[slot]);
            double day = 2 * Math.PI * (shown.hours / 24);
            double week = 2 * Math.PI * (shown.hours / 168);
            double phase = 2 * Math.PI * topic / items.topics();
            out[0] = shown.value(daily) * StrictMath.sin(day + phase)
                    + shown.value(weekly) * StrictMath.sin(week + phase)
                    + aperiodic(shown, topic, shown.value(trend), shown.value(change), shown.value(shock));
            out[1] = regimes.current(shown);
        }
    }

    /** The same with a coin for each step, which is a number of the state. */
    private static final class SampledDrift extends Drift implements Kernel.Arrives {

        private final int coin;

        SampledDrift(Setup setup) {
            this(setup, setup.reserve(1));
        }

        private SampledDrift(Setup setup, int coin) {
            super(setup, coin);
            this.coin = coin;
        }

        @Override
        public void arrive(Impression who, RandomStream stream) {
            who.state(coin, stream.nextDouble());
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            super.update(shown, stream);
            shown.state(coin, stream.nextDouble());
        }
    }
}
