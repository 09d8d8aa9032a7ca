package org.recarena.trajectories.steps;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.recarena.trajectories.UnpackedColumn;
import org.recarena.v1.PackedColumn;

/** Columns with the same rows, each unpacked when it is first asked for. Thread-safe: unpacking twice does no harm. */
final class Columns {

    private static final double[] NONE = {};

    private final List<PackedColumn> packed;
    private final int rows;
    private final @Nullable UnpackedColumn[] unpacked;

    Columns(List<PackedColumn> packed, int rows) {
        this.packed = packed;
        this.rows = rows;
        this.unpacked = new UnpackedColumn[packed.size()];
    }

    int rows() {
        return rows;
    }

    /** Null if there is no such column, or it was not written. */
    @Nullable
    UnpackedColumn column(int index) {
        if (index < 0 || index >= unpacked.length || !isThere(packed.get(index))) {
            return null;
        }
        UnpackedColumn column = unpacked[index];
        if (column == null) {
            column = UnpackedColumn.of(packed.get(index));
            unpacked[index] = column;
        }
        return column;
    }

    private static boolean isThere(PackedColumn column) {
        return column.getDataTypeValue() != 0;
    }

    /** The elements of a row; none if there is no such column. */
    double[] row(int index, int row) {
        UnpackedColumn column = column(index);
        if (column == null) {
            return NONE;
        }
        int start = column.rowStart(row, rows);
        double[] values = new double[column.rowStart(row + 1, rows) - start];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.number(start + i);
        }
        return values;
    }

    /** The first element of a row; a value of one's own if there is none. */
    double first(int index, int row, double otherwise) {
        UnpackedColumn column = column(index);
        if (column == null) {
            return otherwise;
        }
        int start = column.rowStart(row, rows);
        return start < column.rowStart(row + 1, rows) ? column.number(start) : otherwise;
    }

    /** The first element of a row as an integer; a value of one's own if there is no such column. */
    long integer(int index, int row, long otherwise) {
        UnpackedColumn column = column(index);
        return column == null ? otherwise : column.integer(column.rowStart(row, rows));
    }
}
