package org.recarena.simulator.engine;

import org.recarena.simulator.stage.Items;

/**
 * Items of which stages know nothing but a topic, by whose number they go: their features tell which, so that all
 * topics are equally unlike. Whatever else is asked for is refused.
 *
 * @param topics how many topics there are
 */
record TopicItems(int topics) implements Items {

    @Override
    public int count() {
        return topics;
    }

    @Override
    public int topic(int item) {
        return item;
    }

    private static UnsupportedOperationException unknown() {
        return new UnsupportedOperationException("nothing but the topic is known of these items");
    }

    @Override
    public double quality(int item) {
        throw unknown();
    }

    @Override
    public double clickbait(int item) {
        throw unknown();
    }

    @Override
    public double price(int item) {
        throw unknown();
    }

    @Override
    public double logPrice(int item) {
        throw unknown();
    }

    @Override
    public double length(int item) {
        throw unknown();
    }

    @Override
    public double logLength(int item) {
        throw unknown();
    }

    @Override
    public double prominence(int item) {
        throw unknown();
    }

    @Override
    public double popularity(int item) {
        throw unknown();
    }

    @Override
    public double logPopularity(int item) {
        throw unknown();
    }

    @Override
    public double meanRating(int item) {
        throw unknown();
    }

    @Override
    public double born(int item) {
        throw unknown();
    }

    @Override
    public int dimension() {
        return topics;
    }

    @Override
    public double feature(int item, int feature) {
        return item == feature ? 1 : 0;
    }
}
