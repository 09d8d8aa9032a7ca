package org.recarena.simulator.recsim;

import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;

/**
 * Documents that are drawn together, each from a stream of its own: the numbers that {@link DocumentDraws} has for one
 * after another, in short loops. Reused; not thread-safe.
 */
final class DocumentBatch {

    /** How many documents are drawn together at most: few enough to stay at hand. */
    static final int MOST = 256;

    private final RandomStream stream = new RandomStream();
    private final DocumentDraws draws = new DocumentDraws();
    private final long[] indices;
    private final long[] key0;
    private final long[] key1;
    private final double[] numbers;
    private int size;

    /**
     * An empty batch.
     *
     * @param capacity how many documents it takes
     */
    DocumentBatch(int capacity) {
        indices = new long[capacity];
        key0 = new long[capacity];
        key1 = new long[capacity];
        numbers = new double[capacity];
    }

    /** Takes all documents out. */
    void clear() {
        size = 0;
    }

    /** Adds the document of an index under a key of two words. */
    void add(long newKey0, long newKey1, long index) {
        key0[size] = newKey0;
        key1[size] = newKey1;
        indices[size] = index;
        size++;
    }

    boolean isFull() {
        return size == indices.length;
    }

    /** How many documents there are. */
    int size() {
        return size;
    }

    /** The index of a document. */
    long index(int document) {
        return indices[document];
    }

    /** A document's draws, at their beginning; used up before those of another are asked for. */
    Draws draws(int document) {
        draws.at(key0[document], key1[document], indices[document]);
        return draws;
    }

    /** Draws the first uniform number and the first normal number of each. */
    void uniformsAndGaussians(double[] uniforms, double[] gaussians) {
        for (int i = 0; i < size; i++) {
            long word = StreamKeys.hash(key0[i], indices[i]);
            uniforms[i] = DocumentDraws.uniform(word);
            stream.reseed(word, StreamKeys.hash(key1[i], indices[i]));
            gaussians[i] = stream.nextGaussian();
        }
    }

    /** Room for a number of each document. */
    double[] numbers() {
        return numbers;
    }
}
