package org.recarena.simulator.recsim;

/** Documents between kale, 0, and chocolate, 1: uniform. */
record ClickbaitDocuments() implements DocumentModel {

    @Override
    public int clusters() {
        return 1;
    }

    @Override
    public int cluster(long id, Draws draws) {
        return 0;
    }

    @Override
    public double value(int cluster, Draws draws) {
        return draws.uniform();
    }
}
