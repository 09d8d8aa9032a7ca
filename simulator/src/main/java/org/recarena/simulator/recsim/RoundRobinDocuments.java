package org.recarena.simulator.recsim;

/**
 * Documents of a number of types that are dealt in turn, so that as many candidates hold one of each.
 *
 * @param clusters how many types there are
 */
record RoundRobinDocuments(int clusters) implements DocumentModel {

    @Override
    public int cluster(long id, Draws draws) {
        return (int) (id % clusters);
    }

    @Override
    public double value(int cluster, Draws draws) {
        return cluster;
    }
}
