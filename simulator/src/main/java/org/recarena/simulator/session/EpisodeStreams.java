package org.recarena.simulator.session;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;

/**
 * The streams of all lanes: one for each stage of each step, and one for each kernel with draws of its own. None
 * depends on how much another was used, so leaving out a bias or showing another slate moves no other draw.
 *
 * <p>A stream is addressed by (seed, lane, episode) and an index that joins step and use, so nothing is stored but the
 * lane's two key words. Not thread-safe: one stream object serves all.
 */
final class EpisodeStreams {

    /** What is drawn once for a step or a user; the codes are never to be changed, and are less than {@link #USES}. */
    enum Use {
        ARRIVAL(0),
        OBSERVATION(1),
        CANDIDATES(2),
        EXPOSURE(3),
        EXAMINATION(4),
        CHOICE(5),
        NOISE(6),
        SATISFACTION(7),
        FEEDBACK(8),
        RETURN(9);

        private final long code;

        Use(long code) {
            this.code = code;
        }
    }

    /** How many indices a step has. */
    private static final int USES = 64;

    private final RandomStream stream = new RandomStream();
    private final long[] seed;
    private final long[] streamLane;
    private final long[] episode;
    private final long[] key0;
    private final long[] key1;

    EpisodeStreams(int lanes) {
        seed = new long[lanes];
        streamLane = new long[lanes];
        episode = new long[lanes];
        key0 = new long[lanes];
        key1 = new long[lanes];
    }

    void seed(int lane, long newSeed, long newStreamLane) {
        seed[lane] = newSeed;
        streamLane[lane] = newStreamLane;
    }

    void begin(int lane, long newEpisode) {
        episode[lane] = newEpisode;
        StreamKeys.seed(stream, seed[lane], streamLane[lane], newEpisode, Purposes.EPISODE);
        key0[lane] = stream.state0();
        key1[lane] = stream.state1();
    }

    /** The stream from which an episode's knobs are drawn. */
    RandomStream knobs(int lane, long knob) {
        StreamKeys.seed(stream, seed[lane], streamLane[lane], episode[lane], Purposes.KNOBS);
        stream.reseed(StreamKeys.hash(stream.state0(), knob), StreamKeys.hash(stream.state1(), knob));
        return stream;
    }

    /** The stream of a step. */
    RandomStream of(int lane, Use use, int step) {
        return at(lane, (long) step * USES + use.code);
    }

    /** The stream of one slot of a step. */
    RandomStream of(int lane, Use use, int step, int slot) {
        return of(lane, (long) step * USES + use.code, slot);
    }

    /** A kernel's own stream of a user's arrival; the word is {@link #word}. */
    RandomStream ofArrival(int lane, long word) {
        return at(lane, word - 1);
    }

    /** A kernel's own stream of a step. */
    RandomStream ofKernel(int lane, long word, int step) {
        return at(lane, word + (long) step * USES);
    }

    /** A kernel's own stream of one slot of a step. */
    RandomStream ofKernel(int lane, long word, int step, int slot) {
        return of(lane, word + (long) step * USES, slot);
    }

    private RandomStream at(int lane, long index) {
        stream.reseed(StreamKeys.hash(key0[lane], index), StreamKeys.hash(key1[lane], index));
        return stream;
    }

    private RandomStream of(int lane, long index, int slot) {
        stream.reseed(
                StreamKeys.hash(StreamKeys.hash(key0[lane], index), slot + 1L),
                StreamKeys.hash(StreamKeys.hash(key1[lane], index), slot + 1L));
        return stream;
    }

    /** A word of a hashed index at random access, such as an item that is a candidate. */
    long word(int lane, Use use, long index) {
        return StreamKeys.hash(key0[lane] + use.code, index);
    }

    /** A word for a name, far from those of the stages and of other names. */
    static long word(String name) {
        long word = 0;
        for (int i = 0; i < name.length(); i++) {
            word = StreamKeys.hash(word, name.charAt(i));
        }
        return (word & ~0x3FL) | Long.MIN_VALUE;
    }

    void save(int lane, DataOutput out) throws IOException {
        out.writeLong(seed[lane]);
        out.writeLong(streamLane[lane]);
        out.writeLong(episode[lane]);
        out.writeLong(key0[lane]);
        out.writeLong(key1[lane]);
    }

    void load(int lane, DataInput in) throws IOException {
        seed[lane] = in.readLong();
        streamLane[lane] = in.readLong();
        episode[lane] = in.readLong();
        key0[lane] = in.readLong();
        key1[lane] = in.readLong();
    }
}
