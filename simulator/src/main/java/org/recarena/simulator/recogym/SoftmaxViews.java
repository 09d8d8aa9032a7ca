package org.recarena.simulator.recogym;

import org.jspecify.annotations.Nullable;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;

/**
 * Draws products with probability proportional to exp(&lt;gamma, omega&gt; + mu), exactly, in one of three ways.
 *
 * <ul>
 *   <li>Dense: all weights, then the inverse of their running sums.
 *   <li>Again: a user's vector moves little between two views of a session. The dense weights of an earlier view, made
 *       at the vector omega0, are proposals for a later one, accepted with probability exp(&lt;gamma, omega -
 *       omega0&gt; - max |gamma| |omega - omega0|).
 *   <li>By cells, for large catalogues with short vectors: see {@link ProductCells}.
 * </ul>
 *
 * <p>The latter two are rejection sampling. After a fixed number of rejections the dense way finishes the draw; a
 * rejection tells nothing about what is drawn next, so the mixture is exact too. Which way is taken depends on the
 * world and the user's own session only, never on other lanes. Immutable and thread-safe; the scratch is not.
 */
final class SoftmaxViews {

    /** Logits up to this magnitude need no shift before they are exponentiated. */
    private static final double SAFE = 600;
    /** Above this bound on the log of the ratio, dense weights of an earlier view are not tried again. */
    private static final double REUSE_LIMIT = 3.5;

    private static final int BLOCK = 32;

    private final int products;
    private final int factors;
    private final double[] gamma;
    private final double[] mu;
    /** gamma column by column. */
    private final double[] columns;

    private final double longest;
    private final double largestMu;
    private final int tries;
    private final @Nullable ProductCells cells;

    /** Working memory; what it holds between calls matters only within one session of one user. */
    static final class Scratch {
        /** For users who do not browse by a softmax. */
        static Scratch empty() {
            return new Scratch(0, 0, null);
        }

        private final double[] weights;
        private final double[] spare;
        private final double[] blocks;
        private final double[] anchor;
        private double total;
        private boolean anchored;
        final ProductCells.@Nullable Scratch cells;

        private Scratch(int products, int factors, ProductCells.@Nullable Scratch cells) {
            this.weights = new double[products];
            this.spare = new double[products];
            this.blocks = new double[(products + BLOCK - 1) / BLOCK];
            this.anchor = new double[factors];
            this.cells = cells;
        }

        /** Forgets the weights of the session before; must be called at the start of every session. */
        void startSession() {
            anchored = false;
        }
    }

    SoftmaxViews(Latents latents, double typicalScale) {
        this.products = latents.products();
        this.factors = latents.factors();
        this.gamma = latents.gamma();
        this.mu = latents.muOrganic();
        this.columns = new double[gamma.length];
        double maxSquare = 0;
        double maxMu = 0;
        for (int p = 0; p < products; p++) {
            double square = 0;
            for (int k = 0; k < factors; k++) {
                double value = gamma[p * factors + k];
                columns[k * products + p] = value;
                square += value * value;
            }
            maxSquare = Math.max(maxSquare, square);
            maxMu = Math.max(maxMu, Math.abs(mu[p]));
        }
        this.longest = Math.sqrt(maxSquare);
        this.largestMu = maxMu;
        this.tries = Math.max(8, products / 32);
        this.cells = ProductCells.worthwhile(products, factors) ? new ProductCells(latents, typicalScale) : null;
    }

    int products() {
        return products;
    }

    Scratch scratch() {
        return new Scratch(products, factors, cells == null ? null : cells.scratch());
    }

    /** Draws a product for a user's vector. */
    int sample(double[] omega, RandomStream stream, Scratch scratch) {
        double norm = norm(omega);
        if (scratch.anchored) {
            double reach = longest * distance(omega, scratch.anchor);
            if (reach <= REUSE_LIMIT) {
                int product = sampleAgain(omega, reach, stream, scratch);
                if (product >= 0) {
                    return product;
                }
            }
        } else if (cells != null && scratch.cells != null && largestMu + longest * norm < SAFE) {
            int product = cells.sample(omega, stream, scratch.cells);
            if (product >= 0) {
                return product;
            }
        }
        weigh(omega, norm, scratch);
        return drawWeighted(stream.nextDouble(), scratch);
    }

    private int sampleAgain(double[] omega, double reach, RandomStream stream, Scratch scratch) {
        for (int i = 0; i < tries; i++) {
            int product = drawWeighted(stream.nextDouble(), scratch);
            double shift = -reach;
            for (int k = 0; k < factors; k++) {
                shift += gamma[product * factors + k] * (omega[k] - scratch.anchor[k]);
            }
            if (stream.nextDouble() < Exponential.exp(shift)) {
                return product;
            }
        }
        return -1;
    }

    /** Running sums of the softmax's weights in the scratch, up to a factor. */
    double[] cumulative(double[] omega, Scratch scratch) {
        double[] weights = scratch.weights;
        logits(omega, weights);
        shiftByMaximum(weights);
        Exponential.exp(weights, scratch.spare, products);
        for (int p = 1; p < products; p++) {
            weights[p] += weights[p - 1];
        }
        return weights;
    }

    private void weigh(double[] omega, double norm, Scratch scratch) {
        double[] weights = scratch.weights;
        logits(omega, weights);
        if (largestMu + longest * norm > SAFE) {
            shiftByMaximum(weights);
        }
        Exponential.exp(weights, scratch.spare, products);
        double total = 0;
        for (int block = 0; block < scratch.blocks.length; block++) {
            double sum = sum(weights, block * BLOCK, Math.min(products, (block + 1) * BLOCK));
            scratch.blocks[block] = sum;
            total += sum;
        }
        scratch.total = total;
        System.arraycopy(omega, 0, scratch.anchor, 0, factors);
        scratch.anchored = products > BLOCK;
    }

    private static double sum(double[] values, int from, int to) {
        double a = 0;
        double b = 0;
        int i = from;
        for (; i + 1 < to; i += 2) {
            a += values[i];
            b += values[i + 1];
        }
        return i < to ? a + b + values[i] : a + b;
    }

    private int drawWeighted(double uniform, Scratch scratch) {
        double rest = uniform * scratch.total;
        int block = 0;
        while (block < scratch.blocks.length - 1 && rest >= scratch.blocks[block]) {
            rest -= scratch.blocks[block++];
        }
        int last = Math.min(products, (block + 1) * BLOCK) - 1;
        int product = block * BLOCK;
        while (product < last && rest >= scratch.weights[product]) {
            rest -= scratch.weights[product++];
        }
        return product;
    }

    private void logits(double[] omega, double[] out) {
        System.arraycopy(mu, 0, out, 0, products);
        int k = 0;
        for (; k + 1 < factors; k += 2) {
            addTwoColumns(out, k, omega[k], omega[k + 1]);
        }
        if (k < factors) {
            int from = k * products;
            double weight = omega[k];
            for (int p = 0; p < products; p++) {
                out[p] += columns[from + p] * weight;
            }
        }
    }

    private void addTwoColumns(double[] out, int k, double first, double second) {
        int one = k * products;
        int two = one + products;
        for (int p = 0; p < products; p++) {
            out[p] += columns[one + p] * first + columns[two + p] * second;
        }
    }

    private void shiftByMaximum(double[] logits) {
        double maximum = logits[0];
        for (int p = 1; p < products; p++) {
            maximum = Math.max(maximum, logits[p]);
        }
        for (int p = 0; p < products; p++) {
            logits[p] -= maximum;
        }
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
