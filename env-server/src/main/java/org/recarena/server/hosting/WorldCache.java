package org.recarena.server.hosting;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.recarena.simulator.Environment;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;

/** Shares a world between the simulations that open it, as long as memory allows. Thread-safe. */
final class WorldCache {

    private record Key(String environment, Map<String, Object> config, java.util.Set<String> given, long seed) {}

    private final Map<Key, SoftReference<World>> worlds = new ConcurrentHashMap<>();

    /** The world, made where it is not at hand. */
    World get(Environment environment, Config config, long seed) {
        // What was given, rather than defaulted, decides about warnings.
        Key key = new Key(environment.id(), config.values(), config.given(), seed);
        SoftReference<World> held = worlds.get(key);
        World world = held == null ? null : held.get();
        if (world == null) {
            world = environment.createWorld(config, seed);
            worlds.values().removeIf(reference -> reference.get() == null);
            worlds.put(key, new SoftReference<>(world));
        }
        return world;
    }
}
