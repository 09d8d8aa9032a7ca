package org.recarena.simulator.recogym;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.Environment;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.space.Spaces;

/**
 * RecoGym-v1: users with latent interests that drift, products with latent vectors, clicks by a squashed score. One
 * episode is one user, one action one product, the reward a click.
 */
public final class RecoGymV1 implements Environment {

    private final ProductStages stages = new ProductStages();
    private final ConfigSchema schema = RecoGymSchema.v1(stages.parameters());

    /** Creates the environment; it has no state that changes. */
    public RecoGymV1() {
        // Found by ServiceLoader.
    }

    @Override
    public String id() {
        return "RecoGym-v1";
    }

    @Override
    public String description() {
        return "Users browse a shop and are shown one recommended product at a time. Browsing and clicks follow latent "
                + "vectors of users and products; for some pairs of similar products the two disagree (flips).";
    }

    @Override
    public String source() {
        return RecoGymSchema.SOURCE;
    }

    @Override
    public ConfigSchema schema() {
        return schema;
    }

    @Override
    public Spaces spaces(Config config) {
        RecoGymConfig typed = RecoGymConfig.of(config, true);
        return RecoGymSpaces.of(typed, stages.overlay(config, schema, typed.products(), 0));
    }

    @Override
    public long worldBytes(Config config) {
        return RecoGymWorld.bytes(RecoGymConfig.of(config, true));
    }

    @Override
    public List<DescribedBias> biases() {
        return stages.described();
    }

    @Override
    public List<String> summary(Config config) {
        RecoGymConfig typed = RecoGymConfig.of(config, true);
        return stages.summary(stages.overlay(config, schema, typed.products(), 0));
    }

    @Override
    public World createWorld(Config config, long seed) {
        RecoGymConfig typed = RecoGymConfig.of(config, true);
        Overlay overlay = stages.overlay(config, schema, typed.products(), seed);
        DoubleSupplier standardNormal = RecoGymWorld.standardNormal(typed, seed);
        UserModel users = new FactorUsers(typed, Latents.draw(typed, standardNormal));
        return new RecoGymWorld(typed, users, overlay, RecoGymConfig.warnings(config, true));
    }
}
