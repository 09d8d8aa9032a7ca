package org.recarena.simulator.engine;

import org.recarena.simulator.stage.Impression;

/**
 * Outcomes that have not become visible yet, in a user's state: how many, and for each when it is due, in which step it
 * came about, the item and its value. Immutable and thread-safe: it only knows where they stand.
 *
 * <p>A user has room for {@link #CAPACITY}; where a further one comes, the one that is due first becomes visible at
 * once, and where {@link Late#AT_ONCE} already do, it is lost.
 */
public final class PendingOutcomes {

    /** How many outcomes of a user can be on their way. */
    public static final int CAPACITY = 64;

    private static final int FIELDS = 4;
    private static final int DUE = 0;
    private static final int STEP = 1;
    private static final int ITEM = 2;
    private static final int VALUE = 3;

    private final int countAt;

    /**
     * Reserves the room.
     *
     * @param layout of the user's state
     */
    public PendingOutcomes(StateLayout layout) {
        countAt = layout.reserve(1 + CAPACITY * FIELDS);
    }

    private int entry(int index) {
        return countAt + 1 + index * FIELDS;
    }

    private int count(Impression user) {
        return (int) user.state(countAt);
    }

    /**
     * Keeps an outcome of a step until it is due; one that is never due is dropped.
     *
     * @param shown the impression
     * @param delay hours from the beginning of the step
     * @param item the item
     * @param value its value
     * @param out receives what has to make room
     */
    public void add(Impression shown, double delay, int item, double value, Late out) {
        if (delay < Double.POSITIVE_INFINITY) {
            makeRoom(shown, out);
            put(shown, shown.hours + delay, item, value);
        }
    }

    private void makeRoom(Impression user, Late out) {
        if (count(user) == CAPACITY) {
            remove(user, first(user), out);
        }
    }

    private void put(Impression user, double due, int item, double value) {
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

    /**
     * Takes out those that are due, the first one first, as long as there is room among those of the step.
     *
     * @param user turned to the user
     * @param hours the time
     * @param out receives them
     */
    public void release(Impression user, double hours, Late out) {
        while (out.count() < Late.AT_ONCE && count(user) > 0) {
            int first = first(user);
            if (user.state(entry(first) + DUE) > hours) {
                return;
            }
            remove(user, first, out);
        }
    }
}
