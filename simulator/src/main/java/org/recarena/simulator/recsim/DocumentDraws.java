package org.recarena.simulator.recsim;

import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;

/**
 * Draws for one document after another, each at random access. The first uniform of a document costs one hash; only
 * what needs more numbers pays for a stream, which begins at that hash and another, independent one.
 */
final class DocumentDraws implements Draws {

    private final RandomStream stream = new RandomStream();
    private long key1;
    private long index;
    private long word;
    private boolean wordUsed;
    private boolean streaming;

    /** Goes to the document of an index under a key of two words. */
    void at(long key0, long newKey1, long newIndex) {
        word = StreamKeys.hash(key0, newIndex);
        key1 = newKey1;
        index = newIndex;
        wordUsed = false;
        streaming = false;
    }

    private RandomStream stream() {
        if (!streaming) {
            stream.reseed(word, StreamKeys.hash(key1, index));
            streaming = true;
        }
        return stream;
    }

    @Override
    public double uniform() {
        if (wordUsed) {
            return stream().nextDouble();
        }
        wordUsed = true;
        return uniform(word);
    }

    /** The uniform number that a word makes. */
    static double uniform(long word) {
        return (word >>> 11) * 0x1.0p-53;
    }

    @Override
    public double gaussian() {
        return stream().nextGaussian();
    }

    @Override
    public int below(int bound) {
        return (int) (uniform() * bound);
    }

    @Override
    public int category(double[] cumulative) {
        return StreamDraws.category(uniform(), cumulative);
    }
}
