package org.recarena.simulator.recsim;

import org.recarena.simulator.choice.ChoiceModel;
import org.recarena.simulator.choice.Choices;

/** The documents that one user is shown, and the response. Reused for every slate; not thread-safe. */
class Slate {

    /** How many slots are filled. */
    int size;

    /** The slot that was clicked; {@link #size} or more for none. */
    int clicked;

    /** What the click brought: watch time or engagement; 0 without a click. */
    double amount;

    /** The cluster of the document in each slot. */
    final int[] clusters;

    /** The value of the document in each slot: quality, or clickbait. */
    final double[] values;

    /** Room for the user's scores of the slots. */
    final double[] scores;

    Slate(int slots) {
        clusters = new int[slots];
        values = new double[slots];
        scores = new double[Math.max(1, slots)];
    }

    /** Takes all documents out. */
    final void clear() {
        size = 0;
        clicked = Integer.MAX_VALUE;
        amount = 0;
    }

    /** Puts a document into the next slot. */
    final void add(int cluster, double value) {
        clusters[size] = cluster;
        values[size] = value;
        size++;
    }

    final boolean isClicked() {
        return clicked < size;
    }

    /** Chooses a slot, or nothing, by the scores. */
    void choose(ChoiceModel choice, double uniform) {
        double none = choice.weigh(scores, size);
        clicked = Choices.pick(scores, size, none, uniform);
    }

    /** Whether a click on a filled slot is recorded. */
    boolean isRecorded(int slot) {
        return slot == clicked;
    }

    /** What a filled slot brought. */
    double brought(int slot) {
        return slot == clicked ? amount : 0;
    }
}
