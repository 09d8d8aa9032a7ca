package org.recarena.simulator.recogym;

import org.jspecify.annotations.Nullable;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;

/**
 * Draws products with probability proportional to exp(&lt;gamma, omega&gt; + mu), exactly, in one of four ways.
 *
 * <ul>
 *   <li>Plain, for small catalogues: all weights, then the inverse of their running sums.
 *   <li>By {@link ProductCells}, for large catalogues with short vectors.
 *   <li>By a {@link ProposalTable} of all products.
 *   <li>Again by that table, if it was filled for an earlier view of the same session: the user's vector has moved
 *       little, so the old weights, times exp(max |gamma| |omega - omega0|), are still upper bounds.
 * </ul>
 *
 * <p>The latter three are rejection sampling. After a fixed number of rejections the next way finishes the draw; a
 * rejection tells nothing about what is drawn next, so the mixture is exact too. Which way is taken depends on the
 * world and the user's own session only, never on other lanes. Immutable and thread-safe; the scratch is not.
 */
final class SoftmaxViews {

    /** Logits up to this magnitude need no shift before they are exponentiated. */
    private static final double SAFE = 600;
    /** Catalogues up to this size are sampled the plain way. */
    private static final int SMALL = 32;
    /** Above this logarithm of the ratio of bounds, weights of an earlier view are not tried again. */
    private static final double REUSE_LIMIT = 3.5;

    private static final int TABLE_TRIES = 64;

    private final int products;
    private final int factors;
    private final double[] gamma;
    private final double[] mu;
    private final double longest;
    private final double largestMu;
    private final int reuseTries;
    private final @Nullable ProposalTable table;
    private final @Nullable ProductCells cells;

    /** Working memory; what it holds between calls matters only within one session of one user. */
    static final class Scratch {
        private final double[] weights;
        private final double[] spare;
        private final double[] anchor;
        private boolean anchored;
        private final ProposalTable.@Nullable Weights table;
        private final ProductCells.@Nullable Scratch cells;

        private Scratch(
                int products,
                int factors,
                ProposalTable.@Nullable Weights table,
                ProductCells.@Nullable Scratch cells) {
            this.weights = new double[products];
            this.spare = new double[products];
            this.anchor = new double[factors];
            this.table = table;
            this.cells = cells;
        }

        /** For users who do not browse by a softmax. */
        static Scratch empty() {
            return new Scratch(0, 0, null, null);
        }

        /** Forgets the weights of the session before; must be called at the start of every session. */
        void startSession() {
            anchored = false;
        }
    }

    /**
     * A sampler.
     *
     * @param latents the products
     * @param typicalScale the size of the entries of users' vectors, roughly; affects speed only
     */
    SoftmaxViews(Latents latents, double typicalScale) {
        this.products = latents.products();
        this.factors = latents.factors();
        this.gamma = latents.gamma();
        this.mu = latents.muOrganic();
        double maxSquare = 0;
        double maxMu = 0;
        for (int p = 0; p < products; p++) {
            double square = 0;
            for (int k = 0; k < factors; k++) {
                square += gamma[p * factors + k] * gamma[p * factors + k];
            }
            maxSquare = Math.max(maxSquare, square);
            maxMu = Math.max(maxMu, Math.abs(mu[p]));
        }
        this.longest = Math.sqrt(maxSquare);
        this.largestMu = maxMu;
        this.reuseTries = Math.max(8, products / 32);
        this.table = products > SMALL ? new ProposalTable(mu, gamma) : null;
        this.cells = ProductCells.worthwhile(products, factors) ? new ProductCells(latents, typicalScale) : null;
    }

    int products() {
        return products;
    }

    Scratch scratch() {
        return new Scratch(
                products, factors, table == null ? null : table.weights(), cells == null ? null : cells.scratch());
    }

    /** Draws a product for a user's vector. */
    int sample(double[] omega, RandomStream stream, Scratch scratch) {
        int product = -1;
        double norm = norm(omega);
        if (scratch.anchored && scratch.table != null) {
            double reach = longest * distance(omega, scratch.anchor);
            if (reach <= REUSE_LIMIT) {
                product = tryTable(omega, reach, reuseTries, stream, scratch.table);
            }
        } else if (cells != null && scratch.cells != null) {
            product = cells.sample(omega, norm, stream, scratch.cells);
        }
        if (product < 0 && table != null && scratch.table != null && table.weigh(omega, norm, scratch.table)) {
            System.arraycopy(omega, 0, scratch.anchor, 0, factors);
            scratch.anchored = true;
            product = tryTable(omega, 0, TABLE_TRIES, stream, scratch.table);
        }
        if (product < 0) {
            double[] running = cumulative(omega, largestMu + longest * norm > SAFE, scratch);
            product = indexOf(stream.nextDouble() * running[products - 1], running, products);
        }
        return product;
    }

    /** Draws from a filled table whose weights may be too small by a factor exp(reach); -1 if all tries fail. */
    private int tryTable(double[] omega, double reach, int tries, RandomStream stream, ProposalTable.Weights weights) {
        for (int i = 0; i < tries; i++) {
            int product = ProposalTable.draw(stream.nextDouble(), weights);
            double ratio = Exponential.exp(logit(omega, product) - reach) / weights.of(product);
            if (stream.nextDouble() < ratio) {
                return product;
            }
        }
        return -1;
    }

    /** Running sums of the softmax's weights in the scratch, up to a factor; the largest weight is 1. */
    double[] cumulative(double[] omega, Scratch scratch) {
        return cumulative(omega, true, scratch);
    }

    private double[] cumulative(double[] omega, boolean shift, Scratch scratch) {
        double[] weights = scratch.weights;
        double maximum = Double.NEGATIVE_INFINITY;
        for (int p = 0; p < products; p++) {
            weights[p] = logit(omega, p);
        }
        if (shift) {
            for (int p = 0; p < products; p++) {
                maximum = Math.max(maximum, weights[p]);
            }
            for (int p = 0; p < products; p++) {
                weights[p] -= maximum;
            }
        }
        Exponential.exp(weights, scratch.spare, products);
        for (int p = 1; p < products; p++) {
            weights[p] += weights[p - 1];
        }
        return weights;
    }

    private double logit(double[] omega, int product) {
        double sum = mu[product];
        int row = product * factors;
        for (int k = 0; k < factors; k++) {
            sum += gamma[row + k] * omega[k];
        }
        return sum;
    }

    private double norm(double[] vector) {
        double squares = 0;
        for (int k = 0; k < factors; k++) {
            squares += vector[k] * vector[k];
        }
        return Math.sqrt(squares);
    }

    private double distance(double[] a, double[] b) {
        double squares = 0;
        for (int k = 0; k < factors; k++) {
            squares += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(squares);
    }

    /** The first index whose running sum exceeds a target; the last one if none does. */
    static int indexOf(double target, double[] cumulative, int size) {
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
