package org.recarena.server.journal;

import java.util.Arrays;
import java.util.List;
import org.recarena.server.wire.SpecCodec;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;
import org.recarena.trajectories.PackedColumns;
import org.recarena.v1.OutcomeLogged;
import org.recarena.v1.PackedColumn;
import org.recarena.v1.UnseenEpisodes;

/** Packs outcomes for the log, with the observations that are logged. Immutable. */
final class OutcomePacker {

    private final int[] logged;

    /** Takes where the logged observations stand among an outcome's. */
    OutcomePacker(int[] logged) {
        this.logged = logged.clone();
    }

    OutcomeLogged pack(Outcome outcome) {
        OutcomeLogged.Builder packed = OutcomeLogged.newBuilder()
                .setStep(outcome.step())
                .setRewards(PackedColumns.pack(outcome.rewards()))
                .setTerminated(PackedColumns.packFlags(outcome.terminated()))
                .setTruncated(PackedColumns.packFlags(outcome.truncated()))
                .setEpisodes(PackedColumns.pack(outcome.episodes()))
                .setActive(PackedColumns.packFlags(outcome.active()))
                .setActed(PackedColumns.packFlags(outcome.acted()));
        for (Column signal : outcome.signals()) {
            packed.addSignals(pack(signal, signal.rows()));
        }
        for (int index : logged) {
            packed.addObservations(pack(outcome.observations().get(index), outcome.terminated().length));
        }
        if (outcome.finalLanes().length > 0) {
            packed.setFinalLanes(PackedColumns.pack(outcome.finalLanes()));
            for (int index : logged) {
                packed.addFinalObservations(pack(outcome.finalObservations().get(index), outcome.finalLanes().length));
            }
        }
        if (outcome.unseen().count() > 0) {
            packed.setUnseen(pack(outcome.unseen()));
        }
        return packed.build();
    }

    /** Some of a world's constants, in the order of the names. */
    static List<PackedColumn> constants(World world, List<String> names) {
        return world.constants(names).stream()
                .map(constant -> pack(constant, constant.rows()))
                .toList();
    }

    private UnseenEpisodes pack(Outcome.Unseen unseen) {
        int count = unseen.count();
        List<Column> columns = unseen.observations();
        UnseenEpisodes.Builder packed = UnseenEpisodes.newBuilder()
                .setLanes(PackedColumns.pack(Arrays.copyOf(unseen.lanes(), count)))
                .setEpisodes(PackedColumns.pack(Arrays.copyOf(unseen.episodes(), count)));
        for (int index : logged) {
            packed.addObservations(pack(columns.get(index), count));
        }
        return packed.build();
    }

    private static PackedColumn pack(Column column, int rows) {
        PackedColumn values =
                PackedColumns.pack(SpecCodec.dataType(column.spec().dataType()), column.data(), 0, column.size());
        int[] offsets = column.rowOffsets();
        return column.spec().ragged()
                ? PackedColumns.ragged(values, rows == column.rows() ? offsets : Arrays.copyOf(offsets, rows + 1))
                : values;
    }
}
