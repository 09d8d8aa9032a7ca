package org.recarena.simulator.recogym;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Which products exchange their bandit parameters: a greedy matching of similar products.
 *
 * <p>The reference scans all pairs in decreasing order of the inner product of their vectors, and swaps a pair if
 * neither has been swapped before, up to a limit; only pairs with a positive inner product are ever swapped. This gives
 * the same matching without the list of pairs: products are put in order of decreasing length, each row (a product and
 * all shorter ones) contributes its best free partner to a heap, and a row is searched again only when its partner was
 * taken. A search ends as soon as the product of the lengths, which bounds the inner product, falls below the best.
 * Memory is linear in the number of products. Equal inner products go to the pair with the lower numbers.
 */
final class Flips {

    private record Pair(double similarity, int row, int partner, int low, int high) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int bySimilarity = Double.compare(other.similarity, similarity);
            int byLow = bySimilarity != 0 ? bySimilarity : Integer.compare(low, other.low);
            return byLow != 0 ? byLow : Integer.compare(high, other.high);
        }
    }

    private final int products;
    private final int factors;
    /** Products in order of decreasing length: their numbers, vectors and lengths. */
    private final int[] product;

    private final double[] vector;
    private final double[] length;
    private final boolean[] taken;
    /** For each place in the order the next place that is free, or a step on the way to it. */
    private final int[] nextFree;

    private Flips(double[] gamma, int products, int factors) {
        this.products = products;
        this.factors = factors;
        this.product = new int[products];
        this.vector = new double[products * factors];
        this.length = new double[products];
        this.taken = new boolean[products];
        this.nextFree = new int[products + 1];
        double[] lengths = new double[products];
        Integer[] order = new Integer[products];
        for (int p = 0; p < products; p++) {
            lengths[p] = Math.sqrt(dot(gamma, p * factors, gamma, p * factors));
            order[p] = p;
        }
        Arrays.sort(order, (a, b) -> Double.compare(lengths[b], lengths[a]));
        for (int i = 0; i < products; i++) {
            product[i] = order[i];
            length[i] = lengths[order[i]];
            System.arraycopy(gamma, order[i] * factors, vector, i * factors, factors);
            nextFree[i] = i;
        }
        nextFree[products] = products;
    }

    /**
     * The matching as a permutation of products that is its own inverse.
     *
     * @param gamma product vectors, {@code products x factors}, row-major
     * @param products how many products
     * @param factors the length of a vector
     * @param limit how many pairs to swap at most
     * @return for each product the one whose parameters it takes over; itself if unmatched
     */
    static int[] permutation(double[] gamma, int products, int factors, int limit) {
        int[] permutation = new int[products];
        for (int p = 0; p < products; p++) {
            permutation[p] = p;
        }
        if (limit > 0) {
            new Flips(gamma, products, factors).match(permutation, limit);
        }
        return permutation;
    }

    private void match(int[] permutation, int limit) {
        PriorityQueue<Pair> best = new PriorityQueue<>();
        for (int row = 0; row < products; row++) {
            offerBest(row, best);
        }
        int swapped = 0;
        for (Pair pair = best.poll(); pair != null && swapped < limit; pair = best.poll()) {
            if (taken[pair.row]) {
                continue;
            }
            if (taken[pair.partner]) {
                offerBest(pair.row, best);
                continue;
            }
            take(pair.row);
            take(pair.partner);
            permutation[pair.low] = pair.high;
            permutation[pair.high] = pair.low;
            swapped++;
        }
    }

    private void take(int place) {
        taken[place] = true;
        nextFree[place] = place + 1;
    }

    /** The first free place from the given one on, shortening the way for later calls. */
    private int free(int from) {
        int place = from;
        while (nextFree[place] != place) {
            nextFree[place] = nextFree[nextFree[place]];
            place = nextFree[place];
        }
        return place;
    }

    private void offerBest(int row, PriorityQueue<Pair> best) {
        // Rounding may lift an inner product just above the product of the lengths.
        double reach = length[row] * (1 + 1e-12);
        double similarity = 0;
        int partner = -1;
        for (int place = free(row + 1); place < products; place = free(place + 1)) {
            if (reach * length[place] < similarity) {
                break;
            }
            double candidate = dot(vector, row * factors, vector, place * factors);
            if (candidate > similarity
                    || (candidate == similarity && partner >= 0 && precedes(product[row], product[place], partner))) {
                similarity = candidate;
                partner = place;
            }
        }
        if (partner >= 0) {
            int one = product[row];
            int other = product[partner];
            best.add(new Pair(similarity, row, partner, Math.min(one, other), Math.max(one, other)));
        }
    }

    /** Whether the pair of {@code one} and {@code candidate} comes before that of {@code one} and the partner. */
    private boolean precedes(int one, int candidate, int partner) {
        int other = product[partner];
        int low = Integer.compare(Math.min(one, candidate), Math.min(one, other));
        return low < 0 || (low == 0 && Math.max(one, candidate) < Math.max(one, other));
    }

    private double dot(double[] a, int fromA, double[] b, int fromB) {
        double sum = 0;
        for (int k = 0; k < factors; k++) {
            sum += a[fromA + k] * b[fromB + k];
        }
        return sum;
    }
}
