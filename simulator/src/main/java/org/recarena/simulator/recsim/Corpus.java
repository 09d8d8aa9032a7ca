package org.recarena.simulator.recsim;

import org.recarena.simulator.random.StreamKeys;

/** Documents that are drawn once. */
final class Corpus {

    private final int[] clusters;
    private final double[] values;

    Corpus(int size) {
        clusters = new int[size];
        values = new double[size];
    }

    /** The documents of a world. */
    static Corpus ofWorld(DocumentModel documents, int size, long seed) {
        Corpus corpus = new Corpus(size);
        StreamDraws draws = new StreamDraws();
        draws.at(seed, StreamKeys.WORLD_LANE, 0, Purposes.CORPUS);
        corpus.draw(documents, documents.firstId(), draws);
        return corpus;
    }

    /** Replaces all documents by those whose ids count on from one. */
    void draw(DocumentModel documents, long firstId, Draws draws) {
        for (int i = 0; i < clusters.length; i++) {
            clusters[i] = documents.cluster(firstId + i, draws);
            values[i] = documents.value(clusters[i], draws);
        }
    }

    int size() {
        return clusters.length;
    }

    int cluster(int position) {
        return clusters[position];
    }

    double value(int position) {
        return values[position];
    }

    void set(int position, int cluster, double value) {
        clusters[position] = cluster;
        values[position] = value;
    }
}
