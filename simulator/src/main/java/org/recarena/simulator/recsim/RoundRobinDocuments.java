package org.recarena.simulator.recsim;

/**
 * Documents of a number of types that are dealt in turn, so that as many candidates hold one of each.
 *
 * @param clusters how many types there are
 * @param firstId the id of the first document, of type 0
 */
record RoundRobinDocuments(int clusters, long firstId) implements DocumentModel {

    @Override
    public int cluster(long id, Draws draws) {
        return (int) ((id - firstId) % clusters);
    }

    @Override
    public double value(int cluster, Draws draws) {
        return cluster;
    }
}
