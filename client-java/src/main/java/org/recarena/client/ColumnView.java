package org.recarena.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;
import org.recarena.v1.Column;
import org.recarena.v1.DataType;
import org.recarena.v1.Tensor;

/**
 * A column of a result, read in place: one row for each lane, of equal length, or, for a ragged column, of whatever
 * length each has. Elements are numbered through all rows. An observation that stays the same for the life of a
 * simulation is there only once: all rows begin at element 0, and there are as many elements as a row has.
 */
public final class ColumnView {

    private final String name;
    private final DataType type;
    private final List<Long> shape;
    private final ByteBuffer data;
    private final ByteBuffer offsets;
    private final int size;
    private final int rows;
    private final int width;
    /** From one row's first element to the next one's. */
    private final int stride;

    ColumnView(Column column) {
        this(column.getName(), column.getValues(), Tensors.view(column.getRowOffsets()));
    }

    ColumnView(String name, Tensor tensor) {
        this(name, tensor, ByteBuffer.allocate(0));
    }

    private ColumnView(String name, Tensor tensor, ByteBuffer offsets) {
        this.name = name;
        this.type = tensor.getDataType();
        this.shape = tensor.getShapeList();
        this.data = Tensors.view(tensor.getData());
        this.offsets = offsets;
        this.size = data.remaining() / bytes(type);
        if (offsets.remaining() > 0) {
            this.rows = offsets.remaining() / Integer.BYTES - 1;
            this.width = -1;
        } else {
            this.rows = shape.isEmpty() ? 1 : Math.toIntExact(shape.get(0));
            this.width = rows == 0 ? 0 : size / rows;
        }
        this.stride = width;
    }

    private ColumnView(ColumnView once, int rows) {
        this.name = once.name;
        this.type = once.type;
        this.shape = once.shape;
        this.data = once.data;
        this.offsets = once.offsets;
        this.size = once.size;
        this.rows = rows;
        this.width = once.size;
        this.stride = 0;
    }

    /** A column of one row, as so many equal ones. */
    static ColumnView repeated(Column once, int rows) {
        return new ColumnView(new ColumnView(once), rows);
    }

    private static int bytes(DataType type) {
        return switch (type) {
            case DATA_TYPE_BOOL, DATA_TYPE_UINT8 -> 1;
            case DATA_TYPE_INT32, DATA_TYPE_FLOAT32 -> 4;
            case DATA_TYPE_INT64, DATA_TYPE_FLOAT64 -> 8;
            default -> throw new IllegalArgumentException("a tensor of type " + type);
        };
    }

    /**
     * The name under which the environment describes it.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * What its elements are.
     *
     * @return the type
     */
    public DataType dataType() {
        return type;
    }

    /**
     * The lengths of its dimensions, the first over all rows, of which one that stays the same has 1.
     *
     * @return empty for a scalar
     */
    public List<Long> shape() {
        return shape;
    }

    /**
     * How many elements there are in all rows; in one row, where it stays the same.
     *
     * @return the count
     */
    public int size() {
        return size;
    }

    /**
     * How many rows there are, one for each lane.
     *
     * @return the count
     */
    public int rows() {
        return rows;
    }

    /**
     * The number of a row's first element.
     *
     * @param row the row
     * @return its first element; for {@code rows()}, the number of elements in all rows, unless it stays the same
     */
    public int rowStart(int row) {
        return width < 0 ? offsets.getInt(row * Integer.BYTES) : row * stride;
    }

    /**
     * How many elements a row has.
     *
     * @param row the row
     * @return the length
     */
    public int rowLength(int row) {
        return width < 0 ? rowStart(row + 1) - rowStart(row) : width;
    }

    /**
     * An element as a number.
     *
     * @param index its number
     * @return its value
     */
    public double doubleAt(int index) {
        return switch (type) {
            case DATA_TYPE_FLOAT64 -> data.getDouble(index * Double.BYTES);
            case DATA_TYPE_FLOAT32 -> data.getFloat(index * Float.BYTES);
            default -> longAt(index);
        };
    }

    /**
     * An element as a whole number.
     *
     * @param index its number
     * @return its value, cut off towards zero
     */
    public long longAt(int index) {
        return switch (type) {
            case DATA_TYPE_INT32 -> data.getInt(index * Integer.BYTES);
            case DATA_TYPE_INT64 -> data.getLong(index * Long.BYTES);
            case DATA_TYPE_BOOL, DATA_TYPE_UINT8 -> data.get(index) & 0xff;
            default -> (long) doubleAt(index);
        };
    }

    /**
     * An element as a whole number of 32 bits.
     *
     * @param index its number
     * @return its value
     */
    public int intAt(int index) {
        return type == DataType.DATA_TYPE_INT32 ? data.getInt(index * Integer.BYTES) : Math.toIntExact(longAt(index));
    }

    /**
     * All elements in place.
     *
     * @return a read-only view; not for other types than INT32
     */
    public IntBuffer ints() {
        return little(DataType.DATA_TYPE_INT32).asIntBuffer();
    }

    /**
     * All elements in place.
     *
     * @return a read-only view; not for other types than INT64
     */
    public LongBuffer longs() {
        return little(DataType.DATA_TYPE_INT64).asLongBuffer();
    }

    /**
     * All elements in place.
     *
     * @return a read-only view; not for other types than FLOAT32
     */
    public FloatBuffer floats() {
        return little(DataType.DATA_TYPE_FLOAT32).asFloatBuffer();
    }

    /**
     * All elements in place.
     *
     * @return a read-only view; not for other types than FLOAT64
     */
    public DoubleBuffer doubles() {
        return little(DataType.DATA_TYPE_FLOAT64).asDoubleBuffer();
    }

    /**
     * The bytes of all elements in place, little-endian.
     *
     * @return a read-only view
     */
    public ByteBuffer bytes() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * A copy of a row.
     *
     * @param row the row
     * @return its elements as whole numbers
     */
    public int[] intRow(int row) {
        int[] copy = new int[rowLength(row)];
        int start = rowStart(row);
        for (int i = 0; i < copy.length; i++) {
            copy[i] = intAt(start + i);
        }
        return copy;
    }

    /**
     * A copy of a row.
     *
     * @param row the row
     * @return its elements as numbers
     */
    public double[] doubleRow(int row) {
        double[] copy = new double[rowLength(row)];
        int start = rowStart(row);
        for (int i = 0; i < copy.length; i++) {
            copy[i] = doubleAt(start + i);
        }
        return copy;
    }

    private ByteBuffer little(DataType wanted) {
        if (type != wanted) {
            throw new IllegalStateException(name + " holds " + type + ", not " + wanted);
        }
        return bytes();
    }
}
