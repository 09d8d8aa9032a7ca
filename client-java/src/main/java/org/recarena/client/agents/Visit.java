package org.recarena.client.agents;

import java.util.Arrays;
import org.recarena.client.ColumnView;

/**
 * What is known of the user in one lane: how often they viewed each product in this visit, and which one last. Kept up
 * to date from the {@code views} observation. Used by one thread.
 */
public final class Visit {

    private final double[] counts;
    private double total;
    private int lastView = -1;

    /**
     * A user of whom nothing is known.
     *
     * @param items the number of products
     */
    public Visit(int items) {
        counts = new double[items];
    }

    /**
     * What is known now, to keep.
     *
     * @return an independent copy
     */
    public Visit copy() {
        Visit copy = new Visit(counts.length);
        System.arraycopy(counts, 0, copy.counts, 0, counts.length);
        copy.total = total;
        copy.lastView = lastView;
        return copy;
    }

    /** Forgets the user: a new one comes. */
    public void begin() {
        Arrays.fill(counts, 0);
        total = 0;
        lastView = -1;
    }

    /**
     * Takes in what the user viewed since the last recommendation.
     *
     * @param views the observation {@code views}
     * @param row the lane's row in it
     */
    public void viewed(ColumnView views, int row) {
        int from = views.rowStart(row);
        int to = from + views.rowLength(row);
        for (int i = from; i < to; i++) {
            viewed(views.intAt(i));
        }
    }

    /**
     * Takes in one view.
     *
     * @param item the product
     */
    public void viewed(int item) {
        counts[item]++;
        total++;
        lastView = item;
    }

    /**
     * How many products there are.
     *
     * @return the number of products
     */
    public int items() {
        return counts.length;
    }

    /**
     * How often a product was viewed in this visit.
     *
     * @param item the product
     * @return the count
     */
    public double count(int item) {
        return counts[item];
    }

    /**
     * How many views there were in this visit.
     *
     * @return the count
     */
    public double total() {
        return total;
    }

    /**
     * The product viewed last.
     *
     * @return -1 before the first view
     */
    public int lastView() {
        return lastView;
    }

    /**
     * Writes features of the user: a constant 1, then each product's share of the views.
     *
     * @param out receives {@code items + 1} numbers
     */
    public void features(double[] out) {
        out[0] = 1;
        double scale = total == 0 ? 0 : 1 / total;
        for (int item = 0; item < counts.length; item++) {
            out[item + 1] = counts[item] * scale;
        }
    }
}
