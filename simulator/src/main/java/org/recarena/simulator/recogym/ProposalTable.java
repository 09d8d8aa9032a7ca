package org.recarena.simulator.recogym;

/**
 * Draws rows with probability proportional to weights that are slightly larger than exp(offset + &lt;row, factors&gt;),
 * for rejection sampling.
 *
 * <p>Weights are computed in single precision, which is several times faster than double: every operation runs over all
 * rows in vector registers. Since each weight is known and is an upper bound, accepting a row with the ratio of the
 * true value to its weight makes the draw exact; the ratio is rarely below 0.999. Immutable and thread-safe.
 */
final class ProposalTable {

    private static final int BLOCK = 32;
    /** Logarithms up to this magnitude are exponentiated without overflow. */
    private static final double LIMIT = 80;

    private static final float LOWEST = -87;
    /** What the polynomial for the exponential may be short of, generously. */
    private static final double EXPONENTIAL_ERROR = 1e-5;
    /** One rounding in single precision, relative. */
    private static final double ROUNDING = 0x1.0p-24;

    private static final float INVERSE_LN2 = 1.442695f;
    private static final float LN2_HIGH = 0x1.62Ep-1f;
    private static final float LN2_LOW = 0x1.0BFBE8p-15f;
    private static final float ROUNDER = 0x1.8p23f;

    private final int rows;
    private final float[] offset;
    private final float[][] columns;
    /** Bounds on the magnitude of an offset and on the length of a row. */
    private final double largestOffset;

    private final double longest;

    /** Weights of one set of factors. */
    static final class Weights {
        private final float[] weight;
        private final float[] spare;
        private final double[] block;
        private double total;

        private Weights(int rows) {
            weight = new float[rows];
            spare = new float[rows];
            block = new double[(rows + BLOCK - 1) / BLOCK];
        }

        double of(int row) {
            return weight[row];
        }
    }

    /**
     * A table.
     *
     * @param offset one for each row
     * @param matrix rows of equal length, row-major
     */
    ProposalTable(double[] offset, double[] matrix) {
        this.rows = offset.length;
        int terms = matrix.length / rows;
        this.offset = new float[rows];
        this.columns = new float[(terms + 3) / 4 * 4][rows];
        double maxOffset = 0;
        double maxSquare = 0;
        for (int row = 0; row < rows; row++) {
            this.offset[row] = (float) offset[row];
            maxOffset = Math.max(maxOffset, Math.abs(offset[row]));
            double square = 0;
            for (int k = 0; k < terms; k++) {
                double value = matrix[row * terms + k];
                columns[k][row] = (float) value;
                square += value * value;
            }
            maxSquare = Math.max(maxSquare, square);
        }
        this.largestOffset = maxOffset;
        this.longest = Math.sqrt(maxSquare);
    }

    Weights weights() {
        return new Weights(rows);
    }

    /**
     * Computes all weights.
     *
     * @param factors at least as many as a row has terms
     * @param norm an upper bound on the length of {@code factors}
     * @param weights receives the weights
     * @return false if they could overflow; nothing is computed then
     */
    boolean weigh(double[] factors, double norm, Weights weights) {
        double bound = largestOffset + longest * norm;
        if (!(bound < LIMIT)) {
            return false;
        }
        // Each of the terms is rounded, multiplied and added once; their magnitudes sum to at most the bound.
        float margin = (float) (EXPONENTIAL_ERROR + (columns.length + 6) * ROUNDING * bound);
        float[] out = weights.weight;
        for (int row = 0; row < rows; row++) {
            out[row] = offset[row] + margin;
        }
        for (int k = 0; k < columns.length; k += 4) {
            addColumns(out, k, factors);
        }
        exponentiate(out, weights.spare, rows);
        sum(weights);
        return true;
    }

    private void addColumns(float[] out, int k, double[] factors) {
        float f0 = factor(factors, k);
        float f1 = factor(factors, k + 1);
        float f2 = factor(factors, k + 2);
        float f3 = factor(factors, k + 3);
        float[] c0 = columns[k];
        float[] c1 = columns[k + 1];
        float[] c2 = columns[k + 2];
        float[] c3 = columns[k + 3];
        for (int row = 0; row < rows; row++) {
            out[row] += c0[row] * f0 + c1[row] * f1 + (c2[row] * f2 + c3[row] * f3);
        }
    }

    private static float factor(double[] factors, int k) {
        return k < factors.length ? (float) factors[k] : 0;
    }

    /** As in {@link org.recarena.simulator.math.Exponential}, to 6 terms; one short loop each, for vector registers. */
    private static void exponentiate(float[] values, float[] spare, int rows) {
        reduce(values, spare, rows);
        polynomial(values, rows);
        scale(values, spare, rows);
    }

    private static void reduce(float[] values, float[] spare, int rows) {
        for (int row = 0; row < rows; row++) {
            float x = Math.max(values[row], LOWEST);
            float shifted = x * INVERSE_LN2 + ROUNDER;
            float n = shifted - ROUNDER;
            spare[row] = shifted;
            values[row] = x - n * LN2_HIGH - n * LN2_LOW;
        }
    }

    private static void polynomial(float[] values, int rows) {
        for (int row = 0; row < rows; row++) {
            float r = values[row];
            float tail = 1f / 720;
            tail = tail * r + 1f / 120;
            tail = tail * r + 1f / 24;
            tail = tail * r + 1f / 6;
            tail = tail * r + 0.5f;
            values[row] = 1 + (r + r * r * tail);
        }
    }

    private static void scale(float[] values, float[] spare, int rows) {
        for (int row = 0; row < rows; row++) {
            values[row] = Float.intBitsToFloat(
                    Float.floatToRawIntBits(values[row]) + (Float.floatToRawIntBits(spare[row]) << 23));
        }
    }

    private void sum(Weights weights) {
        float[] weight = weights.weight;
        double total = 0;
        for (int block = 0; block < weights.block.length; block++) {
            int to = Math.min(rows, (block + 1) * BLOCK);
            double a = 0;
            double b = 0;
            double c = 0;
            double d = 0;
            int row = block * BLOCK;
            for (; row + 3 < to; row += 4) {
                a += weight[row];
                b += weight[row + 1];
                c += weight[row + 2];
                d += weight[row + 3];
            }
            for (; row < to; row++) {
                a += weight[row];
            }
            double sum = (a + b) + (c + d);
            weights.block[block] = sum;
            total += sum;
        }
        weights.total = total;
    }

    /** The row at a place, in [0, 1), of the running sum of the weights. */
    static int draw(double uniform, Weights weights) {
        double rest = uniform * weights.total;
        int block = 0;
        while (block < weights.block.length - 1 && rest >= weights.block[block]) {
            rest -= weights.block[block++];
        }
        int last = Math.min(weights.weight.length, (block + 1) * BLOCK) - 1;
        int row = block * BLOCK;
        while (row < last && rest >= weights.weight[row]) {
            rest -= weights.weight[row++];
        }
        return row;
    }
}
