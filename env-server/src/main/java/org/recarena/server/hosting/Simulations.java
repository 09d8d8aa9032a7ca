package org.recarena.server.hosting;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.recarena.simulator.Environment;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.v1.CloseReason;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.ForkRequest;

/** The simulations that are open on this server: creates, finds, expires and ends them. Thread-safe. */
public final class Simulations {

    private final SetupReader setups;
    private final HostingLimits limits;
    private final JournalKeeper journals;
    private final MeterMaker meters;
    private final LongSupplier nanoTime;
    private final Executor pool;
    private final Executor opener;
    private final WorldCache worlds = new WorldCache();
    private final InlinePolicy inline;
    private final Occupancy occupancy;
    private final Map<String, Held> open = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Created>> byRequestId = new ConcurrentHashMap<>();
    private volatile Phase phase = Phase.STARTING;

    private enum Phase {
        STARTING,
        OPEN,
        STOPPING
    }

    /** Makes the meter of a new simulation. Thread-safe. */
    @FunctionalInterface
    public interface MeterMaker {
        /**
         * A meter of its own.
         *
         * @param setup of the simulation
         * @param labels at the beginning
         * @return the meter
         */
        StepMeter meter(SimulationSetup setup, Map<String, String> labels);
    }

    /**
     * An open simulation with what its creator should know.
     *
     * @param simulation the simulation
     * @param warnings sentences
     */
    public record Created(HostedSimulation simulation, List<String> warnings) {}

    private record Held(HostedSimulation simulation, StepMeter meter, long bytes) {}

    Simulations(
            SetupReader setups,
            HostingLimits limits,
            JournalKeeper journals,
            MeterMaker meters,
            LongSupplier nanoTime,
            Executor pool,
            Executor opener) {
        this.setups = setups;
        this.limits = limits;
        this.journals = journals;
        this.meters = meters;
        this.nanoTime = nanoTime;
        this.inline = new InlinePolicy(nanoTime);
        this.pool = pool;
        this.opener = opener;
        this.occupancy = new Occupancy(limits);
    }

    /** Takes calls from here on; what was to be taken up of an earlier run is. */
    public void begin() {
        phase = Phase.OPEN;
    }

    private void requireOpen() {
        switch (phase) {
            case STARTING -> throw new StartingException();
            case STOPPING -> throw new ShuttingDownException();
            case OPEN -> {
                // As it should be.
            }
        }
    }

    /**
     * Opens a world for a client. Making a large one takes long, so it happens on threads of its own.
     *
     * @param request what the client asks for
     * @param owner who it is, for limits
     * @return completed when the simulation is open and its creation is durable; failed with what refuses it
     */
    public CompletableFuture<Created> create(CreateRequest request, String owner) {
        requireOpen();
        return once(
                request.getRequestId(),
                earlier -> setups.checkRepeats(request, earlier),
                () -> completedBy(created -> open(request, owner, created)));
    }

    /**
     * Copies a simulation as it stands into a new one.
     *
     * @param request what the client asks for
     * @param owner who it is, for limits
     * @param admission refuses simulations that this client may not copy, by throwing
     * @return completed when the copy is open and its creation is durable; failed with what refuses it
     */
    public CompletableFuture<Created> fork(ForkRequest request, String owner, Consumer<SimulationSetup> admission) {
        requireOpen();
        return once(request.getRequestId(), earlier -> setups.checkRepeats(request, earlier), () -> {
            HostedSimulation from = find(request.getSimulationId());
            admission.accept(from.setup());
            return from.state()
                    .thenCompose(state -> completedBy(created -> fork(request, from, state, owner, created)));
        });
    }

    /** Makes a simulation unless the request id has made one already; then that one is the answer, if it fits. */
    private CompletableFuture<Created> once(
            String requestId, Consumer<SimulationSetup> check, Supplier<CompletableFuture<Created>> maker) {
        if (requestId.isEmpty()) {
            return maker.get();
        }
        CompletableFuture<Created> created = new CompletableFuture<>();
        CompletableFuture<Created> earlier = byRequestId.putIfAbsent(requestId, created);
        if (earlier != null) {
            return earlier.thenApply(first -> {
                check.accept(first.simulation().setup());
                return first;
            });
        }
        CompletableFuture<Created> made;
        try {
            made = maker.get();
        } catch (RuntimeException refused) {
            made = CompletableFuture.failedFuture(refused);
        }
        CompletableFuture<?> unused = made.whenComplete((result, failure) -> {
            if (failure != null) {
                byRequestId.remove(requestId, created);
                created.completeExceptionally(failure instanceof CompletionException ? failure.getCause() : failure);
            } else {
                created.complete(result);
            }
        });
        return created;
    }

    /** Does what may take long on a thread for that. */
    private CompletableFuture<Created> completedBy(Consumer<CompletableFuture<Created>> work) {
        CompletableFuture<Created> created = new CompletableFuture<>();
        opener.execute(() -> {
            try {
                work.accept(created);
            } catch (RuntimeException | OutOfMemoryError refused) {
                created.completeExceptionally(refused);
            }
        });
        return created;
    }

    private void open(CreateRequest request, String owner, CompletableFuture<Created> created) {
        requireOpen();
        Environment environment = setups.environment(request.getEnvironmentId());
        SimulationSetup setup = setups.read(request, environment, owner);
        Labels labels = new Labels(request.getLabelsMap());
        occupancy.checkSize(
                environment.worldBytes(setup.config()), Math.max(setup.replyBytes(), setup.descriptionBytes()));
        World world = worlds.get(environment, setup.config(), setup.seed());
        long bytes = setup.lanes() * world.laneBytes(java.util.Set.copyOf(setup.opened()));
        occupancy.reserve(owner, setup.lanes(), bytes);
        JournalKeeper.Opened journal;
        HostedSimulation hosted;
        try {
            Simulation simulation =
                    new Simulation(world, setup.seed(), setup.lanes(), setup.autoreset(), setup.opened());
            journal = setup.log().getDisabled()
                    ? JournalKeeper.NONE.open(setup, labels.current(), world)
                    : journals.open(setup, labels.current(), world);
            hosted = host(setup, simulation, labels, Optional.empty(), Duration.ZERO, journal.journal(), bytes);
        } catch (RuntimeException | Error failed) {
            occupancy.release(owner, setup.lanes(), bytes);
            throw failed;
        }
        whenDurable(journal, hosted, created);
    }

    private void fork(
            ForkRequest request,
            HostedSimulation from,
            Journal.State state,
            String owner,
            CompletableFuture<Created> created) {
        requireOpen();
        SimulationSetup setup = setups.fork(request, from.setup(), state.step(), owner);
        Labels labels = new Labels(state.labels());
        labels.check(request.getLabelsMap());
        labels.update(request.getLabelsMap());
        World world = from.world();
        long bytes = setup.lanes() * world.laneBytes(java.util.Set.copyOf(setup.opened()));
        occupancy.reserve(owner, setup.lanes(), bytes);
        JournalKeeper.Opened journal;
        HostedSimulation hosted;
        try {
            Simulation simulation =
                    new Simulation(world, setup.seed(), setup.lanes(), setup.autoreset(), setup.opened());
            simulation.load(new DataInputStream(new ByteArrayInputStream(state.simulation())));
            journal = setup.log().getDisabled()
                    ? JournalKeeper.NONE.fork(setup, state, simulation)
                    : journals.fork(setup, state.withLabels(labels.current()), simulation);
            Optional<Acknowledgement> last =
                    state.lastOutcome().map(outcome -> Acknowledgement.restored(outcome, state.lastFingerprint()));
            hosted = host(setup, simulation, labels, last, Duration.ZERO, journal.journal(), bytes);
        } catch (IOException impossible) {
            occupancy.release(owner, setup.lanes(), bytes);
            throw new UncheckedIOException(impossible);
        } catch (RuntimeException | Error failed) {
            occupancy.release(owner, setup.lanes(), bytes);
            throw failed;
        }
        whenDurable(journal, hosted, created);
    }

    private static void whenDurable(
            JournalKeeper.Opened journal, HostedSimulation hosted, CompletableFuture<Created> created) {
        CompletableFuture<?> unused = journal.durable().whenComplete((done, failure) -> {
            if (failure != null) {
                created.completeExceptionally(failure);
            } else {
                created.complete(new Created(hosted, hosted.world().warnings()));
            }
        });
    }

    private HostedSimulation host(
            SimulationSetup setup,
            Simulation simulation,
            Labels labels,
            Optional<Acknowledgement> last,
            Duration idle,
            Journal journal,
            long bytes) {
        StepMeter meter = meters.meter(setup, labels.current());
        HostedSimulation hosted = new HostedSimulation(
                setup,
                simulation,
                labels,
                last,
                journal,
                meter,
                new CheckpointPolicy(limits.checkpointLaneSteps()),
                () -> failed(setup.id()),
                idle,
                nanoTime,
                inline,
                pool);
        open.put(setup.id(), new Held(hosted, meter, bytes));
        return hosted;
    }

    /**
     * Takes up a simulation of an earlier run of the server.
     *
     * @param setup as it was
     * @param simulation in the state after its last reset or step
     * @param labels in force
     * @param last the reply to the last reset or step, with the fingerprint of its request; empty before the first
     * @param fingerprint of that request
     * @param idle how long nobody has called it
     * @param journal goes on with it
     */
    public void resume(
            SimulationSetup setup,
            Simulation simulation,
            Map<String, String> labels,
            Optional<org.recarena.v1.Outcome> last,
            long fingerprint,
            Duration idle,
            Journal journal) {
        World world = simulation.world();
        long bytes = setup.lanes() * world.laneBytes(java.util.Set.copyOf(setup.opened()));
        occupancy.take(setup.owner(), setup.lanes(), bytes);
        HostedSimulation hosted = host(
                setup,
                simulation,
                new Labels(labels),
                last.map(outcome -> Acknowledgement.restored(outcome, fingerprint)),
                idle,
                journal,
                bytes);
        if (!setup.requestId().isEmpty()) {
            byRequestId.put(
                    setup.requestId(), CompletableFuture.completedFuture(new Created(hosted, world.warnings())));
        }
    }

    /**
     * An environment of the catalogue.
     *
     * @param id its versioned id
     * @return the environment
     * @throws UnknownEnvironmentException if there is none
     */
    public Environment environment(String id) {
        return setups.environment(id);
    }

    /**
     * The world of a simulation that is being rebuilt.
     *
     * @param environment its environment
     * @param config complete
     * @param seed of the world
     * @return the world
     */
    public World world(Environment environment, Config config, long seed) {
        return worlds.get(environment, config, seed);
    }

    /**
     * An open simulation.
     *
     * @param id its handle
     * @return the simulation
     * @throws UnknownSimulationException if there is none
     */
    public HostedSimulation find(String id) {
        requireOpen();
        Held held = open.get(id);
        if (held == null) {
            throw new UnknownSimulationException(id);
        }
        return held.simulation();
    }

    /**
     * All open simulations.
     *
     * @return in order of creation
     */
    public List<HostedSimulation> all() {
        return open.values().stream()
                .map(Held::simulation)
                .sorted(Comparator.comparing(
                                (HostedSimulation hosted) -> hosted.setup().created())
                        .thenComparing(hosted -> hosted.setup().id()))
                .toList();
    }

    /**
     * Ends a simulation.
     *
     * @param id its handle
     * @param reason why
     * @return completed when it has ended
     * @throws UnknownSimulationException if there is none
     */
    public CompletableFuture<Void> close(String id, CloseReason reason) {
        requireOpen();
        Held held = open.get(id);
        if (held == null || !forget(held)) {
            throw new UnknownSimulationException(id);
        }
        return end(held, reason);
    }

    /** Takes a simulation out of what can be called; false where somebody else has. */
    private boolean forget(Held held) {
        SimulationSetup setup = held.simulation().setup();
        if (!open.remove(setup.id(), held)) {
            return false;
        }
        if (!setup.requestId().isEmpty()) {
            byRequestId.remove(setup.requestId());
        }
        return true;
    }

    private CompletableFuture<Void> end(Held held, CloseReason reason) {
        return held.simulation().close(reason).whenComplete((done, failure) -> free(held));
    }

    private void free(Held held) {
        SimulationSetup setup = held.simulation().setup();
        occupancy.release(setup.owner(), setup.lanes(), held.bytes());
        held.meter().closed();
    }

    /** A simulation that failed inside has ended by itself. */
    private void failed(String id) {
        Held held = open.get(id);
        if (held != null && forget(held)) {
            free(held);
        }
    }

    /** Ends the simulations that nobody has called for their idle timeout. To be called now and then. */
    public void expireIdle() {
        for (Held held : open.values()) {
            HostedSimulation simulation = held.simulation();
            if (simulation.idleNanos() > simulation.setup().idleTimeout().toNanos() && forget(held)) {
                CompletableFuture<?> unused = end(held, CloseReason.CLOSE_REASON_EXPIRED);
            }
        }
    }

    /**
     * Takes no more calls and writes every simulation's state.
     *
     * @return completed when all are written
     */
    public CompletableFuture<Void> suspendAll() {
        phase = Phase.STOPPING;
        return CompletableFuture.allOf(
                open.values().stream().map(held -> held.simulation().suspend()).toArray(CompletableFuture<?>[]::new));
    }

    /**
     * How many are open.
     *
     * @return simulations
     */
    public int count() {
        return occupancy.simulations();
    }

    /**
     * How many lanes they have together.
     *
     * @return lanes
     */
    public long laneCount() {
        return occupancy.lanes();
    }

    /**
     * Whether they can be logged at all.
     *
     * @return false where the server keeps no log
     */
    public boolean isLogged() {
        return journals.isAvailable();
    }
}
