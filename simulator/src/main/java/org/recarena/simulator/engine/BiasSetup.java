package org.recarena.simulator.engine;

import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.stage.Bias;
import org.recarena.simulator.stage.Items;
import org.recarena.simulator.stage.Knob;
import org.recarena.simulator.stage.Setup;

/** What one bias sees of a world that is being made. */
final class BiasSetup implements Setup {

    /** The largest catalogue for which every lane can keep numbers for each item: 80 kB a lane for each number. */
    private static final int MOST_ITEMS = 10_000;

    private final Bias bias;
    private final String prefix;
    private final KernelMaker world;
    private final long key;

    BiasSetup(Bias bias, KernelMaker world) {
        this.bias = bias;
        this.prefix = bias.id() + ".";
        this.world = world;
        this.key = StreamKeys.hash(world.seed(), EpisodeStreams.word(bias.id()));
    }

    @Override
    public Knob number(String name) {
        return world.config().values().containsKey(prefix + name)
                ? world.knobs().knob(prefix + name)
                : Knob.constant(defaultOf(name));
    }

    /** The default of a number that the environment does not offer. */
    private double defaultOf(String name) {
        return bias.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(parameter -> ((Number) parameter.defaultValue()).doubleValue())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no parameter " + prefix + name));
    }

    @Override
    public int integer(String name) {
        return world.config().integer(prefix + name);
    }

    @Override
    public boolean bool(String name) {
        return world.config().bool(prefix + name);
    }

    @Override
    public String choice(String name) {
        return world.config().choice(prefix + name);
    }

    @Override
    public double[] numbers(String name) {
        return world.config().numbers(prefix + name);
    }

    @Override
    public double[][] matrix(String name) {
        return world.config().matrix(prefix + name);
    }

    @Override
    public Items items() {
        return world.items();
    }

    @Override
    public boolean choosesOne() {
        return world.choosesOne();
    }

    @Override
    public long key() {
        return key;
    }

    @Override
    public int slots() {
        return world.slots();
    }

    @Override
    public int taste() {
        return world.taste();
    }

    @Override
    public int cohort() {
        return world.cohort();
    }

    @Override
    public int reserve(int size) {
        return world.layout().reserve(size);
    }

    @Override
    public int reserveForLane(int size) {
        return world.layout().reserveForLane(size);
    }

    @Override
    public int reserveForItems(int each, String because) {
        int items = world.itemCount();
        if (items > MOST_ITEMS) {
            throw refusal(
                    because,
                    "keeps numbers for each of " + items + " items in every lane; it takes at most " + MOST_ITEMS
                            + " items");
        }
        return reserveForLane(Math.multiplyExact(each, items));
    }

    @Override
    public IllegalArgumentException refusal(String name, String phrase) {
        return new InvalidInputException("config." + prefix + name, phrase);
    }
}
