package org.recarena.simulator.session;

import org.recarena.simulator.session.EpisodeStreams.Use;

/**
 * Which items can be recommended: all, or some that are drawn anew for each step. Drawn ones are stratified: the
 * catalogue, whose order is random, is cut into as many equal parts as there are candidates, and each gives one. So
 * they are distinct, and each can be looked up at once, without drawing the others or storing any.
 */
final class Candidates {

    private final SessionSize size;
    private final EpisodeStreams streams;

    Candidates(SessionSize size, EpisodeStreams streams) {
        this.size = size;
        this.streams = streams;
    }

    /** The item that a candidate is. */
    int item(int lane, int step, int candidate) {
        if (!size.drawsCandidates()) {
            return candidate;
        }
        long from = (long) candidate * size.items() / size.candidates();
        long to = (long) (candidate + 1) * size.items() / size.candidates();
        long word = streams.word(lane, Use.CANDIDATES, (long) step * size.candidates() + candidate);
        double uniform = (word >>> 11) * 0x1.0p-53;
        return (int) (from + (long) (uniform * (to - from)));
    }
}
