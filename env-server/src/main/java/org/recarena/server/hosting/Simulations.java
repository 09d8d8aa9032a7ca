package org.recarena.server.hosting;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.recarena.server.hosting.SimulationMaker.Held;
import org.recarena.server.hosting.SimulationMaker.Made;
import org.recarena.simulator.Environment;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.v1.CloseReason;
import org.recarena.v1.CreateRequest;
import org.recarena.v1.ForkRequest;
import org.recarena.v1.Outcome;

/** The simulations that are open on this server: creates, finds, expires and ends them. Thread-safe. */
public final class Simulations {

    private final SetupReader setups;
    private final JournalKeeper journals;
    private final Occupancy occupancy;
    private final Executor opener;
    private final SimulationMaker maker;
    private final RequestIds requestIds = new RequestIds();
    private final Map<String, Held> open = new ConcurrentHashMap<>();
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

    Simulations(
            SetupReader setups,
            HostingLimits limits,
            JournalKeeper journals,
            MeterMaker meters,
            LongSupplier nanoTime,
            Executor pool,
            Executor opener,
            boolean busyWait) {
        this.setups = setups;
        this.journals = journals;
        this.opener = opener;
        this.occupancy = new Occupancy(limits);
        this.maker = new SimulationMaker(setups, limits, journals, meters, occupancy, nanoTime, pool, busyWait);
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
        return requestIds.once(
                request.getRequestId(),
                earlier -> setups.checkRepeats(request, earlier),
                () -> opened(() -> maker.open(request, owner, this::failed)));
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
        return requestIds.once(request.getRequestId(), earlier -> setups.checkRepeats(request, earlier), () -> {
            HostedSimulation from = find(request.getSimulationId());
            admission.accept(from.setup());
            return from.state()
                    .thenCompose(state -> opened(() -> maker.fork(request, from, state, owner, this::failed)));
        });
    }

    /** Makes a simulation on a thread for what may take long, and tells of it once that is durable. */
    private CompletableFuture<Created> opened(Supplier<Made> making) {
        CompletableFuture<Created> created = new CompletableFuture<>();
        opener.execute(() -> {
            try {
                requireOpen();
                Made made = making.get();
                HostedSimulation hosted = hold(made.held());
                CompletableFuture<?> unused = made.durable().whenComplete((done, failure) -> {
                    if (failure != null) {
                        created.completeExceptionally(failure);
                    } else {
                        created.complete(new Created(hosted, hosted.world().warnings()));
                    }
                });
            } catch (RuntimeException | OutOfMemoryError refused) {
                created.completeExceptionally(refused);
            }
        });
        return created;
    }

    private HostedSimulation hold(Held held) {
        HostedSimulation hosted = held.simulation();
        open.put(hosted.setup().id(), held);
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
            Optional<Outcome> last,
            long fingerprint,
            Duration idle,
            Journal journal) {
        HostedSimulation hosted =
                hold(maker.resume(setup, simulation, labels, last, fingerprint, idle, journal, this::failed));
        requestIds.remember(
                setup.requestId(), new Created(hosted, simulation.world().warnings()));
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
        return maker.world(environment, config, seed);
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
     * @return completed when it has ended, and all of it is recorded for good
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
        requestIds.forget(setup.requestId());
        return true;
    }

    private CompletableFuture<Void> end(Held held, CloseReason reason) {
        return held.simulation().close(reason, () -> maker.release(held));
    }

    /** A simulation that failed inside has ended by itself. */
    private void failed(String id) {
        Held held = open.get(id);
        if (held != null && forget(held)) {
            maker.release(held);
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
