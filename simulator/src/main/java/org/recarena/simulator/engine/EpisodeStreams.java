package org.recarena.simulator.engine;

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
public final class EpisodeStreams {

    /** What is drawn once for a step or a user; the codes are never to be changed, and are below 64. */
    public enum Use {
        /** Who the user is. */
        ARRIVAL(0),
        /** The noise in what is seen of the user. */
        OBSERVATION(1),
        /** Which items can be recommended. */
        CANDIDATES(2),
        /** Which slots are rendered. */
        EXPOSURE(3),
        /** Which slots are looked at. */
        EXAMINATION(4),
        /** Which slots are clicked. */
        CHOICE(5),
        /** Accidents. */
        NOISE(6),
        /** What clicks lead to. */
        SATISFACTION(7),
        /** What the user says. */
        FEEDBACK(8),
        /** Whether the user goes on. */
        RETURN(9);

        private final long code;

        Use(long code) {
            this.code = code;
        }
    }

    /** What the numbers of a config are drawn for; enters their derivation, never to be changed. */
    static final long KNOBS = 66;
    /** What everything within an episode is drawn for; likewise. */
    private static final long EPISODE = 67;

    /** How many indices a step has. */
    private static final int USES = 64;

    private final RandomStream stream = new RandomStream();
    private final long[] seed;
    private final long[] streamLane;
    private final long[] episode;
    private final long[] key0;
    private final long[] key1;

    /**
     * Streams, not keyed yet.
     *
     * @param lanes how many lanes
     */
    public EpisodeStreams(int lanes) {
        seed = new long[lanes];
        streamLane = new long[lanes];
        episode = new long[lanes];
        key0 = new long[lanes];
        key1 = new long[lanes];
    }

    /**
     * Keys a lane; see {@link org.recarena.simulator.Lanes#seed}.
     *
     * @param lane the lane
     * @param newSeed the seed of its users
     * @param newStreamLane the lane number that enters the derivation
     */
    public void seed(int lane, long newSeed, long newStreamLane) {
        seed[lane] = newSeed;
        streamLane[lane] = newStreamLane;
    }

    /**
     * Begins an episode.
     *
     * @param lane the lane
     * @param newEpisode its number since the lane was seeded
     */
    public void begin(int lane, long newEpisode) {
        episode[lane] = newEpisode;
        StreamKeys.seed(stream, seed[lane], streamLane[lane], newEpisode, EPISODE);
        key0[lane] = stream.state0();
        key1[lane] = stream.state1();
    }

    /**
     * The stream from which one of an episode's knobs is drawn.
     *
     * @param lane the lane
     * @param knob the word of its key
     * @return at its beginning, until the next call to this object
     */
    RandomStream knobs(int lane, long knob) {
        StreamKeys.seed(stream, seed[lane], streamLane[lane], episode[lane], KNOBS);
        stream.reseed(StreamKeys.hash(stream.state0(), knob), StreamKeys.hash(stream.state1(), knob));
        return stream;
    }

    /**
     * The stream of a step.
     *
     * @param lane the lane
     * @param use what for
     * @param step the number of the step
     * @return at its beginning, until the next call to this object
     */
    public RandomStream of(int lane, Use use, int step) {
        return at(lane, (long) step * USES + use.code);
    }

    /**
     * The stream of one slot of a step.
     *
     * @param lane the lane
     * @param use what for
     * @param step the number of the step
     * @param slot the slot
     * @return at its beginning, until the next call to this object
     */
    public RandomStream of(int lane, Use use, int step, int slot) {
        return of(lane, (long) step * USES + use.code, slot);
    }

    /**
     * A kernel's own stream of a user's arrival.
     *
     * @param lane the lane
     * @param word the {@link #word} of its bias
     * @return at its beginning, until the next call to this object
     */
    public RandomStream ofArrival(int lane, long word) {
        return at(lane, word - 1);
    }

    /**
     * A kernel's own stream of a step.
     *
     * @param lane the lane
     * @param word the {@link #word} of its bias
     * @param step the number of the step
     * @return at its beginning, until the next call to this object
     */
    public RandomStream ofKernel(int lane, long word, int step) {
        return at(lane, word + (long) step * USES);
    }

    /**
     * A kernel's own stream of one slot of a step.
     *
     * @param lane the lane
     * @param word the {@link #word} of its bias
     * @param step the number of the step
     * @param slot the slot
     * @return at its beginning, until the next call to this object
     */
    public RandomStream ofKernel(int lane, long word, int step, int slot) {
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

    /**
     * A word of a hashed index at random access, such as an item that is a candidate.
     *
     * @param lane the lane
     * @param use what for
     * @param index any
     * @return random bits
     */
    public long word(int lane, Use use, long index) {
        return StreamKeys.hash(key0[lane] + use.code, index);
    }

    /**
     * A word for a name, far from those of the stages and of other names.
     *
     * @param name the id of a bias, or the key of a number
     * @return the word
     */
    public static long word(String name) {
        long word = 0;
        for (int i = 0; i < name.length(); i++) {
            word = StreamKeys.hash(word, name.charAt(i));
        }
        return (word & ~0x3FL) | Long.MIN_VALUE;
    }

    /**
     * Writes a lane's state.
     *
     * @param lane the lane
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void save(int lane, DataOutput out) throws IOException {
        out.writeLong(seed[lane]);
        out.writeLong(streamLane[lane]);
        out.writeLong(episode[lane]);
        out.writeLong(key0[lane]);
        out.writeLong(key1[lane]);
    }

    /**
     * Reads a lane's state.
     *
     * @param lane the lane
     * @param in where from
     * @throws IOException if {@code in} fails
     */
    public void load(int lane, DataInput in) throws IOException {
        seed[lane] = in.readLong();
        streamLane[lane] = in.readLong();
        episode[lane] = in.readLong();
        key0[lane] = in.readLong();
        key1[lane] = in.readLong();
    }
}
