package org.recarena.server.journal;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.recarena.server.hosting.Modes;
import org.recarena.server.hosting.SimulationSetup;
import org.recarena.server.hosting.Simulations;
import org.recarena.server.wire.ConfigCodec;
import org.recarena.server.wire.OutcomeCodec;
import org.recarena.simulator.Environment;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.space.Spaces;
import org.recarena.trajectories.LogReader;
import org.recarena.trajectories.UnpackedColumn;
import org.recarena.v1.Checkpoint;
import org.recarena.v1.LogRecord;
import org.recarena.v1.ResetTaken;
import org.recarena.v1.SimulationOpened;
import org.recarena.v1.StepTaken;
import org.recarena.v1.TensorSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds the simulations that are open at the end of a log: each from its last checkpoint, or from its seed, by
 * playing the inputs that follow once more. Outcomes that a crash kept from being written are appended. Inputs are
 * played as they are read, so that memory need hold the simulations only.
 */
final class Resumption {

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private final LogKeeper keeper;
    private final Simulations simulations;
    private final InstantSource clock;

    Resumption(LogKeeper keeper, Simulations simulations, InstantSource clock) {
        this.keeper = keeper;
        this.simulations = simulations;
        this.clock = clock;
    }

    void run() throws IOException {
        Map<Long, OpenSimulation> open = new TreeMap<>();
        read(keeper.directory(), number -> true, entry -> open(entry, open));
        read(
                keeper.stateDirectory(),
                open::containsKey,
                entry -> find(entry, open).ifPresent(simulation -> simulation.consider(entry)));
        Map<Long, Revival> revivals = new TreeMap<>();
        for (OpenSimulation simulation : open.values()) {
            attempt(simulation, revivals, () -> revivals.put(simulation.number, revive(simulation)));
        }
        read(keeper.directory(), revivals::containsKey, entry -> {
            Revival revival = revivals.get(entry.getSimulation());
            if (revival != null) {
                attempt(revival.from, revivals, () -> revival.play(entry));
            }
        });
        for (Revival revival : List.copyOf(revivals.values())) {
            attempt(revival.from, revivals, () -> revival.finish(simulations, clock.instant()));
        }
        if (!open.isEmpty()) {
            LOG.info("brought back {} of {} simulations from {}", revivals.size(), open.size(), keeper.directory());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** What cannot be brought back is told and left out; the others are. */
    private static void attempt(OpenSimulation simulation, Map<Long, Revival> revivals, Work work) {
        try {
            work.run();
        } catch (IOException | RuntimeException failed) {
            revivals.remove(simulation.number);
            LOG.error(
                    "simulation {} of {} cannot be brought back; its log stays",
                    simulation.opened.getSimulationId(),
                    simulation.opened.getEnvironmentId(),
                    failed);
        }
    }

    private static void read(Path directory, LongPredicate numbers, Consumer<LogRecord> consumer) throws IOException {
        try (LogReader reader = LogReader.open(directory, numbers)) {
            for (LogRecord entry = reader.next(); entry != null; entry = reader.next()) {
                consumer.accept(entry);
            }
        }
    }

    private static Optional<OpenSimulation> find(LogRecord entry, Map<Long, OpenSimulation> open) {
        return Optional.ofNullable(open.get(entry.getSimulation()));
    }

    /** The first pass: which simulations are open at the end, and how far their records go. */
    private static void open(LogRecord entry, Map<Long, OpenSimulation> open) {
        switch (entry.getKindCase()) {
            case OPENED -> open.put(entry.getSimulation(), new OpenSimulation(entry));
            case CLOSED -> open.remove(entry.getSimulation());
            default -> find(entry, open).ifPresent(simulation -> simulation.note(entry));
        }
    }

    /** The number of the reset or step whose inputs these are. */
    private static long number(LogRecord inputs) {
        return inputs.hasReset()
                ? inputs.getReset().getStep()
                : inputs.getStep().getStep();
    }

    private static Instant time(LogRecord entry) {
        return Instant.EPOCH.plus(entry.getWallMicros(), ChronoUnit.MICROS);
    }

    /** What is known of one simulation. */
    private static final class OpenSimulation {
        private final long number;
        private final Instant created;
        private final SimulationOpened opened;
        private Optional<Checkpoint> checkpoint = Optional.empty();
        private Instant lastUsed;
        private long lastInputs;
        private long lastOutcome;

        OpenSimulation(LogRecord entry) {
            this.number = entry.getSimulation();
            this.opened = entry.getOpened().toBuilder().clearConstants().build(); // They may be large.
            this.created = time(entry);
            this.lastUsed = created;
            // A fork goes on where it began, and the log has how things stood there.
            this.lastInputs = opened.getForkedFrom().getStep();
            this.lastOutcome = lastInputs;
        }

        void note(LogRecord entry) {
            if (entry.hasReset() || entry.hasStep()) {
                lastInputs = number(entry);
                lastUsed = time(entry);
            } else if (entry.hasOutcome()) {
                lastOutcome = entry.getOutcome().getStep();
            }
        }

        /** The second pass: the last state that is not ahead of the inputs, which a power cut can make it. */
        void consider(LogRecord entry) {
            if (entry.hasCheckpoint() && entry.getCheckpoint().getStep() <= lastInputs) {
                checkpoint = Optional.of(entry.getCheckpoint());
            }
        }
    }

    private Revival revive(OpenSimulation from) throws IOException {
        SimulationOpened opened = from.opened;
        Environment environment = simulations.environment(opened.getEnvironmentId());
        Config config = environment.schema().resolve(ConfigCodec.toMap(opened.getConfig()));
        SimulationSetup setup = setup(from, config, environment.spaces(config));
        World world = simulations.world(environment, config, opened.getSeed());
        Simulation simulation = new Simulation(world, setup.seed(), setup.lanes(), setup.autoreset(), setup.opened());
        return new Revival(from, setup, simulation, keeper.journal(from.number, setup));
    }

    /** A simulation on its way to where it was: the third pass. */
    private static final class Revival {
        private final OpenSimulation from;
        private final SimulationSetup setup;
        private final Simulation simulation;
        private final LogJournal journal;
        private final Map<String, String> labels;
        private Optional<org.recarena.v1.Outcome> reply = Optional.empty();
        private Optional<Outcome> lastPlayed = Optional.empty();
        private long fingerprint;

        Revival(OpenSimulation from, SimulationSetup setup, Simulation simulation, LogJournal journal)
                throws IOException {
            this.from = from;
            this.setup = setup;
            this.simulation = simulation;
            this.journal = journal;
            this.labels = new TreeMap<>(from.opened.getLabelsMap());
            if (from.checkpoint.isPresent()) {
                load(from.checkpoint.get());
                from.checkpoint = Optional.empty(); // It may be large.
            } else if (setup.forkedFrom().isPresent()) {
                throw new IOException("the state that it was forked with is missing from the state directory");
            }
        }

        private void load(Checkpoint checkpoint) throws IOException {
            simulation.load(new DataInputStream(checkpoint.getState().newInput()));
            labels.clear();
            labels.putAll(checkpoint.getLabelsMap());
            reply = checkpoint.hasLastOutcome() ? Optional.of(checkpoint.getLastOutcome()) : Optional.empty();
            fingerprint = checkpoint.getLastRequestFingerprint();
        }

        /** Plays inputs that came after the state. */
        void play(LogRecord entry) throws IOException {
            if (!(entry.hasReset() || entry.hasStep()) || number(entry) <= simulation.stepNumber()) {
                return;
            }
            Outcome outcome = replay(entry, simulation, labels);
            if (outcome.step() > from.lastOutcome) {
                journal.outcome(outcome, simulation);
            }
            fingerprint = entry.hasReset()
                    ? entry.getReset().getFingerprint()
                    : entry.getStep().getFingerprint();
            lastPlayed = Optional.of(outcome);
        }

        void finish(Simulations simulations, Instant now) {
            int components = simulation.world().rewardModel().names().size();
            Optional<org.recarena.v1.Outcome> last = lastPlayed
                    .map(outcome -> OutcomeCodec.encode(outcome, setup.sent().size(), components))
                    .or(() -> reply);
            Duration idle = Duration.between(from.lastUsed, now);
            simulations.resume(
                    setup, simulation, labels, last, fingerprint, idle.isNegative() ? Duration.ZERO : idle, journal);
        }
    }

    private static Outcome replay(LogRecord inputs, Simulation simulation, Map<String, String> labels)
            throws IOException {
        long step = number(inputs);
        if (step != simulation.stepNumber() + 1) {
            throw new IOException("the log goes on with step " + step + " after step " + simulation.stepNumber());
        }
        if (inputs.hasReset()) {
            ResetTaken reset = inputs.getReset();
            merge(labels, reset.getLabelsMap());
            return simulation.reset(
                    reset.getMask().toByteArray(),
                    reset.getLaneSeedsList().stream().mapToLong(Long::longValue).toArray());
        }
        StepTaken taken = inputs.getStep();
        merge(labels, taken.getLabelsMap());
        return simulation.step(UnpackedColumn.of(taken.getActions()).toInts());
    }

    private static void merge(Map<String, String> labels, Map<String, String> update) {
        update.forEach((key, value) -> {
            if (value.isEmpty()) {
                labels.remove(key);
            } else {
                labels.put(key, value);
            }
        });
    }

    private static SimulationSetup setup(OpenSimulation from, Config config, Spaces spaces) {
        SimulationOpened opened = from.opened;
        return new SimulationSetup(
                opened.getSimulationId(),
                "",
                opened.getEnvironmentId(),
                config,
                opened.getSeed(),
                opened.getLanes(),
                Modes.fromWire(opened.getAutoreset(), opened.getAutoresetValue()),
                spaces,
                List.copyOf(opened.getObservationsList()),
                List.copyOf(opened.getObservationsSentOnceList()),
                names(opened.getLoggedObservationsList()),
                names(opened.getConstantObservationsList()),
                opened.getLog(),
                opened.getRequestId(),
                Duration.ofNanos(Math.round(opened.getIdleTimeoutSeconds() * 1e9)),
                from.created,
                opened.hasForkedFrom()
                        ? Optional.of(new SimulationSetup.Origin(
                                opened.getForkedFrom().getSimulationId(),
                                opened.getForkedFrom().getStep()))
                        : Optional.empty());
    }

    private static List<String> names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::getName).toList();
    }
}
