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

    private static final int TRIES = 48;

    private final int factors;
    private final int cellCount;
    private final double[] gamma;
    /** Products cell by cell, and in each cell the running sums of exp(mu). */
    private final int[] members;

    private final double[] running;
    private final int[] start;
    /** Column by column. */
    private final double[] centre;

    private final double[] halfWidth;
    private final double[] logMass;

    /** Working memory. */
    static final class Scratch {
        private final double[] bound;
        private final double[] weight;
        private final double[] spare;

        private Scratch(int cells) {
            bound = new double[cells];
            weight = new double[cells];
            spare = new double[cells];
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
        List<Cell> cells = split(latents, order, typicalScale, Math.max(32, (int) (2.5 * Math.sqrt(products))));
        cellCount = cells.size();
        members = new int[products];
        running = new double[products];
        start = new int[cellCount + 1];
        centre = new double[cellCount * factors];
        halfWidth = new double[cellCount * factors];
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
                centre[k * cellCount + c] = (cell.high[k] + cell.low[k]) / 2;
                halfWidth[k * cellCount + c] = (cell.high[k] - cell.low[k]) / 2;
            }
        }
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
        return new Scratch(cellCount);
    }

    /** Draws a product, or -1 after too many rejections. Bounds must be small enough to exponentiate. */
    int sample(double[] omega, RandomStream stream, Scratch scratch) {
        double total = weigh(omega, scratch);
        for (int i = 0; i < TRIES; i++) {
            int cell = SoftmaxViews.indexOf(stream.nextDouble() * total, scratch.weight, cellCount);
            int from = start[cell];
            int to = start[cell + 1];
            int at = from;
            if (to - from > 1) {
                double target = stream.nextDouble() * running[to - 1];
                at = firstAbove(target, from, to - 1);
            }
            int product = members[at];
            double shift = -scratch.bound[cell];
            for (int k = 0; k < factors; k++) {
                shift += gamma[product * factors + k] * omega[k];
            }
            if (stream.nextDouble() < Exponential.exp(shift)) {
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

    private double weigh(double[] omega, Scratch scratch) {
        double[] bound = scratch.bound;
        Arrays.fill(bound, 0);
        for (int k = 0; k < factors; k++) {
            addBound(bound, k * cellCount, omega[k], Math.abs(omega[k]));
        }
        double[] weight = scratch.weight;
        for (int c = 0; c < cellCount; c++) {
            weight[c] = bound[c] + logMass[c];
        }
        Exponential.exp(weight, scratch.spare, cellCount);
        double total = 0;
        for (int c = 0; c < cellCount; c++) {
            total += weight[c];
            weight[c] = total;
        }
        return total;
    }

    private void addBound(double[] bound, int from, double factor, double magnitude) {
        for (int c = 0; c < cellCount; c++) {
            bound[c] += centre[from + c] * factor + halfWidth[from + c] * magnitude;
        }
    }
}
