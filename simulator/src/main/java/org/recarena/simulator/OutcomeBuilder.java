package org.recarena.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;

/** Collects one outcome while a reset or step is under way. */
final class OutcomeBuilder {

    private static final int[] NONE = {};

    final double[] rewards;
    final byte[] terminated;
    final byte[] truncated;
    final long[] episodes;
    final byte[] active;
    final byte[] acted;
    final Column[] signals;
    int[] finalLanes = NONE;

    private final World world;
    private final int laneCount;
    private final int[] chosen;
    private List<Column> finalColumns = List.of();
    private int unseenCount;
    private int[] unseenLanes = NONE;
    private long[] unseenEpisodes = {};
    private List<Column> unseenColumns = List.of();

    OutcomeBuilder(World world, int laneCount, int[] chosen) {
        this.world = world;
        this.laneCount = laneCount;
        this.chosen = chosen;
        int components = world.rewardModel().names().size();
        rewards = new double[laneCount * components];
        terminated = new byte[laneCount];
        truncated = new byte[laneCount];
        episodes = new long[laneCount];
        active = new byte[laneCount];
        acted = new byte[laneCount];
        List<TensorSpec> specs = world.spaces().signals();
        signals = new Column[specs.size()];
        for (int i = 0; i < signals.length; i++) {
            signals[i] = new Column(specs.get(i), laneCount);
        }
    }

    /** Fills the signals of a reset, in which nothing was recommended. */
    void zeroSignals() {
        for (Column signal : signals) {
            signal.putZeros(laneCount * signal.spec().elements());
        }
    }

    void finalObservations(Lanes lanes, int[] endedLanes) {
        finalLanes = endedLanes;
        finalColumns = columns(endedLanes.length, new int[chosen.length]);
        observe(lanes, endedLanes, endedLanes.length, finalColumns);
    }

    /** Keeps the observations of a user who left before a recommendation could be shown. */
    void unseen(Lanes lanes, int lane, long episode) {
        if (unseenCount == unseenLanes.length) {
            grow();
        }
        unseenLanes[unseenCount] = lane;
        unseenEpisodes[unseenCount] = episode;
        observe(lanes, new int[] {lane}, 1, unseenColumns);
        unseenCount++;
    }

    private void grow() {
        int capacity = Math.max(16, unseenCount * 2);
        unseenLanes = Arrays.copyOf(unseenLanes, capacity);
        unseenEpisodes = Arrays.copyOf(unseenEpisodes, capacity);
        List<Column> larger = columns(capacity, new int[chosen.length]);
        for (int i = 0; i < unseenColumns.size(); i++) {
            for (int row = 0; row < unseenCount; row++) {
                larger.get(i).putRow(unseenColumns.get(i), row);
            }
        }
        unseenColumns = larger;
    }

    /** Builds it. Takes and leaves, for each chosen observation, the size in bytes of the last outcome's. */
    Outcome build(long step, Lanes lanes, int[] everyLane, int[] sizes) {
        List<Column> observations = columns(laneCount, sizes);
        observe(lanes, everyLane, laneCount, observations);
        Arrays.setAll(sizes, i -> observations.get(i).size());
        return new Outcome(
                step,
                rewards,
                terminated,
                truncated,
                episodes,
                active,
                acted,
                observations,
                List.of(signals),
                finalLanes,
                finalColumns,
                new Outcome.Unseen(unseenCount, unseenLanes, unseenEpisodes, unseenColumns));
    }

    private void observe(Lanes lanes, int[] which, int count, List<Column> columns) {
        for (int i = 0; i < chosen.length; i++) {
            lanes.observe(chosen[i], which, count, columns.get(i));
        }
    }

    private List<Column> columns(int rows, int[] sizes) {
        List<TensorSpec> specs = world.spaces().observations();
        List<Column> columns = new ArrayList<>(chosen.length);
        for (int i = 0; i < chosen.length; i++) {
            columns.add(new Column(specs.get(chosen[i]), rows, sizes[i] + sizes[i] / 8));
        }
        return columns;
    }
}
