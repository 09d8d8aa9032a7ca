package org.recarena.simulator.choice;

import org.recarena.simulator.random.RandomStream;

/**
 * The user browsing model: whether a slot is looked at depends on its rank k and on the distance d to the last click
 * above it, P(C_k | last click) = gamma_(k,d) P(look) P(click | look). The table's row is the rank, its column d - 1;
 * without an earlier click d = k. Ranks beyond the table use its last row, and distances from there on count from its
 * end: d beyond the row is the row's last entry.
 *
 * <p>Source: Dupret and Piwowarski, "A user browsing model to predict search engine click data from past observations"
 * (2008).
 */
public final class BrowsingClicks implements ClickRule {

    private final double[][] gamma;

    /**
     * The model with a table.
     *
     * @param gamma probabilities; row k holds k entries at least, the rows from the first rank on
     */
    public BrowsingClicks(double[][] gamma) {
        this.gamma = new double[gamma.length][];
        for (int row = 0; row < gamma.length; row++) {
            this.gamma[row] = gamma[row].clone();
        }
    }

    private double look(int rank, int distance) {
        double[] row = gamma[Math.min(rank, gamma.length) - 1];
        return row[Math.min(distance, row.length) - 1];
    }

    private static double click(Consideration slate, int slot) {
        return slate.look()[slot] * slate.click()[slot];
    }

    @Override
    public boolean choosesOne() {
        return false;
    }

    @Override
    public void probabilities(Consideration slate, double noClick, double[] out) {
        for (int rank = 1; rank <= slate.slots(); rank++) {
            double total = 0;
            for (int last = 0; last < rank; last++) {
                double path = last == 0 ? 1 : out[last - 1];
                for (int between = last + 1; between < rank; between++) {
                    path *= 1 - look(between, between - last) * click(slate, between - 1);
                }
                total += path * look(rank, rank - last) * click(slate, rank - 1);
            }
            out[rank - 1] = total;
        }
    }

    @Override
    public void sample(
            Consideration slate,
            double noClick,
            boolean[] attentive,
            boolean[] satisfying,
            RandomStream stream,
            boolean[] examined,
            boolean[] clicked,
            double[] scratch) {
        int last = 0;
        for (int rank = 1; rank <= slate.slots(); rank++) {
            double look = stream.nextDouble();
            double click = stream.nextDouble();
            int slot = rank - 1;
            examined[slot] = attentive[slot] && look < look(rank, rank - last);
            clicked[slot] = examined[slot] && click < slate.click()[slot];
            last = clicked[slot] ? rank : last;
        }
    }
}
