package org.recarena.server.journal;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
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
 * playing the inputs that follow once more. Outcomes that a crash kept from being written are appended.
 */
final class Resumption {

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private final LogKeeper keeper;
    private final Simulations simulations;

    Resumption(LogKeeper keeper, Simulations simulations) {
        this.keeper = keeper;
        this.simulations = simulations;
    }

    void run() throws IOException {
        Map<Long, OpenSimulation> open = new TreeMap<>();
        read(keeper.directory(), entry -> open(entry, open));
        read(keeper.stateDirectory(), entry -> find(entry, open).ifPresent(simulation -> simulation.consider(entry)));
        read(keeper.directory(), entry -> find(entry, open).ifPresent(simulation -> simulation.collect(entry)));
        int resumed = 0;
        for (OpenSimulation simulation : open.values()) {
            try {
                resume(simulation);
                resumed++;
            } catch (IOException | RuntimeException failed) {
                LOG.error(
                        "simulation {} of {} cannot be brought back; its log stays",
                        simulation.opened.getSimulationId(),
                        simulation.opened.getEnvironmentId(),
                        failed);
            }
        }
        if (!open.isEmpty()) {
            LOG.info("brought back {} of {} simulations from {}", resumed, open.size(), keeper.directory());
        }
    }

    private static void read(Path directory, Consumer<LogRecord> consumer) throws IOException {
        try (LogReader reader = LogReader.open(directory)) {
            for (LogRecord entry = reader.next(); entry != null; entry = reader.next()) {
                consumer.accept(entry);
            }
        }
    }

    private static Optional<OpenSimulation> find(LogRecord entry, Map<Long, OpenSimulation> open) {
        return Optional.ofNullable(open.get(entry.getSimulation()));
    }

    /** The first pass: which simulations are open at the end, and how far their inputs go. */
    private static void open(LogRecord entry, Map<Long, OpenSimulation> open) {
        switch (entry.getKindCase()) {
            case OPENED -> open.put(entry.getSimulation(), new OpenSimulation(entry));
            case CLOSED -> open.remove(entry.getSimulation());
            case RESET, STEP -> find(entry, open).ifPresent(simulation -> simulation.lastInputs = number(entry));
            default -> {
                // Says nothing about that.
            }
        }
    }

    /** The number of the reset or step whose inputs these are. */
    private static long number(LogRecord inputs) {
        return inputs.hasReset()
                ? inputs.getReset().getStep()
                : inputs.getStep().getStep();
    }

    /** What is known of one simulation. */
    private static final class OpenSimulation {
        private final long number;
        private final Instant created;
        private final SimulationOpened opened;
        private final List<LogRecord> inputs = new ArrayList<>();
        private Optional<Checkpoint> checkpoint = Optional.empty();
        private long lastInputs;
        private long lastOutcome;

        OpenSimulation(LogRecord entry) {
            this.number = entry.getSimulation();
            this.opened = entry.getOpened();
            this.created = Instant.EPOCH.plusNanos(Math.multiplyExact(entry.getWallMicros(), 1_000));
        }

        /** The second pass: the last state that is not ahead of the inputs, which a power cut can make it. */
        void consider(LogRecord entry) {
            if (entry.hasCheckpoint() && entry.getCheckpoint().getStep() <= lastInputs) {
                checkpoint = Optional.of(entry.getCheckpoint());
            }
        }

        /** The third pass: what came after that state. */
        void collect(LogRecord entry) {
            if (entry.hasReset() || entry.hasStep()) {
                if (number(entry) > checkpoint.map(Checkpoint::getStep).orElse(0L)) {
                    inputs.add(entry);
                }
            } else if (entry.hasOutcome()) {
                lastOutcome = entry.getOutcome().getStep();
            }
        }
    }

    private void resume(OpenSimulation from) throws IOException {
        SimulationOpened opened = from.opened;
        Environment environment = simulations.environment(opened.getEnvironmentId());
        Config config = environment.schema().resolve(ConfigCodec.toMap(opened.getConfig()));
        SimulationSetup setup = setup(from, config, environment.spaces(config));
        World world = simulations.world(environment, config, opened.getSeed());
        Simulation simulation = new Simulation(world, setup.seed(), setup.lanes(), setup.autoreset(), setup.opened());
        LogJournal journal = keeper.journal(from.number, setup);
        Map<String, String> labels = new TreeMap<>(opened.getLabelsMap());
        Optional<org.recarena.v1.Outcome> reply = Optional.empty();
        long fingerprint = 0;
        if (from.checkpoint.isPresent()) {
            Checkpoint checkpoint = from.checkpoint.get();
            simulation.load(new DataInputStream(
                    new ByteArrayInputStream(checkpoint.getState().toByteArray())));
            labels = new TreeMap<>(checkpoint.getLabelsMap());
            reply = checkpoint.hasLastOutcome() ? Optional.of(checkpoint.getLastOutcome()) : Optional.empty();
            fingerprint = checkpoint.getLastRequestFingerprint();
        }
        for (LogRecord inputs : from.inputs) {
            Outcome outcome = replay(inputs, simulation, labels);
            if (outcome.step() > from.lastOutcome) {
                journal.outcome(outcome, simulation);
            }
            fingerprint = inputs.hasReset()
                    ? inputs.getReset().getFingerprint()
                    : inputs.getStep().getFingerprint();
            reply = Optional.of(OutcomeCodec.encode(
                    outcome, setup.sent().size(), world.rewardModel().names().size()));
        }
        simulations.resume(setup, simulation, labels, reply, fingerprint, journal);
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
                opened.getLoggedObservationsList().stream()
                        .map(TensorSpec::getName)
                        .toList(),
                opened.getLog(),
                opened.getRequestId(),
                Duration.ofNanos(Math.round(opened.getIdleTimeoutSeconds() * 1e9)),
                from.created);
    }
}
