package org.recarena.simulator.stage;

/**
 * The items of a world, numbered from 0. Immutable and thread-safe. Attributes without a unit are standard normal over
 * the catalogue unless said otherwise.
 */
public interface Items {

    /**
     * How many there are.
     *
     * @return at least 1
     */
    int count();

    /**
     * How many topics there are.
     *
     * @return at least 1
     */
    int topics();

    /**
     * An item's topic.
     *
     * @param item the item
     * @return from 0
     */
    int topic(int item);

    /**
     * What an item is worth to every user.
     *
     * @param item the item
     * @return logits
     */
    double quality(int item);

    /**
     * How much more an item promises than it keeps.
     *
     * @param item the item
     * @return 0 to 1
     */
    double clickbait(int item);

    /**
     * An item's price.
     *
     * @param item the item
     * @return positive
     */
    double price(int item);

    /**
     * The natural logarithm of {@link #price}.
     *
     * @param item the item
     * @return any number
     */
    double logPrice(int item);

    /**
     * How long an item takes to be consumed whole.
     *
     * @param item the item
     * @return seconds, positive
     */
    double length(int item);

    /**
     * The natural logarithm of {@link #length}.
     *
     * @param item the item
     * @return any number
     */
    double logLength(int item);

    /**
     * How conspicuous an item is shown: image, badge.
     *
     * @param item the item
     * @return standard normal
     */
    double prominence(int item);

    /**
     * How often others have consumed an item before the world begins.
     *
     * @param item the item
     * @return at least 0
     */
    double popularity(int item);

    /**
     * The natural logarithm of 1 + {@link #popularity}.
     *
     * @param item the item
     * @return at least 0
     */
    double logPopularity(int item);

    /**
     * How others have rated an item on average.
     *
     * @param item the item
     * @return stars, 1 to 5
     */
    double meanRating(int item);

    /**
     * When an item appeared.
     *
     * @param item the item
     * @return hours on the world's clock; negative before it begins
     */
    double born(int item);

    /**
     * The dimension of tastes and features.
     *
     * @return at least 1
     */
    int dimension();

    /**
     * A feature of an item.
     *
     * @param item the item
     * @param feature from 0
     * @return its value
     */
    double feature(int item, int feature);
}
