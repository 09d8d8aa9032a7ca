package org.recarena.simulator.recsim;

/** How the documents of a problem are distributed. A document is a cluster and one number. Stateless. */
interface DocumentModel {

    /** How many clusters there are; 1 where documents have none. */
    int clusters();

    /** The id of the first document. */
    default long firstId() {
        return 0;
    }

    /** Draws the cluster of the document of an id; always before its value. */
    int cluster(long id, Draws draws);

    /** Draws the value of the same document: its quality, or how much of clickbait it is. */
    double value(int cluster, Draws draws);

    /** Draws the values of many documents: of each the one that {@link #cluster} and {@link #value} draw. */
    default void values(DocumentBatch batch, double[] out) {
        for (int i = 0; i < batch.size(); i++) {
            Draws draws = batch.draws(i);
            out[i] = value(cluster(batch.index(i), draws), draws);
        }
    }
}
