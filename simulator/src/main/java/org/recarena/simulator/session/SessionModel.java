package org.recarena.simulator.session;

import java.util.Optional;
import org.recarena.simulator.choice.ClickRule;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.engine.BiasCatalog;
import org.recarena.simulator.engine.KernelMaker;
import org.recarena.simulator.engine.Kernels;
import org.recarena.simulator.engine.Knobs;
import org.recarena.simulator.engine.PendingOutcomes;
import org.recarena.simulator.input.Faults;
import org.recarena.simulator.input.InvalidInputException;

/**
 * Everything that a config and a seed fix. Immutable and thread-safe.
 *
 * @param size sizes that need no drawing
 * @param knobs the numbers of the config
 * @param items the items
 * @param cohorts where users come from
 * @param behaviour the engine's own numbers
 * @param rule how clicks follow from appeal
 * @param kernels the biases that are on
 * @param layout where a lane's numbers stand
 * @param pending purchases on their way, where any are delayed
 * @param reward what the agent is told
 * @param recogymLink whether attraction follows from appeal as in RecoGym
 * @param grid the ratings that can be given
 */
record SessionModel(
        SessionSize size,
        Knobs knobs,
        Catalogue items,
        Cohorts cohorts,
        Behaviour behaviour,
        ClickRule rule,
        Kernels kernels,
        SessionLayout layout,
        Optional<PendingOutcomes> pending,
        SessionReward reward,
        boolean recogymLink,
        RatingGrid grid) {

    static SessionModel of(Config config, ConfigSchema schema, BiasCatalog biases, long seed) {
        SessionSize size = SessionSize.of(config);
        Knobs knobs = new Knobs(config, schema, seed);
        return of(config, knobs, size, new Catalogue(itemLaw(size, size.items(), config, knobs), seed), biases, seed);
    }

    /** The same with a single item: what is needed to check a config, without the cost of a large catalogue. */
    static SessionModel trial(Config config, ConfigSchema schema, BiasCatalog biases) {
        Faults faults = new Faults();
        faults.gather(() -> checked(config));
        Optional<SessionModel> model = faults.gather(() -> {
            SessionSize size = SessionSize.of(config);
            Knobs knobs = new Knobs(config, schema, 0);
            return of(config, knobs, size, new Catalogue(itemLaw(size, 1, config, knobs), 0), biases, 0);
        });
        faults.refuse();
        return model.orElseThrow();
    }

    /** What the catalogue of a config holds in memory. */
    static long itemBytes(Config config) {
        SessionSize size = SessionSize.of(config);
        return Catalogue.bytes(size.items(), size.dimension());
    }

    private static SessionModel of(
            Config config, Knobs knobs, SessionSize size, Catalogue items, BiasCatalog biases, long seed) {
        SessionLayout layout = new SessionLayout(items.dimension());
        ClickRule rule = ClickRules.of(config.choice("choice.rule"), knobs);
        Kernels kernels = new KernelMaker(
                        config,
                        knobs,
                        items,
                        size.items(),
                        layout,
                        layout.taste(),
                        layout.cohort(),
                        size.slots(),
                        rule.choosesOne(),
                        seed)
                .make(biases);
        return new SessionModel(
                size,
                knobs,
                items,
                new Cohorts(
                        config.numbers("users.cohort_shares"),
                        items.dimension(),
                        knobs.number("users.cohort_spread"),
                        seed),
                Behaviour.of(knobs),
                rule,
                kernels,
                layout,
                kernels.delays.length > 0 ? Optional.of(new PendingOutcomes(layout)) : Optional.empty(),
                SessionReward.of(config),
                config.choice("choice.link").equals("recogym"),
                RatingGrid.of(config.bool("feedback.half_stars")));
    }

    private static Catalogue.Law itemLaw(SessionSize size, int count, Config config, Knobs knobs) {
        return new Catalogue.Law(
                count,
                config.integer("items.topics"),
                size.dimension(),
                knobs.number("items.spread"),
                knobs.number("items.quality_deviation"),
                knobs.number("items.clickbait_share"),
                knobs.number("items.price_log_mean"),
                knobs.number("items.price_log_deviation"),
                knobs.number("items.length_log_mean"),
                knobs.number("items.length_log_deviation"),
                knobs.number("items.popularity_exponent"),
                knobs.number("items.popularity_quality"),
                knobs.number("items.consumptions"),
                knobs.number("items.new_share"),
                knobs.number("items.horizon_hours"),
                knobs.number("items.life_hours"),
                knobs.number("items.life_shape"));
    }

    /** Refuses what schemas cannot, all of it at once. */
    static Config checked(Config config) {
        Faults faults = new Faults();
        faults.gather(() -> SessionSize.of(config));
        faults.gather(() -> shares(config));
        faults.gather(() -> SessionReward.of(config));
        faults.refuse();
        return config;
    }

    private static double[] shares(Config config) {
        double[] shares = config.numbers("users.cohort_shares");
        double total = 0;
        for (double share : shares) {
            total += share;
        }
        if (!(total > 0)) {
            throw new InvalidInputException(
                    "config.users.cohort_shares", "has a sum of " + total + "; it must be above 0");
        }
        return shares;
    }

    int slots() {
        return size.slots();
    }
}
