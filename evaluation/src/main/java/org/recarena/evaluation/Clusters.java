package org.recarena.evaluation;

import java.util.HashMap;
import java.util.Map;

/** The clusters that rows belong to, numbered from 0 in the order in which they first appear. Immutable. */
final class Clusters {

    private final int[] numberOfRow;
    private final int count;

    private Clusters(int[] numberOfRow, int count) {
        this.numberOfRow = numberOfRow;
        this.count = count;
    }

    static Clusters of(long[] ids) {
        Map<Long, Integer> numbers = new HashMap<>();
        int[] numberOfRow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            // Rows of one cluster mostly follow each other.
            if (i > 0 && ids[i] == ids[i - 1]) {
                numberOfRow[i] = numberOfRow[i - 1];
            } else {
                int next = numbers.size();
                Integer known = numbers.putIfAbsent(ids[i], next);
                numberOfRow[i] = known == null ? next : known;
            }
        }
        return new Clusters(numberOfRow, numbers.size());
    }

    /** Returns how many clusters there are. */
    int count() {
        return count;
    }

    /** Returns each cluster's total of a value per row. */
    double[] totals(double[] perRow) {
        double[] totals = new double[count];
        for (int i = 0; i < perRow.length; i++) {
            totals[numberOfRow[i]] += perRow[i];
        }
        return totals;
    }

    /** Returns each cluster's number of rows. */
    double[] sizes() {
        double[] sizes = new double[count];
        for (int number : numberOfRow) {
            sizes[number]++;
        }
        return sizes;
    }
}
