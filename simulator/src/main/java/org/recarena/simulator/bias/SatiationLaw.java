package org.recarena.simulator.bias;

import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Knob;

/**
 * How satiated a user is with an item, and how that changes. Where a source multiplies what an item gives by a factor
 * f, the level is -log f, so that with a weight of 1 the odds are multiplied by f. Immutable: all that is remembered
 * stands in the user's state, where {@code at} is the place of the first number.
 */
interface SatiationLaw {

    /** The level, 0 for none. */
    double level(Impression shown, int item);

    /** Moves the state on. */
    void update(Impression shown, RandomStream stream);

    /** s becomes memory * (s + clicks on the topic) + noise. Source: Leqi et al. (2021); RecLab (2020). */
    record Rebounding(Knob memory, Knob noise, Items items, int at) implements SatiationLaw {

        @Override
        public double level(Impression shown, int item) {
            return shown.state(at + items.topic(item));
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.chosen[slot]) {
                    int topic = at + items.topic(shown.items[slot]);
                    shown.state(topic, shown.state(topic) + 1);
                }
            }
            double memory = shown.value(this.memory);
            double noise = shown.value(this.noise);
            for (int topic = at; topic < at + items.topics(); topic++) {
                double random = noise == 0 ? 0 : noise * stream.nextGaussian();
                shown.state(topic, memory * shown.state(topic) + random);
            }
        }
    }

    /**
     * The same for single items, of which the last ones clicked are remembered: an item's level is the sum over them of
     * K(item, other) s, with K 1 for the item itself and, with a width, exp(-d^2 / width) for one at distance d.
     */
    record Alike(Knob memory, Knob width, Items items, int at) implements SatiationLaw {

        /** How many items are remembered. */
        static final int REMEMBERED = 16;
        /** The numbers of the state: which item, and its s; and where the next one goes. */
        static final int SIZE = 2 * REMEMBERED + 1;

        private int item(Impression shown, int index) {
            return (int) shown.state(at + index) - 1;
        }

        @Override
        public double level(Impression shown, int item) {
            double width = shown.value(this.width);
            double level = 0;
            for (int index = 0; index < REMEMBERED; index++) {
                double satiation = shown.state(at + REMEMBERED + index);
                if (satiation > 0) {
                    level += satiation * likeness(item, item(shown, index), width);
                }
            }
            return level;
        }

        private double likeness(int item, int other, double width) {
            if (item == other || width == 0) {
                return item == other ? 1 : 0;
            }
            double square = 0;
            for (int feature = 0; feature < items.dimension(); feature++) {
                double difference = items.feature(item, feature) - items.feature(other, feature);
                square += difference * difference;
            }
            return Exponential.exp(-square / width);
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.chosen[slot]) {
                    add(shown, shown.items[slot]);
                }
            }
            double memory = shown.value(this.memory);
            for (int index = at + REMEMBERED; index < at + 2 * REMEMBERED; index++) {
                shown.state(index, memory * shown.state(index));
            }
        }

        private void add(Impression shown, int item) {
            int place = (int) shown.state(at + 2 * REMEMBERED);
            for (int index = 0; index < REMEMBERED; index++) {
                if (item(shown, index) == item) {
                    shown.state(at + REMEMBERED + index, shown.state(at + REMEMBERED + index) + 1);
                    return;
                }
            }
            shown.state(at + place, item + 1);
            shown.state(at + REMEMBERED + place, 1);
            shown.state(at + 2 * REMEMBERED, (place + 1) % REMEMBERED);
        }
    }

    /**
     * What a topic gives depends on the number n of clicks on it alone: a factor rho^n, or (1 + n)^-beta. Source:
     * rested rotting bandits, Levine, Crammer and Mannor (2017).
     */
    record Rotting(boolean power, Knob strength, Items items, int at) implements SatiationLaw {

        @Override
        public double level(Impression shown, int item) {
            double clicks = shown.state(at + items.topic(item));
            double strength = shown.value(this.strength);
            return clicks == 0 ? 0 : power ? strength * StrictMath.log1p(clicks) : -clicks * StrictMath.log(strength);
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.chosen[slot]) {
                    int topic = at + items.topic(shown.items[slot]);
                    shown.state(topic, shown.state(topic) + 1);
                }
            }
        }
    }

    /**
     * What a topic gives grows back with the hours t since the last click on it: a factor 1 - exp(-t / hours). Source:
     * recharging bandits, Kleinberg and Immorlica (2018).
     */
    record Recharging(Knob hours, Items items, int at) implements SatiationLaw {

        /** Above which level nothing is left. */
        private static final double MOST = 50;

        @Override
        public double level(Impression shown, int item) {
            double clicked = shown.state(at + items.topic(item)); // 1 + the hour, 0 for never
            if (clicked == 0) {
                return 0;
            }
            double since = shown.hours - (clicked - 1);
            return Math.min(MOST, -StrictMath.log(1 - Exponential.exp(-since / shown.value(hours))));
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.chosen[slot]) {
                    shown.state(at + items.topic(shown.items[slot]), shown.hours + 1);
                }
            }
        }
    }

    /** 1 where more than some of the last clicks were on the topic. Source: RecLab, Krauth et al. (2020). */
    record Boredom(int most, int window, Items items, int at) implements SatiationLaw {

        @Override
        public double level(Impression shown, int item) {
            int topic = items.topic(item) + 1;
            int count = 0;
            for (int index = at; index < at + window; index++) {
                count += shown.state(index) == topic ? 1 : 0;
            }
            return count > most ? 1 : 0;
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.chosen[slot]) {
                    int place = (int) shown.state(at + window);
                    shown.state(at + place, items.topic(shown.items[slot]) + 1);
                    shown.state(at + window, (place + 1) % window);
                }
            }
        }
    }

    /**
     * Users are sensitised to a topic or bored by it, level 0 or 1: a step with a click on it bores with one
     * probability, one without lets it recover with another. Source: Kapoor et al. (2015).
     */
    record TwoStates(Knob bore, Knob recover, Items items, int at) implements SatiationLaw {

        @Override
        public double level(Impression shown, int item) {
            return shown.state(at + items.topic(item));
        }

        @Override
        public void update(Impression shown, RandomStream stream) {
            for (int topic = 0; topic < items.topics(); topic++) {
                double uniform = stream.nextDouble();
                boolean bored = shown.state(at + topic) != 0;
                boolean clicked = isClicked(shown, topic);
                boolean next =
                        clicked ? bored || uniform < shown.value(bore) : bored && uniform >= shown.value(recover);
                shown.state(at + topic, next ? 1 : 0);
            }
        }

        private boolean isClicked(Impression shown, int topic) {
            for (int slot = 0; slot < shown.slots; slot++) {
                if (shown.chosen[slot] && items.topic(shown.items[slot]) == topic) {
                    return true;
                }
            }
            return false;
        }
    }
}
