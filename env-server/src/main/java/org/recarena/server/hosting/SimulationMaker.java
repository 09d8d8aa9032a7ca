package org.recarena.server.hosting;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.recarena.simulator.Environment;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.trajectories.Linger;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.ForkRequest;
import org.recarena.v1.Outcome;

/** Makes simulations within the limits: new ones, copies, and those of an earlier run of the server. Thread-safe. */
final class SimulationMaker {

    /** A sync of a fast disk and the waking of the thread that does it. */
    private static final long SYNC_NANOS = 250_000;

    private final SetupReader setups;
    private final HostingLimits limits;
    private final JournalKeeper journals;
    private final Simulations.MeterMaker meters;
    private final Occupancy occupancy;
    private final LongSupplier nanoTime;
    private final InlinePolicy inline;
    private final Executor pool;
    private final boolean busyWait;
    private final WorldCache worlds = new WorldCache();

    SimulationMaker(
            SetupReader setups,
            HostingLimits limits,
            JournalKeeper journals,
            Simulations.MeterMaker meters,
            Occupancy occupancy,
            LongSupplier nanoTime,
            Executor pool,
            boolean busyWait) {
        this.setups = setups;
        this.limits = limits;
        this.journals = journals;
        this.meters = meters;
        this.occupancy = occupancy;
        this.nanoTime = nanoTime;
        this.inline = new InlinePolicy(nanoTime);
        this.pool = pool;
        this.busyWait = busyWait;
    }

    /**
     * A simulation that takes up room until it is released.
     *
     * @param simulation the simulation
     * @param meter what counts it
     * @param bytes that its lanes take
     */
    record Held(HostedSimulation simulation, StepMeter meter, long bytes) {}

    /**
     * A simulation and when the record of its making is durable.
     *
     * @param held the simulation
     * @param durable completed when it may be told of
     */
    record Made(Held held, CompletableFuture<Void> durable) {}

    /** Opens a world for a client; {@code onFailure} is told the id of a simulation that fails inside. */
    Made open(CreateRequest request, String owner, Consumer<String> onFailure) {
        Environment environment = setups.environment(request.getEnvironmentId());
        SimulationSetup setup = setups.read(request, environment, owner);
        Labels labels = new Labels(request.getLabelsMap());
        occupancy.checkSize(
                environment.worldBytes(setup.config()), Math.max(setup.replyBytes(), setup.descriptionBytes()));
        World world = worlds.get(environment, setup.config(), setup.seed());
        return reserved(setup, world, bytes -> {
            Simulation simulation = simulation(world, setup);
            JournalKeeper.Opened journal = setup.log().getDisabled()
                    ? JournalKeeper.NONE.open(setup, labels.current(), world)
                    : journals.open(setup, labels.current(), world);
            return made(setup, simulation, labels, Optional.empty(), journal, bytes, onFailure);
        });
    }

    /** Copies a simulation in a given state. */
    Made fork(
            ForkRequest request, HostedSimulation from, Journal.State state, String owner, Consumer<String> onFailure) {
        SimulationSetup setup = setups.fork(request, from.setup(), state.step(), owner);
        Labels labels = new Labels(state.labels());
        labels.check(request.getLabelsMap());
        labels.update(request.getLabelsMap());
        World world = from.world();
        return reserved(setup, world, bytes -> {
            Simulation simulation = simulation(world, setup);
            load(simulation, state.simulation());
            JournalKeeper.Opened journal = setup.log().getDisabled()
                    ? JournalKeeper.NONE.fork(setup, state, simulation)
                    : journals.fork(setup, state.withLabels(labels.current()), simulation);
            Optional<Acknowledgement> last =
                    state.lastOutcome().map(outcome -> Acknowledgement.restored(outcome, state.lastFingerprint()));
            return made(setup, simulation, labels, last, journal, bytes, onFailure);
        });
    }

    /** Takes up a simulation of an earlier run, whatever the limits are now. */
    Held resume(
            SimulationSetup setup,
            Simulation simulation,
            Map<String, String> labels,
            Optional<Outcome> last,
            long fingerprint,
            Duration idle,
            Journal journal,
            Consumer<String> onFailure) {
        long bytes = laneBytes(setup, simulation.world());
        occupancy.take(setup.owner(), setup.lanes(), bytes);
        return host(
                setup,
                simulation,
                new Labels(labels),
                last.map(outcome -> Acknowledgement.restored(outcome, fingerprint)),
                idle,
                journal,
                bytes,
                onFailure);
    }

    /** Gives back what a simulation took up. */
    void release(Held held) {
        SimulationSetup setup = held.simulation().setup();
        occupancy.release(setup.owner(), setup.lanes(), held.bytes());
        held.meter().closed();
    }

    /** The world that one config and one seed fix. */
    World world(Environment environment, Config config, long seed) {
        return worlds.get(environment, config, seed);
    }

    /** What is done with room that has been reserved. */
    @FunctionalInterface
    private interface Making {
        Made with(long bytes);
    }

    private Made reserved(SimulationSetup setup, World world, Making making) {
        long bytes = laneBytes(setup, world);
        occupancy.reserve(setup.owner(), setup.lanes(), bytes);
        try {
            return making.with(bytes);
        } catch (RuntimeException | Error failed) {
            occupancy.release(setup.owner(), setup.lanes(), bytes);
            throw failed;
        }
    }

    private static long laneBytes(SimulationSetup setup, World world) {
        return setup.lanes() * world.laneBytes(Set.copyOf(setup.opened()));
    }

    private static Simulation simulation(World world, SimulationSetup setup) {
        return new Simulation(world, setup.seed(), setup.lanes(), setup.autoreset(), setup.opened());
    }

    private static void load(Simulation simulation, byte[] state) {
        try {
            simulation.load(new DataInputStream(new ByteArrayInputStream(state)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private Made made(
            SimulationSetup setup,
            Simulation simulation,
            Labels labels,
            Optional<Acknowledgement> last,
            JournalKeeper.Opened journal,
            long bytes,
            Consumer<String> onFailure) {
        Held held = host(setup, simulation, labels, last, Duration.ZERO, journal.journal(), bytes, onFailure);
        return new Made(held, journal.durable());
    }

    private Held host(
            SimulationSetup setup,
            Simulation simulation,
            Labels labels,
            Optional<Acknowledgement> last,
            Duration idle,
            Journal journal,
            long bytes,
            Consumer<String> onFailure) {
        StepMeter meter = meters.meter(setup, labels.current());
        SimulationPlayer player = new SimulationPlayer(
                setup,
                simulation,
                labels,
                last,
                journal,
                meter,
                new CheckpointPolicy(limits.checkpointLaneSteps()),
                () -> onFailure.accept(setup.id()),
                new Linger(busyWait, SYNC_NANOS, Thread::onSpinWait),
                nanoTime);
        HostedSimulation hosted = new HostedSimulation(setup, labels, player, idle, nanoTime, inline, pool);
        return new Held(hosted, meter, bytes);
    }
}
