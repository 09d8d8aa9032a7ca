package org.recarena.server.journal;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.recarena.server.hosting.Journal;
import org.recarena.server.hosting.JournalKeeper;
import org.recarena.server.hosting.LimitException;
import org.recarena.server.hosting.ShuttingDownException;
import org.recarena.server.hosting.SimulationSetup;
import org.recarena.server.hosting.Simulations;
import org.recarena.server.settings.Settings;
import org.recarena.server.threads.DaemonThreads;
import org.recarena.server.wire.ConfigCodec;
import org.recarena.server.wire.SpecCodec;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.trajectories.LogFailedException;
import org.recarena.trajectories.LogSettings;
import org.recarena.trajectories.TrajectoryLog;
import org.recarena.v1.Durability;
import org.recarena.v1.ForkedFrom;
import org.recarena.v1.LogRecord;
import org.recarena.v1.SimulationOpened;
import org.recarena.v1.SimulationOwner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps simulations in the logs of a data directory: what everybody may read in {@code log}, whole states to resume
 * from and who created what in {@code state}, ground truth that was asked for in {@code truth}. The latter two hold
 * what no agent may see. What was acknowledged and may not be on stable storage in {@code log} yet is in
 * {@code inputs}. Thread-safe.
 */
public final class LogKeeper implements JournalKeeper, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogKeeper.class);
    private static final String LOG_DIRECTORY = "log";
    private static final String STATE_DIRECTORY = "state";
    private static final String TRUTH_DIRECTORY = "truth";
    private static final String INPUTS_DIRECTORY = "inputs";

    private final Path data;
    private final TrajectoryLog log;
    private final TrajectoryLog state;
    private final TrajectoryLog truth;
    private final WriteAhead writeAhead;
    private final long busyBytes;
    private final InstantSource clock;

    private LogKeeper(Path data, List<TrajectoryLog> logs, WriteAhead writeAhead, long busyBytes, InstantSource clock) {
        this.data = data;
        this.log = logs.get(0);
        this.state = logs.get(1);
        this.truth = logs.get(2);
        this.writeAhead = writeAhead;
        this.busyBytes = busyBytes;
        this.clock = clock;
    }

    /**
     * Opens the logs of a data directory, which is made where it is missing.
     *
     * @param data the directory
     * @param settings for segment size, flush interval and busy waiting
     * @param clock for the wall-clock time of records
     * @return the keeper
     * @throws IOException where the directory cannot be used, is in use, or its log is damaged
     */
    public static LogKeeper open(Path data, Settings settings, InstantSource clock) throws IOException {
        LogSettings logSettings = LogSettings.defaults()
                .withSegmentBytes(settings.number("log-segment-size"))
                .withFlushInterval(settings.duration("log-flush-interval"))
                .withBusyWait(settings.flag("busy-wait"));
        LogSettings unhurried = logSettings.forLargeRecords(); // Nobody waits for a sync of these.
        List<TrajectoryLog> logs = new ArrayList<>();
        WriteAhead writeAhead;
        try {
            for (String name : List.of(LOG_DIRECTORY, STATE_DIRECTORY, TRUTH_DIRECTORY)) {
                logs.add(TrajectoryLog.open(data.resolve(name), unhurried, new DaemonThreads("recarena-" + name)));
            }
            writeAhead = new WriteAhead(
                    data.resolve(INPUTS_DIRECTORY),
                    logSettings,
                    logs.get(0),
                    new DaemonThreads("recarena-" + INPUTS_DIRECTORY));
        } catch (IOException | RuntimeException failed) {
            for (TrajectoryLog opened : logs) {
                opened.close();
            }
            throw failed;
        }
        for (TrajectoryLog other : logs) {
            logs.get(0).reserveSimulations(other.recovery().highestSimulation());
        }
        return new LogKeeper(data, logs, writeAhead, logSettings.queueBytes() / 2, clock);
    }

    /**
     * The log, for its figures.
     *
     * @return the log
     */
    public TrajectoryLog log() {
        return log;
    }

    /**
     * Where the log's files are.
     *
     * @return the directory
     */
    public Path directory() {
        return data.resolve(LOG_DIRECTORY);
    }

    /** What was acknowledged and the log may not have yet. */
    WriteAhead writeAhead() {
        return writeAhead;
    }

    /**
     * How long the last sync took that replies waited for.
     *
     * @return in nanoseconds; 0 before the first
     */
    public long lastSyncNanos() {
        return writeAhead.lastSyncNanos();
    }

    /** Where the states to resume from are. */
    Path stateDirectory() {
        return data.resolve(STATE_DIRECTORY);
    }

    /** Where ground truth is. */
    Path truthDirectory() {
        return data.resolve(TRUTH_DIRECTORY);
    }

    /**
     * Says that the log was completed, and newer states were recorded: puts both on stable storage, and removes what
     * the log was completed from.
     *
     * @throws IOException if that cannot be; all is tried again at the next start then
     */
    void completed() throws IOException {
        try {
            state.sync();
            log.sync();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the log was completed");
        } catch (LogFailedException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
        writeAhead.complete();
    }

    @Override
    public boolean isAvailable() {
        return true;
    }

    @Override
    public Opened open(SimulationSetup setup, Map<String, String> labels, World world) {
        long number = log.nextSimulation();
        noteOwner(number, setup);
        CompletableFuture<Void> durable = append(opened(number, setup, labels, world), setup);
        LogJournal journal = journal(number, setup);
        journal.truth(world);
        return new Opened(journal, durable);
    }

    /**
     * The state goes first, and is on stable storage before anything says that there is a fork: without it the fork
     * could not be brought back.
     */
    @Override
    public Opened fork(SimulationSetup setup, Journal.State begin, Simulation simulation) {
        long number = log.nextSimulation();
        noteOwner(number, setup);
        LogJournal journal = journal(number, setup);
        try {
            journal.checkpoint(begin);
            state.sync();
        } catch (IllegalArgumentException tooLarge) {
            throw LimitException.fixed(
                    "bytes of state in the fork", begin.simulation().length, TrajectoryLog.MAX_RECORD_BYTES);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new ShuttingDownException();
        }
        CompletableFuture<Void> durable = append(opened(number, setup, begin.labels(), simulation.world()), setup);
        journal.truth(simulation.world());
        if (begin.step() > 0) {
            journal.outcome(simulation.present(), simulation);
        }
        return new Opened(journal, durable);
    }

    /** Records whose limit a simulation counts towards. Nobody waits for it, and nobody is refused for want of it. */
    private void noteOwner(long number, SimulationSetup setup) {
        SimulationOwner owner =
                SimulationOwner.newBuilder().setClient(setup.owner()).build();
        try {
            state.append(Entries.entry(clock, number).setOwner(owner).build());
        } catch (LogFailedException unrecorded) {
            LOG.debug("simulation {} will count towards no client's limit after a restart", setup.id(), unrecorded);
        }
    }

    private LogRecord opened(long number, SimulationSetup setup, Map<String, String> labels, World world) {
        SimulationOpened.Builder opened = SimulationOpened.newBuilder()
                .setSimulationId(setup.id())
                .setEnvironmentId(setup.environmentId())
                .setConfig(ConfigCodec.toStruct(setup.config().values()))
                .setSeed(setup.seed())
                .setLanes(setup.lanes())
                .setAutoreset(setup.describeAutoreset())
                .addAllObservations(setup.sent())
                .putAllLabels(labels)
                .setLog(setup.log())
                .addAllLoggedObservations(SpecCodec.tensors(setup.observations(setup.logged())))
                .addAllSignals(SpecCodec.tensors(setup.spaces().signals()))
                .setAction(SpecCodec.action(setup.spaces().action()))
                .addAllRewards(setup.spaces().rewards())
                .setRequestId(setup.requestId())
                .addAllObservationsSentOnce(setup.sentOnce())
                .addAllConstantObservations(SpecCodec.tensors(setup.observations(setup.loggedOnce())))
                .addAllConstants(OutcomePacker.constants(world, setup.loggedOnce()))
                .setIdleTimeoutSeconds(setup.idleTimeout().toNanos() / 1e9);
        setup.forkedFrom()
                .ifPresent(origin -> opened.setForkedFrom(
                        ForkedFrom.newBuilder().setSimulationId(origin.id()).setStep(origin.step())));
        return Entries.entry(clock, number).setOpened(opened).build();
    }

    /** Appends the record of a creation; completed when it is as durable as the simulation asks. */
    private CompletableFuture<Void> append(LogRecord opened, SimulationSetup setup) {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        if (setup.log().getDurability() == Durability.DURABILITY_SYNCED) {
            writeAhead.append(opened, new Completion(durable));
        } else {
            log.append(opened);
            durable.complete(null);
        }
        return durable;
    }

    /** The journal of a simulation with a number. */
    LogJournal journal(long number, SimulationSetup setup) {
        Optional<TruthJournal> truths =
                setup.log().getGroundTruth() ? Optional.of(new TruthJournal(truth, number, clock)) : Optional.empty();
        return new LogJournal(log, writeAhead, state, truths, number, busyBytes, setup, clock);
    }

    /**
     * Brings back the simulations that were open when the last server stopped, however it did.
     *
     * @param simulations where they are taken up
     * @throws IOException where the log cannot be read
     */
    public void recover(Simulations simulations) throws IOException {
        new Resumption(this, simulations, clock).run();
    }

    @Override
    public void close() {
        boolean complete = closeOrTell(log::close);
        closeOrTell(() -> writeAhead.close(complete));
        closeOrTell(state::close);
        closeOrTell(truth::close);
    }

    private interface Closing {
        void run() throws IOException;
    }

    /** Returns whether it went well. */
    private static boolean closeOrTell(Closing closing) {
        try {
            closing.run();
            return true;
        } catch (IOException failed) {
            LOG.error("the log was not closed properly", failed);
            return false;
        }
    }
}
