package org.recarena.simulator.recogym;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.recarena.simulator.space.Column;

/**
 * What the users of all lanes have viewed since their last recommendations.
 *
 * <p>All of it stands in one list, each lane's views in a piece of their own: after a step few users have any, and what
 * they have is then written and read where memory is at hand. A piece that is forgotten leaves a gap; when the list is
 * full, the pieces move together. Not thread-safe.
 */
final class RecentViews {

    /** In views. Fewer are usual after a step; there is more room after longer sessions. */
    private static final int ROOM_PER_LANE = 2;

    private static final int LEAST_ROOM = 16;

    private final boolean kept;
    private final int leastCapacity;
    /** Where each lane's piece begins, and where it ends. */
    private final int[] begins;

    private final int[] ends;
    private int[] products;
    private double[] times;
    private int size;

    /** Those of so many lanes, or, if they are not kept, of none. */
    RecentViews(int laneCount, boolean kept) {
        this.kept = kept;
        int lanes = kept ? laneCount : 0;
        this.leastCapacity = kept ? Math.max(LEAST_ROOM, ROOM_PER_LANE * lanes) : 0;
        this.begins = new int[lanes];
        this.ends = new int[lanes];
        this.products = new int[leastCapacity];
        this.times = new double[leastCapacity];
    }

    /** Forgets a lane's views. Until this is called for another lane, only this one may get more. */
    void forget(int lane) {
        if (kept) {
            begins[lane] = size;
            ends[lane] = size;
        }
    }

    /** Adds a view of the lane that was the last to forget. */
    void add(int lane, int product, double time) {
        if (kept) {
            if (size == products.length) {
                makeRoom(lane);
            }
            assert ends[lane] == size : "another lane's views came between";
            products[size] = product;
            times[size] = time;
            ends[lane] = ++size;
        }
    }

    private void makeRoom(int growing) {
        int remembered = 0;
        for (int lane = 0; lane < ends.length; lane++) {
            remembered += ends[lane] - begins[lane];
        }
        int capacity = Math.max(leastCapacity, Math.multiplyExact(2, remembered));
        int[] oldProducts = products;
        double[] oldTimes = times;
        int[] newProducts = new int[capacity];
        times = new double[capacity];
        products = newProducts; // Both or none, should memory run out.
        size = 0;
        for (int lane = 0; lane < ends.length; lane++) {
            if (lane != growing) {
                move(lane, oldProducts, oldTimes);
            }
        }
        move(growing, oldProducts, oldTimes); // To the end, where there is room behind it.
    }

    private void move(int lane, int[] oldProducts, double[] oldTimes) {
        int from = begins[lane];
        int count = ends[lane] - from;
        System.arraycopy(oldProducts, from, products, size, count);
        System.arraycopy(oldTimes, from, times, size, count);
        begins[lane] = size;
        size += count;
        ends[lane] = size;
    }

    /** Appends a row of products for each of the first lanes. */
    void putProducts(int[] lanes, int count, Column out) {
        for (int i = 0; i < count; i++) {
            int lane = lanes[i];
            if (begins[lane] < ends[lane]) {
                out.putInts(products, begins[lane], ends[lane]);
            }
            out.endRow();
        }
    }

    /** Appends a row of times for each of the first lanes. */
    void putTimes(int[] lanes, int count, Column out) {
        for (int i = 0; i < count; i++) {
            int lane = lanes[i];
            if (begins[lane] < ends[lane]) {
                out.putDoubles(times, begins[lane], ends[lane]);
            }
            out.endRow();
        }
    }

    void save(int lane, DataOutput out) throws IOException {
        int count = kept ? ends[lane] - begins[lane] : 0;
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            out.writeInt(products[begins[lane] + i]);
            out.writeDouble(times[begins[lane] + i]);
        }
    }

    void load(int lane, DataInput in, int productCount) throws IOException {
        int count = Visitor.checked("number of views", in.readInt(), 0, kept ? Integer.MAX_VALUE : 0);
        forget(lane);
        for (int i = 0; i < count; i++) {
            int product = Visitor.checked("view", in.readInt(), 0, productCount - 1);
            add(lane, product, in.readDouble());
        }
    }
}
