package org.recarena.client.agents.slate;

/** What a linear model knows of a user and a document. Stateless, or used by one thread. */
public interface ItemFeatures {

    /**
     * How many features there are.
     *
     * @return the vector's length
     */
    int dimension();

    /**
     * Describes a document to a user.
     *
     * @param context what is known
     * @param candidate the document's position
     * @param out a vector of zeros of this dimension, which receives the features
     */
    void write(SlateContext context, int candidate, FeatureVector out);
}
