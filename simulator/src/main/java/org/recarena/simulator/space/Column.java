package org.recarena.simulator.space;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A packed column of one specification with a row for each lane, written row by row: little-endian, row-major, ready to
 * travel. For a ragged specification {@link #endRow()} closes a row; rows of others close by themselves.
 *
 * <p>Not thread-safe. Once a column has been handed on it is not written any more.
 */
public final class Column {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);

    private final TensorSpec spec;
    private final int rows;
    private final boolean ragged;
    private final int entryElements;
    private final int elementBytes;
    private final int entryBytes;
    private byte[] data;
    private int size;
    private final int[] rowOffsets;
    private int rowsEnded;

    /**
     * An empty column.
     *
     * @param spec what it holds
     * @param rows how many rows will be written
     */
    public Column(TensorSpec spec, int rows) {
        this(spec, rows, 0);
    }

    /**
     * An empty column whose rows will take about so much room, which saves a ragged one from growing.
     *
     * @param spec what it holds
     * @param rows how many rows will be written
     * @param expectedBytes of all rows; more fit as well; 0 where nothing is known
     */
    public Column(TensorSpec spec, int rows, int expectedBytes) {
        this.spec = spec;
        this.rows = rows;
        this.ragged = spec.ragged();
        this.entryElements = spec.elements();
        this.elementBytes = spec.dataType().bytes();
        this.entryBytes = entryElements * elementBytes;
        int oneEach = Math.toIntExact((long) rows * entryBytes);
        this.data = new byte[ragged && expectedBytes > 0 ? expectedBytes : oneEach];
        this.rowOffsets = ragged ? new int[rows + 1] : new int[0];
    }

    /**
     * What it holds.
     *
     * @return the specification
     */
    public TensorSpec spec() {
        return spec;
    }

    /**
     * How many rows it has.
     *
     * @return the number of rows
     */
    public int rows() {
        return rows;
    }

    /**
     * The bytes, of which the first {@link #size()} count. Not a copy: read only.
     *
     * @return the backing array
     */
    public byte[] data() {
        return data;
    }

    /**
     * The number of bytes written.
     *
     * @return the size in bytes
     */
    public int size() {
        return size;
    }

    /**
     * The number of elements written.
     *
     * @return the size in elements
     */
    public int count() {
        return size / elementBytes;
    }

    /**
     * Where rows begin, in entries of the first dimension: {@code rows + 1} values. Not a copy: read only.
     *
     * @return the offsets; empty unless ragged
     */
    public int[] rowOffsets() {
        return rowOffsets;
    }

    /**
     * The shape of the whole column.
     *
     * @return rows followed by the row's shape; for a ragged column the total followed by the entry's shape
     */
    public long[] shape() {
        List<Integer> row = spec.shape();
        long[] shape = new long[row.size() + (ragged ? 0 : 1)];
        shape[0] = ragged ? count() / entryElements : rows;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = row.get(ragged ? i : i - 1);
        }
        return shape;
    }

    /**
     * Appends one byte.
     *
     * @param value 0 or 1 for BOOL, 0 to 255 for UINT8
     */
    public void putByte(int value) {
        reserve(1);
        data[size++] = (byte) value;
    }

    /**
     * Appends one INT32.
     *
     * @param value the element
     */
    public void putInt(int value) {
        reserve(Integer.BYTES);
        INT.set(data, size, value);
        size += Integer.BYTES;
    }

    /**
     * Appends one INT64.
     *
     * @param value the element
     */
    public void putLong(long value) {
        reserve(Long.BYTES);
        LONG.set(data, size, value);
        size += Long.BYTES;
    }

    /**
     * Appends one FLOAT32.
     *
     * @param value the element
     */
    public void putFloat(float value) {
        reserve(Float.BYTES);
        FLOAT.set(data, size, value);
        size += Float.BYTES;
    }

    /**
     * Appends one FLOAT64.
     *
     * @param value the element
     */
    public void putDouble(double value) {
        reserve(Double.BYTES);
        DOUBLE.set(data, size, value);
        size += Double.BYTES;
    }

    /**
     * Appends INT32 elements.
     *
     * @param values the source
     * @param from the first index
     * @param to one past the last index
     */
    public void putInts(int[] values, int from, int to) {
        reserve((to - from) * Integer.BYTES);
        byte[] target = data;
        int at = size;
        for (int i = from; i < to; i++, at += Integer.BYTES) {
            INT.set(target, at, values[i]);
        }
        size = at;
    }

    /**
     * Appends INT64 elements that count up by 1.
     *
     * @param first the first one
     * @param count how many
     */
    public void putLongsFrom(long first, int count) {
        reserve(count * Long.BYTES);
        byte[] target = data;
        int at = size;
        for (int i = 0; i < count; i++) {
            LONG.set(target, at + i * Long.BYTES, first + i);
        }
        size = at + count * Long.BYTES;
    }

    /**
     * Appends FLOAT64 elements.
     *
     * @param values the source
     * @param from the first index
     * @param to one past the last index
     */
    public void putDoubles(double[] values, int from, int to) {
        reserve((to - from) * Double.BYTES);
        byte[] target = data;
        int at = size;
        for (int i = from; i < to; i++, at += Double.BYTES) {
            DOUBLE.set(target, at, values[i]);
        }
        size = at;
    }

    /**
     * Appends elements that are 0.
     *
     * @param elements how many
     */
    public void putZeros(int elements) {
        int bytes = elements * elementBytes;
        reserve(bytes);
        size += bytes;
    }

    /** Closes a row of a ragged column; must be called once for each row, after its elements. */
    public void endRow() {
        // A power of two nearly always, and a division by a variable is slow.
        int shift = Integer.numberOfTrailingZeros(entryBytes);
        rowOffsets[++rowsEnded] = entryBytes == 1 << shift ? size >>> shift : size / entryBytes;
    }

    /**
     * Appends rows of a column of the same specification.
     *
     * @param source the column to read from
     * @param row the row to append
     */
    public void putRow(Column source, int row) {
        int from = (ragged ? source.rowOffsets[row] : row) * entryBytes;
        int to = ragged ? source.rowOffsets[row + 1] * entryBytes : from + entryBytes;
        reserve(to - from);
        System.arraycopy(source.data, from, data, size, to - from);
        size += to - from;
        if (ragged) {
            endRow();
        }
    }

    /**
     * Appends consecutive rows of a column of the same specification, which is not ragged.
     *
     * @param source the column to read from
     * @param from the first row to append
     * @param to one past the last row
     */
    public void putRows(Column source, int from, int to) {
        int bytes = (to - from) * entryBytes;
        reserve(bytes);
        System.arraycopy(source.data, from * entryBytes, data, size, bytes);
        size += bytes;
    }

    /**
     * Replaces all elements by those of a column of the same specification and size. Only while this column has not
     * been handed on, as for every change of what was written.
     *
     * @param source the column to read from
     */
    public void copyFrom(Column source) {
        System.arraycopy(source.data, 0, data, 0, size);
    }

    /**
     * Replaces the elements of a row by 0, in a column that is not ragged.
     *
     * @param row the row
     */
    public void zeroRow(int row) {
        Arrays.fill(data, row * entryBytes, (row + 1) * entryBytes, (byte) 0);
    }

    /**
     * Replaces one byte.
     *
     * @param index the element's index
     * @param value 0 or 1 for BOOL, 0 to 255 for UINT8
     */
    public void setByte(int index, int value) {
        data[index] = (byte) value;
    }

    /**
     * Replaces one element, whatever its type: the reverse of {@link #get}.
     *
     * @param index the element's index
     * @param value a number that the type can hold
     */
    public void set(int index, double value) {
        int at = index * elementBytes;
        switch (spec.dataType()) {
            case BOOL, UINT8 -> data[at] = (byte) value;
            case INT32 -> INT.set(data, at, (int) value);
            case INT64 -> LONG.set(data, at, (long) value);
            case FLOAT32 -> FLOAT.set(data, at, (float) value);
            case FLOAT64 -> DOUBLE.set(data, at, value);
        }
    }

    /**
     * One element as a number, whatever its type. For tests, reports and reward models off the hot path.
     *
     * @param index the element's index
     * @return its value
     */
    public double get(int index) {
        int at = index * elementBytes;
        return switch (spec.dataType()) {
            case BOOL, UINT8 -> data[at] & 0xFF;
            case INT32 -> (int) INT.get(data, at);
            case INT64 -> (long) LONG.get(data, at);
            case FLOAT32 -> (float) FLOAT.get(data, at);
            case FLOAT64 -> (double) DOUBLE.get(data, at);
        };
    }

    private void reserve(int bytes) {
        int needed = Math.addExact(size, bytes);
        if (needed > data.length) {
            data = Arrays.copyOf(data, Math.max(needed, Math.max(64, data.length + (data.length >> 1))));
        }
    }
}
