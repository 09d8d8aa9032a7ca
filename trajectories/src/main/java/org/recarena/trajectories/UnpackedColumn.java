package org.recarena.trajectories;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.ColumnEncoding;
import org.recarena.v1.DataType;
import org.recarena.v1.PackedColumn;

/**
 * A column read back: the elements' bytes as they were packed, by element or by row.
 *
 * <p>Rows are those of a ragged column, or equal parts of a dense one. Immutable as long as nobody writes into
 * {@link #bytes}.
 */
public final class UnpackedColumn {

    private final DataType type;
    private final byte[] data;
    private final int count;
    private final int @Nullable [] rowOffsets;

    private UnpackedColumn(DataType type, byte[] data, int count, int @Nullable [] rowOffsets) {
        this.type = type;
        this.data = data;
        this.count = count;
        this.rowOffsets = rowOffsets;
    }

    /**
     * Reads a column.
     *
     * @param column as {@link PackedColumns} made it
     * @return its elements
     * @throws IllegalArgumentException if it contradicts itself
     */
    public static UnpackedColumn of(PackedColumn column) {
        int size = PackedColumns.elementBytes(column.getDataType());
        if (column.getCount() < 0 || column.getCount() > Integer.MAX_VALUE / size) {
            throw new IllegalArgumentException("count is " + column.getCount() + "; it must be from 0 to "
                    + Integer.MAX_VALUE / size + " for " + column.getDataType());
        }
        int count = (int) column.getCount();
        byte[] data = bytes(column, count, size);
        return new UnpackedColumn(column.getDataType(), data, count, rowOffsets(column));
    }

    private static byte[] bytes(PackedColumn column, int count, int size) {
        ByteString stored = column.getData();
        ColumnEncoding encoding = column.getEncoding();
        switch (encoding) {
            case COLUMN_ENCODING_PLAIN -> {
                requireLength(column, count * size);
                return stored.toByteArray();
            }
            case COLUMN_ENCODING_CONSTANT -> {
                requireLength(column, size);
                return repeat(stored, count * size);
            }
            default -> {
                requireLength(column, Integers.bytes(encoding, count));
                int[] integers = Integers.widen(stored.toByteArray(), encoding, count);
                return raw(column.getDataType(), integers, size);
            }
        }
    }

    private static void requireLength(PackedColumn column, int bytes) {
        if (column.getData().size() != bytes) {
            throw new IllegalArgumentException("data has " + column.getData().size() + " bytes; " + column.getCount()
                    + " elements of " + column.getDataType() + " as " + column.getEncoding() + " take " + bytes);
        }
    }

    private static byte[] repeat(ByteString element, int length) {
        byte[] data = Arrays.copyOf(element.toByteArray(), length);
        int filled = element.size();
        while (filled < length) {
            int next = Math.min(filled, length - filled);
            System.arraycopy(data, 0, data, filled, next);
            filled += next;
        }
        return data;
    }

    private static byte[] raw(DataType type, int[] integers, int size) {
        byte[] data = new byte[Math.multiplyExact(integers.length, size)];
        for (int i = 0; i < integers.length; i++) {
            int value = integers[i];
            switch (type) {
                case DATA_TYPE_INT32 -> LittleEndian.putInt(data, i * 4, value);
                case DATA_TYPE_INT64 -> LittleEndian.putLong(data, i * 8, value);
                case DATA_TYPE_FLOAT32 -> LittleEndian.putInt(data, i * 4, Float.floatToRawIntBits(value));
                case DATA_TYPE_FLOAT64 -> LittleEndian.putLong(data, i * 8, Double.doubleToRawLongBits(value));
                default -> data[i] = (byte) value;
            }
        }
        return data;
    }

    private static int @Nullable [] rowOffsets(PackedColumn column) {
        if (!column.hasRowLengths()) {
            return null;
        }
        int[] lengths = of(column.getRowLengths()).toInts();
        int[] offsets = new int[lengths.length + 1];
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] < 0) {
                throw new IllegalArgumentException("row_lengths[" + row + "] is " + lengths[row]);
            }
            offsets[row + 1] = Math.addExact(offsets[row], lengths[row]);
        }
        requireDivides(column.getCount(), offsets[lengths.length]);
        return offsets;
    }

    static void requireDivides(long count, int entries) {
        if (entries == 0 ? count != 0 : count % entries != 0) {
            throw new IllegalArgumentException("the rows have " + entries + " entries together; the column has " + count
                    + " elements, which must be a multiple of that");
        }
    }

    /**
     * The type of the elements.
     *
     * @return as it was packed
     */
    public DataType type() {
        return type;
    }

    /**
     * How many elements there are.
     *
     * @return in all rows together
     */
    public int count() {
        return count;
    }

    /**
     * The elements as they were packed.
     *
     * @return little-endian; not to be written to
     */
    public byte[] bytes() {
        return data;
    }

    /**
     * Where the rows of a ragged column begin.
     *
     * @return N + 1 offsets in entries of the first dimension, as in a tensor's row_offsets; null for a dense column
     */
    public int @Nullable [] rowOffsets() {
        return rowOffsets == null ? null : rowOffsets.clone();
    }

    /**
     * Where a row begins.
     *
     * @param row from 0; the number of rows gives the end
     * @param rows how many rows the column has
     * @return the number of its first element
     */
    public int rowStart(int row, int rows) {
        if (rowOffsets == null) {
            return (int) ((long) count * row / rows);
        }
        int entries = rowOffsets[rowOffsets.length - 1];
        return entries == 0 ? 0 : rowOffsets[row] * (count / entries);
    }

    /**
     * An element as a floating-point number; long integers beyond 2^53 are rounded.
     *
     * @param element from 0
     * @return its value
     */
    public double number(int element) {
        return switch (type) {
            case DATA_TYPE_FLOAT32 -> Float.intBitsToFloat(LittleEndian.getInt(data, element * 4));
            case DATA_TYPE_FLOAT64 -> Double.longBitsToDouble(LittleEndian.getLong(data, element * 8));
            default -> integer(element);
        };
    }

    /**
     * An element as an integer; fractions are cut off.
     *
     * @param element from 0
     * @return its value
     */
    public long integer(int element) {
        return switch (type) {
            case DATA_TYPE_INT32 -> LittleEndian.getInt(data, element * 4);
            case DATA_TYPE_INT64 -> LittleEndian.getLong(data, element * 8);
            case DATA_TYPE_FLOAT32, DATA_TYPE_FLOAT64 -> (long) number(element);
            default -> data[element] & 0xFF;
        };
    }

    /**
     * All elements as integers of 32 bits.
     *
     * @return one for each element
     * @throws ArithmeticException if one does not fit
     */
    public int[] toInts() {
        int[] values = new int[count];
        Arrays.setAll(values, element -> Math.toIntExact(integer(element)));
        return values;
    }

    /**
     * All elements as integers of 64 bits.
     *
     * @return one for each element
     */
    public long[] toLongs() {
        long[] values = new long[count];
        Arrays.setAll(values, this::integer);
        return values;
    }

    /**
     * All elements as floating-point numbers.
     *
     * @return one for each element
     */
    public double[] toDoubles() {
        double[] values = new double[count];
        Arrays.setAll(values, this::number);
        return values;
    }
}
