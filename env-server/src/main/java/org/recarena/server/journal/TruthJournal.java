package org.recarena.server.journal;

import java.time.InstantSource;
import java.util.List;
import org.recarena.server.wire.OutcomeCodec;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.trajectories.TrajectoryLog;
import org.recarena.v1.GroundTruth;

/** One simulation's ground truth, in a log of its own. Used by one thread at a time. */
final class TruthJournal {

    private final TrajectoryLog log;
    private final long number;
    private final InstantSource clock;

    TruthJournal(TrajectoryLog log, long number, InstantSource clock) {
        this.log = log;
        this.number = number;
        this.clock = clock;
    }

    /** Records the parameters of the world. */
    void record(World world) {
        GroundTruth.Builder truth = GroundTruth.newBuilder();
        world.parameters()
                .forEach((name, parameter) ->
                        truth.addColumns(OutcomeCodec.column(name, parameter.shape(), parameter.values())));
        log.append(Entries.entry(clock, number).setTruth(truth).build());
    }

    /** Records the users' latent state after a reset or step. */
    void record(long step, Simulation simulation) {
        Lanes lanes = simulation.lanes();
        GroundTruth.Builder truth = GroundTruth.newBuilder().setStep(step);
        List<TensorSpec> states = lanes.userStates();
        for (int state = 0; state < states.size(); state++) {
            Column column = new Column(states.get(state), simulation.laneCount());
            for (int lane = 0; lane < simulation.laneCount(); lane++) {
                lanes.userState(state, lane, column);
            }
            truth.addColumns(OutcomeCodec.column(column));
        }
        log.append(Entries.entry(clock, number).setTruth(truth).build());
    }
}
