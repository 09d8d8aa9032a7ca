package org.recarena.trajectories.steps;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.recarena.trajectories.LogSettings;
import org.recarena.trajectories.PackedColumns;
import org.recarena.trajectories.TrajectoryLog;
import org.recarena.v1.AutoresetMode;
import org.recarena.v1.DataType;
import org.recarena.v1.LogRecord;
import org.recarena.v1.OutcomeLogged;
import org.recarena.v1.PackedColumn;
import org.recarena.v1.ResetTaken;
import org.recarena.v1.SimulationClosed;
import org.recarena.v1.SimulationOpened;
import org.recarena.v1.StepTaken;
import org.recarena.v1.TensorSpec;
import org.recarena.v1.UnseenEpisodes;

/**
 * Writes logs of simulations with two lanes, a signal {@code click} and observations {@code views} and {@code time}.
 */
public final class SampleLog {

    private static final long WALL = 1_700_000_000_000_000L;

    private final TrajectoryLog log;

    private SampleLog(TrajectoryLog log) {
        this.log = log;
    }

    /** Opens a log. */
    public static SampleLog open(Path directory) throws IOException {
        return new SampleLog(TrajectoryLog.open(directory, LogSettings.defaults(), Thread::new));
    }

    /** Closes it. */
    public void close() throws IOException {
        log.close();
    }

    /** A simulation with labels policy=a. */
    public void opened(long number, AutoresetMode autoreset) {
        log.append(at(number, 0)
                .setOpened(SimulationOpened.newBuilder()
                        .setSimulationId("sim-" + number)
                        .setEnvironmentId("RecoGym-v1")
                        .setLanes(2)
                        .setAutoreset(autoreset)
                        .putLabels("policy", "a")
                        .addLoggedObservations(TensorSpec.newBuilder()
                                .setName("views")
                                .setDataType(DataType.DATA_TYPE_INT32)
                                .addShape(-1))
                        .addLoggedObservations(
                                TensorSpec.newBuilder().setName("time").setDataType(DataType.DATA_TYPE_FLOAT64))
                        .addSignals(TensorSpec.newBuilder().setName("click").setDataType(DataType.DATA_TYPE_FLOAT64))
                        .addRewards("reward"))
                .build());
    }

    /** Its end. */
    public void closed(long number) {
        log.append(
                at(number, 99).setClosed(SimulationClosed.getDefaultInstance()).build());
    }

    /** The inputs of a reset. */
    public void reset(long number, long step, Map<String, String> labels) {
        log.append(at(number, step)
                .setReset(ResetTaken.newBuilder().setStep(step).putAllLabels(labels))
                .build());
    }

    /** The inputs of a step. */
    public void step(long number, long step, int first, int second, Map<String, String> labels) {
        log.append(at(number, step)
                .setStep(StepTaken.newBuilder()
                        .setStep(step)
                        .setActions(PackedColumns.pack(new int[] {first, second}))
                        .setPropensities(PackedColumns.pack(new double[] {0.25, 0.5}))
                        .putAllLabels(labels))
                .build());
    }

    /** The inputs of a step with slates of two: the probabilities of each lane's slots are a half and a quarter. */
    public void slates(long number, long step, int... slots) {
        log.append(at(number, step)
                .setStep(StepTaken.newBuilder()
                        .setStep(step)
                        .setActions(PackedColumns.pack(slots))
                        .setSlotPropensities(PackedColumns.pack(new double[] {0.5, 0.25, 0.5, 0.25})))
                .build());
    }

    /** What came of it. */
    public void outcome(long number, OutcomeLogged.Builder outcome) {
        log.append(at(number, outcome.getStep()).setOutcome(outcome).build());
    }

    /**
     * An outcome: of lane n {@code flags[n]} is "acted", "terminated", "truncated" or a mixture; views is {step, lane}.
     */
    public static OutcomeLogged.Builder outcomeOf(long step, long[] episodes, String... flags) {
        return OutcomeLogged.newBuilder()
                .setStep(step)
                .setRewards(PackedColumns.pack(new double[] {step, step + 0.5}))
                .setTerminated(flags("terminated", flags))
                .setTruncated(flags("truncated", flags))
                .setEpisodes(PackedColumns.pack(episodes))
                .setActive(flags("", flags))
                .setActed(flags("acted", flags))
                .addSignals(PackedColumns.pack(new double[] {step % 2, 1}))
                .addObservations(views(step))
                .addObservations(PackedColumns.pack(new double[] {step * 10, step * 10 + 1}));
    }

    /** Lane 0 saw {step}, lane 1 {step, 1}. */
    static PackedColumn views(long step) {
        int[] values = {(int) step, (int) step, 1};
        return PackedColumns.ragged(PackedColumns.pack(values), new int[] {0, 1, 3});
    }

    static UnseenEpisodes unseen(int lane, long episode, int view) {
        return UnseenEpisodes.newBuilder()
                .setLanes(PackedColumns.pack(new int[] {lane}))
                .setEpisodes(PackedColumns.pack(new long[] {episode}))
                .addObservations(PackedColumns.ragged(PackedColumns.pack(new int[] {view}), new int[] {0, 1}))
                .addObservations(PackedColumns.pack(new double[] {3}))
                .build();
    }

    private static PackedColumn flags(String name, String... flags) {
        byte[] values = new byte[flags.length];
        for (int lane = 0; lane < flags.length; lane++) {
            boolean inactive = flags[lane].contains("inactive");
            values[lane] = (byte) (!inactive && flags[lane].contains(name) ? 1 : 0);
        }
        return PackedColumns.packFlags(values);
    }

    private static LogRecord.Builder at(long number, long step) {
        return LogRecord.newBuilder().setSimulation(number).setWallMicros(WALL + step);
    }
}
