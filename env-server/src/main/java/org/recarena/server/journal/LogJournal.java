package org.recarena.server.journal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.recarena.server.hosting.Journal;
import org.recarena.server.hosting.SimulationSetup;
import org.recarena.server.wire.PropensityReader;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.trajectories.PackedColumns;
import org.recarena.trajectories.TrajectoryLog;
import org.recarena.v1.Checkpoint;
import org.recarena.v1.CloseReason;
import org.recarena.v1.Durability;
import org.recarena.v1.LogRecord;
import org.recarena.v1.ResetTaken;
import org.recarena.v1.SimulationClosed;
import org.recarena.v1.StepTaken;

/** One simulation's journal in the trajectory log. Used by one thread at a time. */
final class LogJournal implements Journal {

    private final TrajectoryLog log;
    private final WriteAhead writeAhead;
    private final TrajectoryLog states;
    private final Optional<TruthJournal> truth;
    private final long number;
    private final long busyBytes;
    private final boolean synced;
    private final OutcomePacker packer;
    private final InstantSource clock;

    LogJournal(
            TrajectoryLog log,
            WriteAhead writeAhead,
            TrajectoryLog states,
            Optional<TruthJournal> truth,
            long number,
            long busyBytes,
            SimulationSetup setup,
            InstantSource clock) {
        this.log = log;
        this.writeAhead = writeAhead;
        this.states = states;
        this.truth = truth;
        this.number = number;
        this.busyBytes = busyBytes;
        this.synced = setup.log().getDurability() == Durability.DURABILITY_SYNCED;
        this.packer = new OutcomePacker(loggedIndices(setup));
        this.clock = clock;
    }

    /** Where the logged observations stand among those that the simulation was opened with. */
    private static int[] loggedIndices(SimulationSetup setup) {
        List<String> opened = new ArrayList<>(setup.opened());
        return setup.logged().stream().mapToInt(opened::indexOf).toArray();
    }

    @Override
    public boolean synced() {
        return synced;
    }

    @Override
    public boolean isBusy() {
        return log.pendingBytes() > busyBytes || truth.isPresent();
    }

    @Override
    public void announce() {
        if (synced) {
            writeAhead.announce();
        }
    }

    @Override
    public void reset(Call call, byte[] mask, long[] laneSeeds) {
        ResetTaken.Builder reset = ResetTaken.newBuilder()
                .setStep(call.step())
                .setMask(UnsafeByteOperations.unsafeWrap(mask))
                .putAllLabels(call.labels())
                .setFingerprint(call.fingerprint());
        for (long seed : laneSeeds) {
            reset.addLaneSeeds(seed);
        }
        appendInputs(entry().setReset(reset).build(), call);
    }

    @Override
    public void step(Call call, int[] actions, PropensityReader.Checked propensities) {
        StepTaken.Builder step = StepTaken.newBuilder()
                .setStep(call.step())
                .setActions(PackedColumns.pack(actions))
                .putAllLabels(call.labels())
                .setFingerprint(call.fingerprint());
        if (propensities.chosen().length > 0) {
            step.setPropensities(PackedColumns.pack(propensities.chosen()));
        }
        if (propensities.slots().length > 0) {
            step.setSlotPropensities(PackedColumns.pack(propensities.slots()));
        }
        if (propensities.distribution().length > 0) {
            step.setDistribution(PackedColumns.pack(propensities.distribution()));
        }
        appendInputs(entry().setStep(step).build(), call);
    }

    private void appendInputs(LogRecord inputs, Call call) {
        if (synced) {
            writeAhead.append(inputs, new SyncedThen(call.listener()));
        } else {
            log.append(inputs);
        }
    }

    @Override
    public void outcome(Outcome outcome, Simulation simulation) {
        outcome(outcome);
        truth(outcome.step(), simulation);
    }

    /** Records what came of a reset or step, without ground truth. */
    void outcome(Outcome outcome) {
        log.append(entry().setOutcome(packer.pack(outcome)).build());
    }

    /** Records ground truth after a reset or step, if it is wanted. */
    void truth(long step, Simulation simulation) {
        truth.ifPresent(journal -> journal.record(step, simulation));
    }

    /** Records a world's ground truth, if it is wanted. */
    void truth(World world) {
        truth.ifPresent(journal -> journal.record(world));
    }

    @Override
    public void checkpoint(State state) {
        Checkpoint.Builder checkpoint = Checkpoint.newBuilder()
                .setStep(state.step())
                .setState(ByteString.copyFrom(state.simulation()))
                .putAllLabels(state.labels())
                .setLastRequestFingerprint(state.lastFingerprint());
        state.lastOutcome().ifPresent(checkpoint::setLastOutcome);
        states.append(entry().setCheckpoint(checkpoint).build());
    }

    @Override
    public CompletableFuture<Void> closed(CloseReason reason) {
        LogRecord end = entry().setClosed(SimulationClosed.newBuilder().setReason(reason))
                .build();
        CompletableFuture<Void> complete = new CompletableFuture<>();
        log.append(end, new Completion(complete));
        return complete;
    }

    private LogRecord.Builder entry() {
        return Entries.entry(clock, number);
    }
}
