package org.recarena.trajectories;

import static org.recarena.v1.ColumnEncoding.COLUMN_ENCODING_BITS;
import static org.recarena.v1.ColumnEncoding.COLUMN_ENCODING_CONSTANT;
import static org.recarena.v1.ColumnEncoding.COLUMN_ENCODING_INT32;
import static org.recarena.v1.ColumnEncoding.COLUMN_ENCODING_PLAIN;
import static org.recarena.v1.ColumnEncoding.COLUMN_ENCODING_UINT16;
import static org.recarena.v1.ColumnEncoding.COLUMN_ENCODING_UINT8;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.ColumnEncoding;
import org.recarena.v1.DataType;
import org.recarena.v1.PackedColumn;

/**
 * Makes columns, stored as small as their values allow. All bit patterns are kept: -0.0 and every NaN too.
 *
 * <p>{@link UnpackedColumn} reads them back. Thread-safe.
 */
public final class PackedColumns {

    private static final int SAMPLE = 64;

    private PackedColumns() {}

    /**
     * Packs elements that are bytes already.
     *
     * @param type of the elements
     * @param data holds them, little-endian; the column may keep it, so it must not be written any more
     * @param offset of the first, in bytes
     * @param length of all, in bytes
     * @return the column
     * @throws IllegalArgumentException if the length is no multiple of the type's size
     */
    public static PackedColumn pack(DataType type, byte[] data, int offset, int length) {
        int size = elementBytes(type);
        if (length % size != 0) {
            throw new IllegalArgumentException(
                    "length is " + length + " bytes; it must be a multiple of " + size + " for " + type);
        }
        int count = length / size;
        if (isConstant(data, offset, length, size)) {
            return column(type, count, COLUMN_ENCODING_CONSTANT, ByteString.copyFrom(data, offset, size));
        }
        byte[] bits = size == 1 ? Integers.bits(data, offset, count) : null;
        if (bits != null && count > 0) {
            return column(type, count, COLUMN_ENCODING_BITS, bits);
        }
        PackedColumn narrowed = size > 1 && count > 0 ? narrowed(type, data, offset, count) : null;
        return narrowed == null
                ? column(type, count, COLUMN_ENCODING_PLAIN, UnsafeByteOperations.unsafeWrap(data, offset, length))
                : narrowed;
    }

    /** Packs elements, of which there is at least one, in fewer bytes each; null if they need all of theirs. */
    private static @Nullable PackedColumn narrowed(DataType type, byte[] data, int offset, int count) {
        // The first elements tell, nearly always, which loops over all of them would be in vain.
        int[] first = Integers.exactly(type, data, offset, Math.min(count, SAMPLE));
        if (first == null) {
            return null;
        }
        int used = Integers.used(first);
        byte[] small = used >>> 8 == 0 ? ByteSized.of(type, data, offset, count) : null;
        if (small != null) {
            return narrowed(type, small);
        }
        if (type == DataType.DATA_TYPE_INT32) {
            byte[] halves = used >>> 16 == 0 ? Integers.halves(data, offset, count) : null;
            return halves == null ? null : column(type, count, COLUMN_ENCODING_UINT16, halves);
        }
        int[] integers = Integers.exactly(type, data, offset, count);
        return integers == null ? null : narrowed(type, integers);
    }

    /** Packs elements that are each one of these bytes, of which there is at least one. */
    private static PackedColumn narrowed(DataType type, byte[] small) {
        byte[] bits = Integers.bits(small, 0, small.length);
        return bits == null
                ? column(type, small.length, COLUMN_ENCODING_UINT8, small)
                : column(type, small.length, COLUMN_ENCODING_BITS, bits);
    }

    /**
     * Packs elements that are these integers, which are not all {@link ByteSized}; null if they need all their bytes.
     */
    private static @Nullable PackedColumn narrowed(DataType type, int[] integers) {
        ColumnEncoding encoding = smallest(integers, elementBytes(type));
        return encoding == COLUMN_ENCODING_PLAIN
                ? null
                : column(type, integers.length, encoding, Integers.narrow(integers, encoding));
    }

    private static PackedColumn column(DataType type, int count, ColumnEncoding encoding, byte[] data) {
        return column(type, count, encoding, UnsafeByteOperations.unsafeWrap(data));
    }

    private static PackedColumn column(DataType type, int count, ColumnEncoding encoding, ByteString data) {
        return PackedColumn.newBuilder()
                .setDataType(type)
                .setCount(count)
                .setEncoding(encoding)
                .setData(data)
                .build();
    }

    /**
     * Packs a whole array of elements that are bytes already.
     *
     * @param type of the elements
     * @param data all of them, little-endian; the column may keep it, so it must not be written any more
     * @return the column
     * @throws IllegalArgumentException if the length is no multiple of the type's size
     */
    public static PackedColumn pack(DataType type, byte[] data) {
        return pack(type, data, 0, data.length);
    }

    /**
     * Packs flags.
     *
     * @param values 0 or 1 each
     * @return a column of {@code DATA_TYPE_BOOL}
     */
    public static PackedColumn packFlags(byte[] values) {
        return pack(DataType.DATA_TYPE_BOOL, values, 0, values.length);
    }

    /**
     * Packs integers.
     *
     * @param values the elements
     * @return a column of {@code DATA_TYPE_INT32}
     */
    public static PackedColumn pack(int[] values) {
        return packNumbers(
                DataType.DATA_TYPE_INT32, ByteSized.of(values), () -> values, () -> LittleEndian.bytes(values));
    }

    /**
     * Packs long integers.
     *
     * @param values the elements
     * @return a column of {@code DATA_TYPE_INT64}
     */
    public static PackedColumn pack(long[] values) {
        return packNumbers(
                DataType.DATA_TYPE_INT64,
                ByteSized.of(values),
                () -> Integers.exactly(values),
                () -> LittleEndian.bytes(values));
    }

    /**
     * Packs numbers.
     *
     * @param values the elements
     * @return a column of {@code DATA_TYPE_FLOAT64}
     */
    public static PackedColumn pack(double[] values) {
        return packNumbers(
                DataType.DATA_TYPE_FLOAT64,
                ByteSized.of(values),
                () -> Integers.exactly(values),
                () -> LittleEndian.bytes(values));
    }

    /** Packs what are {@code small} or else {@code large}, without making bytes of them first where they take fewer. */
    private static PackedColumn packNumbers(
            DataType type, byte @Nullable [] small, Supplier<int @Nullable []> large, Supplier<byte[]> bytes) {
        if (small != null) {
            if (small.length > 0 && !isConstant(small, 0, small.length, 1)) {
                return narrowed(type, small);
            }
        } else {
            int[] integers = large.get();
            PackedColumn narrowed =
                    integers == null || Integers.areConstant(integers) ? null : narrowed(type, integers);
            if (narrowed != null) {
                return narrowed;
            }
        }
        byte[] data = bytes.get();
        return pack(type, data, 0, data.length);
    }

    /** Whether there are several elements of a size, in bytes, and all are the same. */
    private static boolean isConstant(byte[] data, int offset, int length, int size) {
        return length > size
                && Arrays.equals(data, offset, offset + length - size, data, offset + size, offset + length);
    }

    /**
     * Makes a column ragged.
     *
     * @param column all rows' elements, one row after the other
     * @param rowOffsets for N rows N + 1 offsets, in entries of the first dimension: row n is from the n-th to before
     *     the next; the first is 0
     * @return the column with its row lengths
     * @throws IllegalArgumentException if the offsets do not begin with 0, fall, or do not divide the column
     */
    public static PackedColumn ragged(PackedColumn column, int[] rowOffsets) {
        if (rowOffsets.length == 0 || rowOffsets[0] != 0) {
            throw new IllegalArgumentException("rowOffsets must begin with 0");
        }
        int rows = rowOffsets.length - 1;
        int[] lengths = new int[rows];
        for (int row = 0; row < rows; row++) {
            lengths[row] = rowOffsets[row + 1] - rowOffsets[row];
            if (lengths[row] < 0) {
                throw new IllegalArgumentException("rowOffsets[" + (row + 1) + "] is " + rowOffsets[row + 1]
                        + "; it must be at least " + rowOffsets[row] + ", the one before");
            }
        }
        UnpackedColumn.requireDivides(column.getCount(), rowOffsets[rows]);
        return column.toBuilder().setRowLengths(pack(lengths)).build();
    }

    /**
     * The size of a type's elements.
     *
     * @param type a valid type
     * @return in bytes
     * @throws IllegalArgumentException if the type is not valid
     */
    public static int elementBytes(DataType type) {
        return switch (type) {
            case DATA_TYPE_BOOL, DATA_TYPE_UINT8 -> 1;
            case DATA_TYPE_INT32, DATA_TYPE_FLOAT32 -> 4;
            case DATA_TYPE_INT64, DATA_TYPE_FLOAT64 -> 8;
            case DATA_TYPE_UNSPECIFIED, UNRECOGNIZED ->
                throw new IllegalArgumentException(
                        "data_type is " + type + "; it must be one of the types of tensor.proto");
        };
    }

    /** The smallest encoding of integers that are not all {@link ByteSized}, in elements of a size in bytes. */
    private static ColumnEncoding smallest(int[] integers, int size) {
        if (Integers.used(integers) >>> 16 == 0) {
            return COLUMN_ENCODING_UINT16;
        }
        return size > 4 ? COLUMN_ENCODING_INT32 : COLUMN_ENCODING_PLAIN;
    }
}
