package org.recarena.simulator.recsim;

import java.util.List;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.Environment;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.space.Spaces;

/**
 * What the environments of this package have in common: a {@link Problem} that the config sets, and stages over it.
 * Those that extend it are an {@link Environment}, which has the description of the methods; this itself is none.
 */
abstract class SlateEnvironment {

    /** What can be laid over it. */
    final SlateStages stages;

    private final boolean firstSlotNeeded;

    SlateEnvironment(SlateStages stages, boolean firstSlotNeeded) {
        this.stages = stages;
        this.firstSlotNeeded = firstSlotNeeded;
    }

    /** The schema of its config. */
    public abstract ConfigSchema schema();

    /** What a config makes of it. */
    abstract Problem problem(Config config);

    public final Spaces spaces(Config config) {
        Problem problem = problem(config);
        SlateRules rules = new SlateRules(problem.settings(), firstSlotNeeded);
        return RecSimSpaces.of(problem, stages.overlay(config, schema(), problem, 0), rules);
    }

    public final long worldBytes(Config config) {
        return RecSimWorld.bytes(problem(config));
    }

    public final List<DescribedBias> biases() {
        return stages.described();
    }

    public final List<String> summary(Config config) {
        return stages.summary(config, schema(), problem(config));
    }

    public final World createWorld(Config config, long seed) {
        Problem problem = problem(config);
        Overlay overlay = stages.overlay(config, schema(), problem, seed);
        return new RecSimWorld(problem, overlay, seed, firstSlotNeeded, warnings(config));
    }

    /** Sentences on keys that were given and have no effect. */
    List<String> warnings(Config config) {
        return Settings.warnings(config, "global_seed");
    }
}
