package org.recarena.simulator.recsim;

import java.util.List;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;

/** The config keys of {@link SatisfactionUsers}. */
final class SatisfactionParameters {

    /** Large enough that the reference's samplers do not draw from the same seeds in neighbouring simulations. */
    private static final int DOCUMENT_SEED_OFFSET = 100_003;

    private static final Range LOG_MEAN = Range.closed(-100, 100);
    private static final Range LOG_STDDEV = Range.closed(0, 10);
    private static final Range DISCOUNT = new Range(0, false, 1, true);

    private SatisfactionParameters() {}

    static List<Parameter> all(double memoryDiscount) {
        return List.of(
                Settings.number(
                        "memory_discount",
                        memoryDiscount,
                        DISCOUNT,
                        "How much of the net positive exposure is kept from step to step."),
                Settings.number(
                        "sensitivity",
                        0.01,
                        Range.closed(0, 100),
                        "How much satisfaction depends on the net positive exposure."),
                Settings.number(
                        "innovation_stddev",
                        0.05,
                        Range.closed(0, 100),
                        "The standard deviation of the noise in the net positive exposure."),
                Settings.number(
                        "choc_mean", 5, LOG_MEAN, "The log-mean of engagement with pure chocolate, at satisfaction 1."),
                Settings.number(
                        "choc_stddev", 1, LOG_STDDEV, "The log-standard deviation of engagement with pure chocolate."),
                Settings.number(
                        "kale_mean", 4, LOG_MEAN, "The log-mean of engagement with pure kale, at satisfaction 1."),
                Settings.number(
                        "kale_stddev", 1, LOG_STDDEV, "The log-standard deviation of engagement with pure kale."),
                Settings.number("time_budget", 60, Range.closed(1, 1e9), "How many steps a user stays.")
                        .withUnit("steps"));
    }

    static Parameter documentSeedOffset() {
        return Parameter.integer(
                "document_seed_offset",
                DOCUMENT_SEED_OFFSET,
                Range.closed(0, Integer.MAX_VALUE),
                "With random \"numpy\", what is added to the seed for the reference's document sampler. With 0 it draws "
                        + "the same numbers as the user sampler, as the reference's own factory makes it do.");
    }

    static SatisfactionUsers users(Config config) {
        return new SatisfactionUsers(
                new SatisfactionDynamics(
                        config.number("memory_discount"),
                        config.number("sensitivity"),
                        config.number("innovation_stddev"),
                        config.number("choc_mean"),
                        config.number("choc_stddev"),
                        config.number("kale_mean"),
                        config.number("kale_stddev")),
                config.number("time_budget"));
    }
}
