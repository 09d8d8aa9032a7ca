package org.recarena.simulator.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.stage.Impression;
import org.recarena.simulator.stage.Kernel;

/**
 * The kernels of a world, stage by stage, each stage in order of id: so that the order in which they were given does
 * not matter, not even to the last bit. Immutable and thread-safe: the arrays are not to be written.
 */
public final class Kernels {

    /**
     * A kernel and where it comes from.
     *
     * @param id of its bias
     * @param word that keys its streams
     * @param kernel the kernel
     */
    public record Named(String id, long word, Kernel kernel) {
        /**
         * A kernel with the streams of its bias.
         *
         * @param id of its bias
         * @param kernel the kernel
         */
        public Named(String id, Kernel kernel) {
            this(id, EpisodeStreams.word(id), kernel);
        }
    }

    private final List<Named> all;
    /** Those of {@link Kernel.Shapes}. */
    public final Kernel.Shapes[] shapes;

    /** Those of {@link Kernel.Exposes}. */
    public final Kernel.Exposes[] exposes;

    /** Those of {@link Kernel.Examines}. */
    public final Kernel.Examines[] examines;

    /** Those of {@link Kernel.Attracts}. */
    public final Kernel.Attracts[] attracts;

    /** Those of {@link Kernel.Perceives}. */
    public final Kernel.Perceives[] perceives;

    /** Those of {@link Kernel.Satisfies}. */
    public final Kernel.Satisfies[] satisfies;

    /** Those of {@link Kernel.Rates}, phase by phase. */
    public final Kernel.Rates[] rates;

    /** Those of {@link Kernel.Reports}. */
    public final Kernel.Reports[] reports;

    /** Those of {@link Kernel.Disturbs}. */
    public final Kernel.Disturbs[] disturbs;

    /** Those of {@link Kernel.Leaves}. */
    public final Kernel.Leaves[] leaves;

    /** Those of {@link Kernel.Arrives}. */
    public final Kernel.Arrives[] arrives;

    /** The words that key the streams of each of {@link #arrives}. */
    public final long[] arrivesWords;

    /** Those of {@link Kernel.Delays}. */
    public final Kernel.Delays[] delays;

    /** The words that key the streams of each of {@link #delays}. */
    public final long[] delaysWords;

    /** Those of {@link Kernel.Remembers}. */
    public final Kernel.Remembers[] remembers;

    /** The words that key the streams of each of {@link #remembers}. */
    public final long[] remembersWords;

    /**
     * Kernels of one world.
     *
     * @param kernels in any order, ids distinct
     */
    public Kernels(List<Named> kernels) {
        all = kernels.stream().sorted(Comparator.comparing(Named::id)).toList();
        shapes = of(Kernel.Shapes.class).toArray(Kernel.Shapes[]::new);
        exposes = of(Kernel.Exposes.class).toArray(Kernel.Exposes[]::new);
        examines = of(Kernel.Examines.class).toArray(Kernel.Examines[]::new);
        attracts = of(Kernel.Attracts.class).toArray(Kernel.Attracts[]::new);
        perceives = of(Kernel.Perceives.class).toArray(Kernel.Perceives[]::new);
        satisfies = of(Kernel.Satisfies.class).toArray(Kernel.Satisfies[]::new);
        List<Kernel.Rates> rating = of(Kernel.Rates.class);
        rating.sort(Comparator.comparing(Kernel.Rates::phase));
        rates = rating.toArray(Kernel.Rates[]::new);
        reports = of(Kernel.Reports.class).toArray(Kernel.Reports[]::new);
        disturbs = of(Kernel.Disturbs.class).toArray(Kernel.Disturbs[]::new);
        leaves = of(Kernel.Leaves.class).toArray(Kernel.Leaves[]::new);
        arrives = of(Kernel.Arrives.class).toArray(Kernel.Arrives[]::new);
        arrivesWords = words(Kernel.Arrives.class);
        delays = of(Kernel.Delays.class).toArray(Kernel.Delays[]::new);
        delaysWords = words(Kernel.Delays.class);
        remembers = of(Kernel.Remembers.class).toArray(Kernel.Remembers[]::new);
        remembersWords = words(Kernel.Remembers.class);
    }

    private <K extends Kernel> List<K> of(Class<K> stage) {
        List<K> found = new ArrayList<>();
        for (Named named : all) {
            if (stage.isInstance(named.kernel())) {
                found.add(stage.cast(named.kernel()));
            }
        }
        return found;
    }

    private long[] words(Class<? extends Kernel> stage) {
        return all.stream()
                .filter(named -> stage.isInstance(named.kernel()))
                .mapToLong(Named::word)
                .toArray();
    }

    /**
     * The biases that are on.
     *
     * @return their ids, in order
     */
    public List<String> ids() {
        return all.stream().map(Named::id).toList();
    }

    /**
     * The names of what the kernels say of each slot.
     *
     * @return in the order of {@link #truths}
     */
    public List<String> truthNames() {
        return all.stream()
                .flatMap(named -> named.kernel().truthNames().stream())
                .toList();
    }

    /**
     * What the kernels say of each slot.
     *
     * @param shown the impression, prepared
     * @return {@code slots x names}
     */
    public double[] truths(Impression shown) {
        int width = truthNames().size();
        double[] truths = new double[shown.slots * width];
        int column = 0;
        for (Named named : all) {
            double[] values = new double[named.kernel().truthNames().size()];
            for (int slot = 0; slot < shown.slots; slot++) {
                named.kernel().truth(shown, slot, values);
                System.arraycopy(values, 0, truths, slot * width + column, values.length);
            }
            column += values.length;
        }
        return truths;
    }

    /**
     * The same without some, which keep their place in the state.
     *
     * @param ids of those to leave out
     * @return the others
     * @throws InvalidInputException where one is not on
     */
    public Kernels without(Set<String> ids) {
        List<String> on = ids();
        for (String bias : ids) {
            if (!on.contains(bias)) {
                throw new InvalidInputException("without", "names \"" + bias + "\"; the biases that are on are " + on);
            }
        }
        return new Kernels(
                all.stream().filter(named -> !ids.contains(named.id())).toList());
    }
}
