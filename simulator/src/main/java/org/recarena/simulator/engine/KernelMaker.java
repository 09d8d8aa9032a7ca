package org.recarena.simulator.engine;

import java.util.ArrayList;
import java.util.List;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.input.Faults;
import org.recarena.simulator.stage.Bias;
import org.recarena.simulator.stage.Items;

/**
 * Makes the kernels of a world: what all biases see of it.
 *
 * @param config of the world
 * @param knobs the numbers of the config
 * @param items the world's items
 * @param itemCount how many items the world has: more than {@code items} where a config is only tried
 * @param layout where kernels reserve what they remember
 * @param taste the place of the user's taste in the layout
 * @param cohort the place of the user's cohort in the layout
 * @param slots the length of slates
 * @param choosesOne whether at most one slot is chosen, by weights against choosing nothing
 * @param seed the world's
 */
public record KernelMaker(
        Config config,
        Knobs knobs,
        Items items,
        int itemCount,
        StateLayout layout,
        int taste,
        int cohort,
        int slots,
        boolean choosesOne,
        long seed) {

    /**
     * Makes the kernels of those biases that the config turns on.
     *
     * @param biases all that it could turn on
     * @return the kernels, stage by stage
     * @throws org.recarena.simulator.input.InvalidInputException where biases refuse parameters' values, with all of
     *     them
     */
    public Kernels make(BiasCatalog biases) {
        List<Kernels.Named> kernels = new ArrayList<>();
        Faults faults = new Faults();
        for (Bias bias : biases.all()) {
            faults.gather(() -> bias.kernel(new BiasSetup(bias, this)))
                    .flatMap(kernel -> kernel)
                    .ifPresent(kernel -> kernels.add(new Kernels.Named(bias.id(), kernel)));
        }
        faults.refuse();
        return new Kernels(kernels);
    }
}
