package org.recarena.simulator.bias;

import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;

/**
 * What a user sees that others said of an item: the mean of their ratings, which moves with the ratings given in the
 * lane where that is asked for, and their votes, a rating being one for or against.
 *
 * @param items the items
 * @param earlier for how many ratings the mean at the beginning of the world counts
 * @param ratings where the sum and the number of the ratings of each item stand, or {@link #NOWHERE}
 * @param votes where the votes for and against each item stand, or {@link #NOWHERE}
 */
record Opinions(Items items, Knob earlier, int ratings, int votes) {

    /** Between a rating that is a vote for an item and one that is a vote against it. */
    static final double MIDDLE = 3.5;

    /** No place in a state; those of lanes are below 0. */
    private static final int NOWHERE = Integer.MAX_VALUE;

    static Opinions of(Setup setup) {
        return new Opinions(
                setup.items(),
                setup.number("earlier"),
                setup.bool("moving") ? setup.reserveForItems(2, "moving") : NOWHERE,
                setup.allAre(0, "votes") ? NOWHERE : setup.reserveForItems(2, "votes"));
    }

    /** Whether anything is gathered while users play. */
    boolean gathers() {
        return ratings != NOWHERE || votes != NOWHERE;
    }

    /** The mean rating that is shown with an item. */
    double mean(Impression shown, int item) {
        double first = items.meanRating(item);
        if (ratings == NOWHERE) {
            return first;
        }
        double weight = shown.value(earlier);
        int at = ratings + 2 * item;
        return (weight * first + shown.state(at)) / (weight + shown.state(at + 1));
    }

    /** The logarithm of how many times as many votes are for an item as against it, with one more of each. */
    double votes(Impression shown, int item) {
        if (votes == NOWHERE) {
            return 0;
        }
        int at = votes + 2 * item;
        return StrictMath.log((shown.state(at) + 1) / (shown.state(at + 1) + 1));
    }

    /** Takes in what was said. */
    void update(Impression shown) {
        for (int slot = 0; slot < shown.slots && gathers(); slot++) {
            double rated = shown.rated[slot];
            if (rated > 0) {
                count(shown, shown.items[slot], rated);
            }
        }
    }

    private void count(Impression shown, int item, double rated) {
        if (ratings != NOWHERE) {
            add(shown, ratings + 2 * item, rated);
            add(shown, ratings + 2 * item + 1, 1);
        }
        if (votes != NOWHERE && rated != MIDDLE) {
            add(shown, votes + 2 * item + (rated > MIDDLE ? 0 : 1), 1);
        }
    }

    private static void add(Impression shown, int at, double more) {
        shown.state(at, shown.state(at) + more);
    }
}
