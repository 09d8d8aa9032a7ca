package org.recarena.client.agents.slate;

import java.util.Arrays;

/**
 * Finds a slate of k distinct documents of high value sum v_i q_i / (v_0 + sum v_i), where v are the weights of the
 * user's choice and q the long-term values of the documents when chosen (Ie et al., "SlateQ", arXiv 1905.12767, section
 * 5). Stateless.
 */
public enum SlateOptimiser {

    /** The k highest v_i q_i, best first. Of equal ones the first. */
    TOP_K {
        @Override
        public int[] slate(double[] weights, double[] values, double noClick, int size) {
            double[] products = new double[weights.length];
            Arrays.setAll(products, i -> weights[i] * values[i]);
            return Ranking.top(products, size);
        }
    },

    /** One by one the document that makes the slate so far worth the most, in that order. Of equal ones the first. */
    GREEDY {
        @Override
        public int[] slate(double[] weights, double[] values, double noClick, int size) {
            int[] slate = new int[size];
            boolean[] used = new boolean[weights.length];
            double numerator = 0;
            double denominator = noClick;
            for (int slot = 0; slot < size; slot++) {
                int best = -1;
                double highest = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < weights.length; i++) {
                    double value = ratio(numerator + weights[i] * values[i], denominator + weights[i]);
                    if (!used[i] && (best < 0 || value > highest)) {
                        best = i;
                        highest = value;
                    }
                }
                slate[slot] = best;
                used[best] = true;
                numerator += weights[best] * values[best];
                denominator += weights[best];
            }
            return slate;
        }
    },

    /**
     * The best slate of all, best v_i (q_i - its value) first. Found by Dinkelbach's method (1967): a slate has a
     * higher value than lambda exactly if its sum of v_i (q_i - lambda) exceeds v_0 lambda, and the k highest terms
     * have the highest sum; so from the value of a slate, take the k highest terms, until the value rises no more. It
     * converges superlinearly and takes a handful of rounds.
     */
    EXACT {
        @Override
        public int[] slate(double[] weights, double[] values, double noClick, int size) {
            int[] best = GREEDY.slate(weights, values, noClick, size);
            double lambda = value(best, weights, values, noClick);
            double[] terms = new double[weights.length];
            while (true) {
                for (int i = 0; i < terms.length; i++) {
                    terms[i] = weights[i] * (values[i] - lambda);
                }
                int[] next = Ranking.top(terms, size);
                double value = value(next, weights, values, noClick);
                if (!(value > lambda)) {
                    // Rounding apart it is as good; the order by terms makes the result independent of where it began.
                    return value == lambda ? next : best;
                }
                best = next;
                lambda = value;
            }
        }
    };

    /**
     * Finds a slate.
     *
     * @param weights v, one for each candidate; not negative
     * @param values q, one for each candidate
     * @param noClick v_0; not negative
     * @param size k; 1 to the number of candidates
     * @return positions of candidates
     */
    public abstract int[] slate(double[] weights, double[] values, double noClick, int size);

    /**
     * The value of a slate.
     *
     * @param slate positions of candidates
     * @param weights v, one for each candidate
     * @param values q, one for each candidate
     * @param noClick v_0
     * @return sum v_i q_i / (v_0 + sum v_i); 0 where all weights are 0
     */
    public static double value(int[] slate, double[] weights, double[] values, double noClick) {
        double numerator = 0;
        double denominator = noClick;
        for (int i : slate) {
            numerator += weights[i] * values[i];
            denominator += weights[i];
        }
        return ratio(numerator, denominator);
    }

    private static double ratio(double numerator, double denominator) {
        return denominator == 0 ? 0 : numerator / denominator;
    }
}
