package org.recarena.simulator.session;

import org.recarena.simulator.engine.EpisodeStreams;
import org.recarena.simulator.engine.EpisodeStreams.Use;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.space.Column;

/**
 * Which items can be recommended: all, or some that are drawn anew for each step. Drawn ones are stratified: the
 * catalogue, whose order is random, is cut into as many equal parts as there are candidates, and each gives one. So
 * they are distinct, and each can be looked up at once, without drawing the others or storing any.
 *
 * <p>Not thread-safe: it has a buffer.
 */
final class Candidates {

    private static final long LOW = 0xFFFFFFFFL;

    private final EpisodeStreams streams;
    /** Where each part of the catalogue begins, and the last one ends; empty where every item is a candidate. */
    private final int[] parts;

    private final int[] all;

    Candidates(SessionSize size, EpisodeStreams streams) {
        this.streams = streams;
        this.parts = new int[size.drawsCandidates() ? size.candidates() + 1 : 0];
        for (int part = 0; part < parts.length; part++) {
            parts[part] = (int) ((long) part * size.items() / size.candidates());
        }
        this.all = new int[size.candidates()];
        for (int item = 0; item < all.length; item++) {
            all[item] = item;
        }
    }

    /** The item that a candidate is. */
    int item(int lane, int step, int candidate) {
        return parts.length == 0 ? candidate : within(candidate, half(word(key(lane, step), candidate), candidate));
    }

    private long key(int lane, int step) {
        return streams.word(lane, Use.CANDIDATES, step);
    }

    /** A word serves two candidates. */
    private static long word(long key, int candidate) {
        return StreamKeys.word(key, candidate >> 1);
    }

    private static long half(long word, int candidate) {
        return (candidate & 1) == 0 ? word >>> Integer.SIZE : word & LOW;
    }

    /** An item of a part of the catalogue, from 32 random bits; uniform up to 2^-32 times the size of the part. */
    private int within(int part, long bits) {
        return parts[part] + (int) ((bits * (parts[part + 1] - parts[part])) >>> Integer.SIZE);
    }

    /** Appends the items of all candidates. */
    void put(int lane, int step, Column out) {
        if (parts.length > 0) {
            long key = key(lane, step);
            for (int candidate = 0; candidate < all.length; candidate += 2) {
                long word = word(key, candidate);
                all[candidate] = within(candidate, half(word, candidate));
                if (candidate + 1 < all.length) {
                    all[candidate + 1] = within(candidate + 1, half(word, candidate + 1));
                }
            }
        }
        out.putInts(all, 0, all.length);
    }
}
