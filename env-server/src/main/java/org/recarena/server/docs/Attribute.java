package org.recarena.server.docs;

import java.util.Arrays;
import java.util.Locale;

/** What is known of every item in a world's ground truth. */
enum Attribute {
    POPULARITY("logarithm to base 10 of how often others have consumed the item"),
    PRICE("logarithm of the price"),
    QUALITY("quality of the item"),
    LENGTH("logarithm of the length in seconds"),
    CLICKBAIT("clickbait of the item"),
    MEAN_RATING("mean rating that the item is shown with"),
    AGE("hours since the item appeared");

    private final String words;

    Attribute(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** A number for each item. */
    double[] of(Trial trial) {
        double[] values = trial.parameter(this == AGE ? "item_born" : "item_" + name().toLowerCase(Locale.ROOT));
        return switch (this) {
            case POPULARITY ->
                Arrays.stream(values).map(value -> StrictMath.log10(1 + value)).toArray();
            case PRICE, LENGTH -> Arrays.stream(values).map(StrictMath::log).toArray();
            case AGE -> Arrays.stream(values).map(born -> -born).toArray();
            case CLICKBAIT, MEAN_RATING, QUALITY -> values;
        };
    }
}
