package org.recarena.simulator.recogym;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.recarena.simulator.math.Exponential;
import org.recarena.simulator.random.RandomStream;

/**
 * Products grouped into boxes of similar vectors, for drawing from the softmax without weighing every product.
 *
 * <p>In a box with centre c and half-widths h, &lt;gamma, omega&gt; is at most &lt;c, omega&gt; + sum h |omega|. So a
 * cell is drawn with probability proportional to its sum of exp(mu) times the exponential of that bound, a product in
 * it proportional to exp(mu), and the product is accepted with probability exp(&lt;gamma, omega&gt; - bound).
 *
 * <p>Boxes come from splitting, along its widest side and into halves, the cell that is likely to cost most rejections,
 * until there are enough; so popular products stand alone and unpopular, distant ones share large cells. Immutable and
 * thread-safe.
 */
final class ProductCells {

    private final int factors;
    private final int tries;
    private final double[] gamma;
    /** Products cell by cell, and in each cell the running sums of exp(mu). */
    private final int[] members;

    private final double[] running;
    private final int[] start;
    private final double[] logMass;
    /** Rows of centre and half-widths, to be multiplied by a user's vector and by the magnitudes of its entries. */
    private final ProposalTable bounds;

    /** Working memory. */
    static final class Scratch {
        private final ProposalTable.Weights weights;
        private final double[] factors;

        private Scratch(ProposalTable.Weights weights, int factors) {
            this.weights = weights;
            this.factors = new double[2 * factors];
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Compared by badness only.
    private record Cell(int from, int to, double[] low, double[] high, double badness) implements Comparable<Cell> {
        @Override
        public int compareTo(Cell other) {
            int byBadness = Double.compare(other.badness, badness);
            return byBadness != 0 ? byBadness : Integer.compare(from, other.from);
        }

        int widest() {
            int widest = 0;
            for (int k = 1; k < low.length; k++) {
                widest = high[k] - low[k] > high[widest] - low[widest] ? k : widest;
            }
            return widest;
        }
    }

    /** Whether cells are faster than weighing every product; from measurements. */
    static boolean worthwhile(int products, int factors) {
        return products >= 500 && factors <= 8;
    }

    ProductCells(Latents latents, double typicalScale) {
        factors = latents.factors();
        gamma = latents.gamma();
        int products = latents.products();
        Integer[] order = new Integer[products];
        Arrays.setAll(order, i -> i);
        List<Cell> cells = split(latents, order, typicalScale, Math.max(32, (int) (10 * Math.sqrt(products))));
        int cellCount = cells.size();
        tries = Math.max(16, products / 32);
        members = new int[products];
        running = new double[products];
        start = new int[cellCount + 1];
        double[] rows = new double[2 * cellCount * factors];
        logMass = new double[cellCount];
        int next = 0;
        for (int c = 0; c < cellCount; c++) {
            Cell cell = cells.get(c);
            double sum = 0;
            for (int i = cell.from; i < cell.to; i++) {
                sum += Exponential.exp(latents.muOrganic()[order[i]]);
                members[next] = order[i];
                running[next++] = sum;
            }
            start[c + 1] = next;
            logMass[c] = StrictMath.log(sum);
            for (int k = 0; k < factors; k++) {
                rows[(2 * c) * factors + k] = (cell.high[k] + cell.low[k]) / 2;
                rows[(2 * c + 1) * factors + k] = (cell.high[k] - cell.low[k]) / 2;
            }
        }
        bounds = new ProposalTable(logMass, rows);
    }

    private static List<Cell> split(Latents latents, Integer[] order, double typicalScale, int target) {
        PriorityQueue<Cell> queue = new PriorityQueue<>();
        queue.add(cell(latents, order, 0, order.length, typicalScale));
        List<Cell> done = new ArrayList<>();
        while (!queue.isEmpty() && queue.size() + done.size() < target) {
            Cell worst = queue.remove();
            if (worst.to - worst.from == 1) {
                done.add(worst);
                continue;
            }
            int k = worst.widest();
            double[] gamma = latents.gamma();
            int factors = latents.factors();
            Arrays.sort(
                    order,
                    worst.from,
                    worst.to,
                    (a, b) -> Double.compare(gamma[a * factors + k], gamma[b * factors + k]));
            int middle = (worst.from + worst.to) >>> 1;
            queue.add(cell(latents, order, worst.from, middle, typicalScale));
            queue.add(cell(latents, order, middle, worst.to, typicalScale));
        }
        done.addAll(queue);
        done.sort((a, b) -> Integer.compare(a.from, b.from));
        return done;
    }

    private static Cell cell(Latents latents, Integer[] order, int from, int to, double typicalScale) {
        int factors = latents.factors();
        double[] low = new double[factors];
        double[] high = new double[factors];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        double mass = 0;
        for (int i = from; i < to; i++) {
            int product = order[i];
            mass += Exponential.exp(latents.muOrganic()[product]);
            for (int k = 0; k < factors; k++) {
                double value = latents.gamma()[product * factors + k];
                low[k] = Math.min(low[k], value);
                high[k] = Math.max(high[k], value);
            }
        }
        double centreSquare = 0;
        double width = 0;
        for (int k = 0; k < factors; k++) {
            double middle = (low[k] + high[k]) / 2;
            centreSquare += middle * middle;
            width += (high[k] - low[k]) * (high[k] - low[k]) / 4;
        }
        // The bound's mean over users, roughly, times how loose it is.
        double reach = Math.min(30, typicalScale * typicalScale * centreSquare / 2);
        double looseness = Exponential.exp(Math.min(30, typicalScale * Math.sqrt(width))) - 1;
        return new Cell(from, to, low, high, mass * Exponential.exp(reach) * looseness);
    }

    Scratch scratch() {
        return new Scratch(bounds.weights(), factors);
    }

    /** Draws a product; -1 after too many rejections or if the bounds are too large to exponentiate. */
    int sample(double[] omega, double norm, RandomStream stream, Scratch scratch) {
        for (int k = 0; k < factors; k++) {
            scratch.factors[k] = omega[k];
            scratch.factors[factors + k] = Math.abs(omega[k]);
        }
        if (!bounds.weigh(scratch.factors, norm * Math.sqrt(2), scratch.weights)) {
            return -1;
        }
        for (int i = 0; i < tries; i++) {
            int cell = ProposalTable.draw(stream.nextDouble(), scratch.weights);
            int from = start[cell];
            int to = start[cell + 1];
            int at = to - from == 1 ? from : firstAbove(stream.nextDouble() * running[to - 1], from, to - 1);
            int product = members[at];
            double logarithm = logMass[cell];
            for (int k = 0; k < factors; k++) {
                logarithm += gamma[product * factors + k] * omega[k];
            }
            if (stream.nextDouble() * scratch.weights.of(cell) < Exponential.exp(logarithm)) {
                return product;
            }
        }
        return -1;
    }

    private int firstAbove(double target, int from, int last) {
        int low = from;
        int high = last;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (running[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
