package org.recarena.server.dmenv;

import dm_env_rpc.v1.CreateWorldRequest;
import dm_env_rpc.v1.JoinWorldRequest;
import dm_env_rpc.v1.ResetWorldRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.recarena.server.hosting.HostedSimulation;
import org.recarena.server.hosting.SimulationSetup;
import org.recarena.server.hosting.Simulations;
import org.recarena.server.hosting.UnknownSimulationException;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.input.WrongStateException;
import org.recarena.v1.CloseReason;

/** The worlds of this server, which are its simulations of one lane, and the agents in them. Thread-safe. */
final class Worlds {

    private static final String NAME = "world_name";

    private final Simulations simulations;
    private final EnvironmentCatalog catalog;
    private final Map<String, JoinedWorld> joined = new ConcurrentHashMap<>();

    /** The worlds among given simulations, made of given environments. */
    Worlds(Simulations simulations, EnvironmentCatalog catalog) {
        this.simulations = simulations;
        this.catalog = catalog;
    }

    /** The name of a new world. */
    CompletionStage<String> create(CreateWorldRequest request, String caller) {
        return CompletableFuture.completedFuture(request.getSettingsMap())
                .thenApply(settings -> WorldSettings.createRequest(settings, simulations::environment))
                .thenCompose(create -> simulations.create(create, caller))
                .thenApply(created -> created.simulation().setup().id())
                .exceptionally(refusal -> {
                    throw WorldSettings.inTheirNames(refusal);
                });
    }

    /** Puts an agent into a world that has none. */
    JoinedWorld join(JoinWorldRequest request) {
        HostedSimulation simulation = find(request.getWorldName());
        SimulationSetup setup = simulation.setup();
        if (setup.lanes() != 1 || setup.autoreset() != AutoresetMode.DISABLED) {
            throw new WrongStateException("simulation " + setup.id() + " has " + setup.lanes() + " lanes and autoreset "
                    + setup.autoreset() + "; a world has 1 lane and autoreset DISABLED");
        }
        JoinedWorld world = new JoinedWorld(simulation);
        world.reset(WorldSettings.userSeed(request.getSettingsMap()));
        if (joined.putIfAbsent(setup.id(), world) != null) {
            throw new WrongStateException(
                    "world " + setup.id() + " has an agent already; a world holds one, so create another world");
        }
        return world;
    }

    /** Takes an agent out. */
    void leave(JoinedWorld world) {
        joined.remove(world.name(), world);
    }

    /** Cuts off the episode in a world, whoever plays it; {@code asking} is the asker's own world. */
    void reset(ResetWorldRequest request, Optional<JoinedWorld> asking) {
        String name = find(request.getWorldName()).setup().id();
        OptionalLong seed = WorldSettings.userSeed(request.getSettingsMap());
        JoinedWorld world = joined.get(name);
        if (world == null) {
            return; // Whoever joins begins a new episode.
        }
        if (asking.isPresent() && asking.get() == world) {
            world.reset(seed);
        } else {
            world.interrupt(seed);
        }
    }

    /** Ends a world; an agent that is in it is told with its next step. */
    CompletableFuture<Void> destroy(String name, Optional<JoinedWorld> asking) {
        if (asking.isPresent() && asking.get().name().equals(name)) {
            throw new WrongStateException("this stream is in world " + name + "; leave it before destroying it");
        }
        find(name);
        return simulations.close(name, CloseReason.CLOSE_REASON_DELETED);
    }

    private HostedSimulation find(String name) {
        try {
            return simulations.find(name);
        } catch (UnknownSimulationException unknown) {
            throw new UnknownSimulationException(NAME, name);
        }
    }

    /** An environment that worlds can be made of. */
    Environment environment(String id) {
        return simulations.environment(id);
    }

    /** The ids of all environments that worlds can be made of. */
    List<String> environments() {
        return catalog.all().stream().map(Environment::id).toList();
    }
}
