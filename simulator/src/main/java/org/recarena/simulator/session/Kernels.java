package org.recarena.simulator.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.recarena.simulator.session.stage.Impression;
import org.recarena.simulator.session.stage.Kernel;

/**
 * The kernels of a world, stage by stage, each stage in order of id: so that the order in which they were given does
 * not matter, not even to the last bit. Immutable.
 */
final class Kernels {

    /**
     * A kernel and where it comes from.
     *
     * @param id of its bias
     * @param word that keys its streams
     * @param kernel the kernel
     */
    record Named(String id, long word, Kernel kernel) {
        Named(String id, Kernel kernel) {
            this(id, EpisodeStreams.word(id), kernel);
        }
    }

    private final List<Named> all;
    final Kernel.Exposes[] exposes;
    final Kernel.Examines[] examines;
    final Kernel.Attracts[] attracts;
    final Kernel.Perceives[] perceives;
    final Kernel.Satisfies[] satisfies;
    final Kernel.Rates[] rates;
    final Kernel.Reports[] reports;
    final Kernel.Disturbs[] disturbs;
    final Kernel.Leaves[] leaves;
    final Kernel.Arrives[] arrives;
    final long[] arrivesWords;
    final Kernel.Delays[] delays;
    final long[] delaysWords;
    final Kernel.Remembers[] remembers;
    final long[] remembersWords;

    Kernels(List<Named> kernels) {
        all = kernels.stream().sorted(Comparator.comparing(Named::id)).toList();
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

    /** The biases that are on. */
    List<String> ids() {
        return all.stream().map(Named::id).toList();
    }

    /** The names of what the kernels say of each slot, in order. */
    List<String> truthNames() {
        return all.stream()
                .flatMap(named -> named.kernel().truthNames().stream())
                .toList();
    }

    /** What the kernels say of each slot: {@code slots x names}. */
    double[] truths(Impression shown) {
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

    /** The same without some, which keep their place in the state. */
    Kernels without(Set<String> ids) {
        return new Kernels(
                all.stream().filter(named -> !ids.contains(named.id())).toList());
    }
}
