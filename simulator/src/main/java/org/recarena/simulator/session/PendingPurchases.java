package org.recarena.simulator.session;

import org.recarena.simulator.engine.StateLayout;
import org.recarena.simulator.stage.Impression;

/**
 * Purchases that have not become visible yet, in a lane's state: how many, and for each when it is due, in which step
 * it was made, the item and its price. Immutable: it only knows where they stand.
 *
 * <p>A user has room for {@link #CAPACITY}; where a further one comes, the one that is due first becomes visible at
 * once, and where {@link #AT_ONCE} already do, it is lost.
 */
final class PendingPurchases {

    /** How many purchases of a user can be on their way. */
    static final int CAPACITY = 64;
    /** How many become visible in one step at most; others wait for the next. */
    static final int AT_ONCE = 8;

    private static final int FIELDS = 4;
    private static final int DUE = 0;
    private static final int STEP = 1;
    private static final int ITEM = 2;
    private static final int VALUE = 3;

    private final int countAt;

    PendingPurchases(StateLayout layout) {
        countAt = layout.reserve(1 + CAPACITY * FIELDS);
    }

    private int entry(int index) {
        return countAt + 1 + index * FIELDS;
    }

    private int count(Impression user) {
        return (int) user.state(countAt);
    }

    /** Keeps the purchases of a step that are due at a finite time. */
    void add(Impression shown, Catalogue items, Late out) {
        for (int slot = 0; slot < shown.slots; slot++) {
            if (shown.bought[slot] && shown.delay[slot] < Double.POSITIVE_INFINITY) {
                makeRoom(shown, out);
                add(shown, shown.hours + shown.delay[slot], shown.items[slot], items.price(shown.items[slot]));
            }
        }
    }

    private void makeRoom(Impression user, Late out) {
        if (count(user) == CAPACITY) {
            remove(user, first(user), out);
        }
    }

    private void add(Impression user, double due, int item, double value) {
        int count = count(user);
        int at = entry(count);
        user.state(at + DUE, due);
        user.state(at + STEP, user.step);
        user.state(at + ITEM, item);
        user.state(at + VALUE, value);
        user.state(countAt, count + 1);
    }

    private int first(Impression user) {
        int first = 0;
        for (int i = 1; i < count(user); i++) {
            if (user.state(entry(i) + DUE) < user.state(entry(first) + DUE)) {
                first = i;
            }
        }
        return first;
    }

    private void remove(Impression user, int index, Late out) {
        int at = entry(index);
        out.add((int) user.state(at + STEP), (int) user.state(at + ITEM), user.state(at + VALUE));
        int last = count(user) - 1;
        for (int field = 0; field < FIELDS; field++) {
            user.state(at + field, user.state(entry(last) + field));
        }
        user.state(countAt, last);
    }

    /** Takes out those that are due, the first one first. */
    void release(Impression user, double hours, Late out) {
        while (out.count < AT_ONCE && count(user) > 0) {
            int first = first(user);
            if (user.state(entry(first) + DUE) > hours) {
                return;
            }
            remove(user, first, out);
        }
    }

    /** Purchases that became visible in one step. */
    static final class Late {
        int count;
        final int[] steps = new int[AT_ONCE];
        final int[] items = new int[AT_ONCE];
        final double[] values = new double[AT_ONCE];

        void clear() {
            count = 0;
        }

        private void add(int step, int item, double value) {
            if (count < AT_ONCE) {
                steps[count] = step;
                items[count] = item;
                values[count] = value;
                count++;
            }
        }
    }
}
