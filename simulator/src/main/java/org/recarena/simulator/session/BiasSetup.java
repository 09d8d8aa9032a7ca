package org.recarena.simulator.session;

import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.session.stage.Bias;
import org.recarena.simulator.session.stage.Items;
import org.recarena.simulator.session.stage.Knob;
import org.recarena.simulator.session.stage.Setup;

/** What one bias sees of a world that is being made. */
final class BiasSetup implements Setup {

    private final String prefix;
    private final Config config;
    private final Knobs knobs;
    private final Items items;
    private final StateLayout layout;
    private final int slots;
    private final boolean choosesOne;
    private final long key;

    BiasSetup(
            Bias bias,
            Config config,
            Knobs knobs,
            Items items,
            StateLayout layout,
            int slots,
            boolean choosesOne,
            long seed) {
        this.prefix = bias.id() + ".";
        this.config = config;
        this.knobs = knobs;
        this.items = items;
        this.layout = layout;
        this.slots = slots;
        this.choosesOne = choosesOne;
        this.key = StreamKeys.hash(seed, EpisodeStreams.word(bias.id()));
    }

    @Override
    public Knob number(String name) {
        return knobs.knob(prefix + name);
    }

    @Override
    public int integer(String name) {
        return config.integer(prefix + name);
    }

    @Override
    public boolean bool(String name) {
        return config.bool(prefix + name);
    }

    @Override
    public String choice(String name) {
        return config.choice(prefix + name);
    }

    @Override
    public double[] numbers(String name) {
        return config.numbers(prefix + name);
    }

    @Override
    public Items items() {
        return items;
    }

    @Override
    public boolean choosesOne() {
        return choosesOne;
    }

    @Override
    public long key() {
        return key;
    }

    @Override
    public int slots() {
        return slots;
    }

    @Override
    public int taste() {
        return layout.taste();
    }

    @Override
    public int cohort() {
        return layout.cohort();
    }

    @Override
    public int reserve(int size) {
        return layout.reserve(size);
    }

    @Override
    public int reserveForLane(int size) {
        return layout.reserveForLane(size);
    }

    @Override
    public IllegalArgumentException refusal(String name, String phrase) {
        return new InvalidInputException("config." + prefix + name, phrase);
    }
}
