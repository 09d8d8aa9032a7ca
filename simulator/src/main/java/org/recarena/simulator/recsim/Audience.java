package org.recarena.simulator.recsim;

import org.recarena.simulator.space.Column;

/**
 * Some users and what each is shown in a step. Users respond many at a time, in short loops, because one user's numbers
 * take long to compute but do not wait for another's. Reused; not thread-safe.
 */
final class Audience {

    /** How many users have a seat. */
    private int seats;
    /** How many of them are shown a slate. */
    private int size;

    private final Slate[] slates;
    private final boolean[] shown;
    private final int[] seatOf;
    private final int[] lanes;
    private final int[] users;
    private final int[] rows;
    private final double[][] notes;

    /**
     * An empty audience.
     *
     * @param capacity how many users it takes
     * @param slots of a slate
     */
    Audience(int capacity, int slots) {
        slates = new Slate[capacity];
        for (int seat = 0; seat < capacity; seat++) {
            slates[seat] = new Slate(slots);
        }
        shown = new boolean[capacity];
        seatOf = new int[capacity];
        lanes = new int[capacity];
        users = new int[capacity];
        rows = new int[capacity];
        notes = new double[NOTES][capacity];
    }

    /** How many numbers a user model may note of each user. */
    static final int NOTES = 3;

    /** Sends everybody home. */
    void clear() {
        seats = 0;
        size = 0;
    }

    /** Seats a user who is shown a slate, which is empty as yet. */
    Slate add(int lane, int user, int row) {
        seatOf[size] = seats;
        lanes[size] = lane;
        users[size] = user;
        rows[size] = row;
        size++;
        return take(true);
    }

    /** Seats a user who is shown nothing, like one who has left. */
    void addAbsent() {
        take(false);
    }

    private Slate take(boolean isShown) {
        Slate slate = slates[seats];
        slate.clear();
        shown[seats] = isShown;
        seats++;
        return slate;
    }

    /** How many users are shown a slate; they are numbered in the order of their seats. */
    int size() {
        return size;
    }

    /** The slate of one of those who are shown one. */
    Slate slate(int index) {
        return slates[seatOf[index]];
    }

    /** Where the state of one of them begins. */
    int row(int index) {
        return rows[index];
    }

    /** What the response of one of them is drawn from; to be asked for once, and used up before that of another. */
    Draws step(int index, UserDraws draws) {
        return draws.step(lanes[index], users[index]);
    }

    /** Room for a number of each of them. */
    double[] notes(int which) {
        return notes[which];
    }

    /** Appends what is measured of every seat: 0 for slots that are not filled. */
    void measure(ResponseField field, int slots, Column out) {
        for (int seat = 0; seat < seats; seat++) {
            Slate slate = slates[seat];
            for (int slot = 0; slot < slots; slot++) {
                field.put(out, slot < slate.size ? field.value(slate, slot) : 0);
            }
        }
    }

    /** Appends whether each user was shown a slate. */
    void putShown(Column out) {
        for (int seat = 0; seat < seats; seat++) {
            out.putByte(shown[seat] ? 1 : 0);
        }
    }
}
