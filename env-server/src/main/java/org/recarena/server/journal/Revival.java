package org.recarena.server.journal;

import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.recarena.server.hosting.Journal;
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
import org.recarena.trajectories.UnpackedColumn;
import org.recarena.trajectories.steps.LabelChanges;
import org.recarena.v1.Checkpoint;
import org.recarena.v1.LogRecord;
import org.recarena.v1.ResetTaken;
import org.recarena.v1.SimulationOpened;
import org.recarena.v1.StepTaken;
import org.recarena.v1.TensorSpec;

/** A simulation on its way to where it was when its server stopped. Used by one thread. */
final class Revival {

    private final OpenSimulation from;
    private final SimulationSetup setup;
    private final Simulation simulation;
    private final LogJournal journal;
    private Map<String, String> labels;
    private Optional<org.recarena.v1.Outcome> reply = Optional.empty();
    private Optional<Outcome> lastPlayed = Optional.empty();
    private long fingerprint;

    private Revival(OpenSimulation from, SimulationSetup setup, Simulation simulation, LogJournal journal)
            throws IOException {
        this.from = from;
        this.setup = setup;
        this.simulation = simulation;
        this.journal = journal;
        this.labels = from.opened().getLabelsMap();
        Optional<Checkpoint> checkpoint = from.takeCheckpoint();
        if (checkpoint.isPresent()) {
            load(checkpoint.get());
        } else if (setup.forkedFrom().isPresent()) {
            throw new IOException("the state that it was forked with is missing from the state directory");
        }
    }

    /** Makes the simulation anew, in the state to go on from. */
    static Revival begin(OpenSimulation from, LogKeeper keeper, Simulations simulations) throws IOException {
        SimulationOpened opened = from.opened();
        Environment environment = simulations.environment(opened.getEnvironmentId());
        Config config = environment.schema().resolve(ConfigCodec.toMap(opened.getConfig()));
        SimulationSetup setup = setup(from, config, environment.spaces(config));
        World world = simulations.world(environment, config, opened.getSeed());
        Simulation simulation = new Simulation(world, setup.seed(), setup.lanes(), setup.autoreset(), setup.opened());
        return new Revival(from, setup, simulation, keeper.journal(from.number(), setup));
    }

    OpenSimulation from() {
        return from;
    }

    private void load(Checkpoint checkpoint) throws IOException {
        simulation.load(new DataInputStream(checkpoint.getState().newInput()));
        labels = checkpoint.getLabelsMap();
        reply = checkpoint.hasLastOutcome() ? Optional.of(checkpoint.getLastOutcome()) : Optional.empty();
        fingerprint = checkpoint.getLastRequestFingerprint();
    }

    /** Plays inputs that came after the state, and appends to the log what came of them where that is missing. */
    void play(LogRecord inputs) throws IOException {
        if (OpenSimulation.step(inputs) <= simulation.stepNumber()) {
            return;
        }
        Outcome outcome = replay(inputs);
        if (outcome.step() > from.lastOutcome()) {
            journal.outcome(outcome);
        }
        if (outcome.step() > from.lastTruth()) {
            journal.truth(outcome.step(), simulation);
        }
        fingerprint = inputs.hasReset()
                ? inputs.getReset().getFingerprint()
                : inputs.getStep().getFingerprint();
        lastPlayed = Optional.of(outcome);
    }

    /**
     * Appends what no inputs bring, where it is missing: a world's ground truth, and what was seen when a fork was
     * made. To be called before anything is played.
     */
    void appendBeginning() {
        if (from.lastTruth() < 0) {
            journal.truth(simulation.world());
        }
        if (from.lacksFirstOutcome()) {
            journal.outcome(simulation.present());
        }
        if (setup.forkedFrom().isPresent() && from.lastTruth() < simulation.stepNumber()) {
            journal.truth(simulation.stepNumber(), simulation);
        }
    }

    private Outcome replay(LogRecord inputs) throws IOException {
        long step = OpenSimulation.step(inputs);
        if (step != simulation.stepNumber() + 1) {
            throw new IOException("the log goes on with step " + step + " after step " + simulation.stepNumber());
        }
        if (inputs.hasReset()) {
            ResetTaken reset = inputs.getReset();
            labels = LabelChanges.apply(labels, reset.getLabelsMap());
            return simulation.reset(
                    reset.getMask().toByteArray(),
                    reset.getLaneSeedsList().stream().mapToLong(Long::longValue).toArray());
        }
        StepTaken taken = inputs.getStep();
        labels = LabelChanges.apply(labels, taken.getLabelsMap());
        return simulation.step(UnpackedColumn.of(taken.getActions()).toInts());
    }

    /** Hands the simulation over. */
    void finish(Simulations simulations, Instant now) {
        int components = simulation.world().rewardModel().names().size();
        Optional<org.recarena.v1.Outcome> last = lastPlayed
                .map(outcome -> OutcomeCodec.encode(outcome, setup.sent().size(), components))
                .or(() -> reply);
        if (from.needsNewerState()) {
            journal.checkpoint(Journal.State.of(simulation, labels, last, fingerprint));
        }
        Duration idle = Duration.between(from.lastUsed(), now);
        simulations.resume(
                setup, simulation, labels, last, fingerprint, idle.isNegative() ? Duration.ZERO : idle, journal);
    }

    private static SimulationSetup setup(OpenSimulation from, Config config, Spaces spaces) {
        SimulationOpened opened = from.opened();
        return new SimulationSetup(
                opened.getSimulationId(),
                from.owner(),
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
                from.created(),
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
