package org.recarena.client.agents.slate;

import java.util.Arrays;

/**
 * A vector of which only the entries that are not 0 are written down. Reused from document to document by one thread.
 */
public final class FeatureVector {

    private final int dimension;
    private int[] indices = new int[16];
    private double[] values = new double[16];
    private int count;

    /**
     * A vector of zeros.
     *
     * @param dimension its length
     */
    public FeatureVector(int dimension) {
        this.dimension = dimension;
    }

    /** Makes it a vector of zeros again. */
    public void clear() {
        count = 0;
    }

    /**
     * Writes down an entry; each at most once.
     *
     * @param index where
     * @param value what
     */
    public void set(int index, double value) {
        if (index < 0 || index >= dimension) {
            throw new IndexOutOfBoundsException("feature " + index + " of " + dimension);
        }
        if (value == 0) {
            return;
        }
        if (count == indices.length) {
            indices = Arrays.copyOf(indices, 2 * count);
            values = Arrays.copyOf(values, 2 * count);
        }
        indices[count] = index;
        values[count++] = value;
    }

    double dot(double[] weights) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[indices[i]] * values[i];
        }
        return sum;
    }

    double squaredNorm() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += values[i] * values[i];
        }
        return sum;
    }

    void addTo(double[] weights, double factor) {
        for (int i = 0; i < count; i++) {
            weights[indices[i]] += factor * values[i];
        }
    }

    void writeTo(double[] dense) {
        Arrays.fill(dense, 0);
        addTo(dense, 1);
    }
}
