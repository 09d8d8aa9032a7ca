package org.recarena.client.agents.slate;

import java.util.Arrays;

/**
 * What is known in one lane when a slate is chosen: the user, as far as seen, and the candidates. What an environment
 * does not show is of size 0, or 0. Immutable.
 */
public final class SlateContext {

    private final int slateSize;
    private final int candidates;
    private final int features;
    private final double[] user;
    private final double[] documents;
    private final double[] qualities;
    private final int[] clusters;

    private SlateContext(Builder from) {
        this.slateSize = from.slateSize;
        this.candidates = from.candidates;
        this.features = from.features;
        this.user = from.user;
        this.documents = from.documents;
        this.qualities = from.qualities;
        this.clusters = from.clusters;
    }

    /**
     * Begins a context of which only the sizes are known.
     *
     * @param candidates how many documents can be shown; positive
     * @param slateSize how many are shown; 1 to {@code candidates}
     * @return a builder
     */
    public static Builder of(int candidates, int slateSize) {
        if (slateSize < 1 || slateSize > candidates) {
            throw new IllegalArgumentException(
                    "slateSize is " + slateSize + "; it must be 1 to the " + candidates + " candidates");
        }
        return new Builder(candidates, slateSize);
    }

    /**
     * How many documents a slate has.
     *
     * @return at least 1
     */
    public int slateSize() {
        return slateSize;
    }

    /**
     * How many documents can be shown; a slate holds their positions, 0 to this - 1.
     *
     * @return at least {@link #slateSize()}
     */
    public int candidates() {
        return candidates;
    }

    /**
     * How many numbers are seen of the user.
     *
     * @return 0 where users are hidden
     */
    public int userSize() {
        return user.length;
    }

    /**
     * One number seen of the user.
     *
     * @param index 0 to {@code userSize() - 1}
     * @return the environment's observation {@code user}
     */
    public double user(int index) {
        return user[index];
    }

    /**
     * How many features a document has.
     *
     * @return 0 where documents have none
     */
    public int features() {
        return features;
    }

    /**
     * A feature of a document.
     *
     * @param candidate its position
     * @param feature 0 to {@code features() - 1}
     * @return the environment's observation {@code documents}
     */
    public double feature(int candidate, int feature) {
        return documents[candidate * features + feature];
    }

    /**
     * The quality of a document that is seen before it is shown.
     *
     * @param candidate its position
     * @return the environment's observation {@code document_quality}; 0 where it has none
     */
    public double quality(int candidate) {
        return qualities.length == 0 ? 0 : qualities[candidate];
    }

    /**
     * The cluster, or topic, of a document.
     *
     * @param candidate its position
     * @return the environment's observation {@code document_cluster_id}; 0 where it has none
     */
    public int cluster(int candidate) {
        return clusters.length == 0 ? 0 : clusters[candidate];
    }

    /**
     * The inner product of what is seen of the user with a document's features: a user's interest in it.
     *
     * @param candidate its position
     * @return 0 where the user or the documents are not seen, or have different features
     */
    public double interest(int candidate) {
        if (user.length != features) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < features; i++) {
            sum += user[i] * documents[candidate * features + i];
        }
        return sum;
    }

    @Override
    public String toString() {
        return "SlateContext[" + candidates + " candidates, slates of " + slateSize + ", user " + Arrays.toString(user)
                + "]";
    }

    /** Collects what is known; each array is taken over, not copied, and must not be changed afterwards. */
    public static final class Builder {

        private static final double[] NOTHING = {};

        private final int candidates;
        private final int slateSize;
        private int features;
        private double[] user = NOTHING;
        private double[] documents = NOTHING;
        private double[] qualities = NOTHING;
        private int[] clusters = {};

        private Builder(int candidates, int slateSize) {
            this.candidates = candidates;
            this.slateSize = slateSize;
        }

        /**
         * Sets what is seen of the user.
         *
         * @param values any number of them
         * @return this
         */
        public Builder user(double... values) {
            user = values;
            return this;
        }

        /**
         * Sets the documents' features.
         *
         * @param values candidates x F numbers, row-major
         * @return this
         */
        public Builder documents(double... values) {
            requireRows("documents", values.length);
            documents = values;
            features = values.length / candidates;
            return this;
        }

        /**
         * Sets the documents' qualities.
         *
         * @param values one for each candidate
         * @return this
         */
        public Builder qualities(double... values) {
            requireOneEach("qualities", values.length);
            qualities = values;
            return this;
        }

        /**
         * Sets the documents' clusters.
         *
         * @param values one for each candidate, from 0
         * @return this
         */
        public Builder clusters(int... values) {
            requireOneEach("clusters", values.length);
            clusters = values;
            return this;
        }

        /**
         * Ends the collection.
         *
         * @return the context
         */
        public SlateContext build() {
            return new SlateContext(this);
        }

        private void requireRows(String what, int length) {
            if (length % candidates != 0) {
                throw new IllegalArgumentException(
                        what + " has " + length + " numbers, which are not as many for each of " + candidates);
            }
        }

        private void requireOneEach(String what, int length) {
            if (length != candidates) {
                throw new IllegalArgumentException(what + " has " + length + " numbers; expected " + candidates);
            }
        }
    }
}
