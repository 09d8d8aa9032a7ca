package org.recarena.server.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * A sum of numbers of either sign. Counters only go up, so there is one for each, told apart by the tag {@code sign}.
 *
 * @param positive the sum of what is above 0
 * @param negative the sum of what is below 0, without the sign
 */
record SignedCounter(Counter positive, Counter negative) {

    static SignedCounter register(MeterRegistry registry, String name, String description, Tags tags) {
        return new SignedCounter(
                counter(registry, name, description, tags.and("sign", "positive")),
                counter(registry, name, description, tags.and("sign", "negative")));
    }

    private static Counter counter(MeterRegistry registry, String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    void add(double value) {
        (value < 0 ? negative : positive).increment(Math.abs(value));
    }
}
