package org.recarena.simulator.recogym;

import org.recarena.simulator.Environment;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.space.Spaces;

/**
 * RecoGym-v0: users wander within blocks of products, and click with a probability that depends on the recommended
 * product and the one viewed last. One episode is one user, one action one product, the reward a click.
 */
public final class RecoGymV0 implements Environment {

    /** Creates the environment; it has no state. */
    public RecoGymV0() {
        // Found by ServiceLoader.
    }

    @Override
    public String id() {
        return "RecoGym-v0";
    }

    @Override
    public String description() {
        return "Users browse a shop within blocks of similar products and are shown one recommended product at a time. "
                + "They click mostly on products of the block that they were last seen in.";
    }

    @Override
    public String source() {
        return RecoGymSchema.SOURCE;
    }

    @Override
    public ConfigSchema schema() {
        return RecoGymSchema.v0();
    }

    @Override
    public Spaces spaces(Config config) {
        return RecoGymSpaces.of(RecoGymConfig.of(config, false), Overlay.off());
    }

    @Override
    public long worldBytes(Config config) {
        RecoGymConfig typed = RecoGymConfig.of(config, false);
        long table = typed.worldFromNumpy() ? 8L * typed.products() * typed.products() : 0;
        return RecoGymWorld.bytes(typed) + table;
    }

    @Override
    public World createWorld(Config config, long seed) {
        RecoGymConfig typed = RecoGymConfig.of(config, false);
        double deviation = Math.sqrt(typed.phiVariance());
        ClickNoise noise = typed.worldFromNumpy()
                ? ClickNoise.table(typed.products(), deviation, RecoGymWorld.standardNormal(typed, seed))
                : ClickNoise.hashed(
                        typed.products(), deviation, RecoGymWorld.stream(seed).nextLong());
        return new RecoGymWorld(
                typed, new BlockUsers(typed, noise), Overlay.off(), RecoGymConfig.warnings(config, false));
    }
}
