package org.recarena.trajectories;

import org.jspecify.annotations.Nullable;
import org.recarena.v1.DataType;

/**
 * Elements of any type that are all integers from 0 to 255, in a byte each: what most columns of a log are. Each of the
 * loops goes through to the end and judges then, since a branch for each element would take longer than all the rest.
 */
final class ByteSized {

    private static final int MASK = 0xFF;

    private ByteSized() {}

    /** The elements; null if one of them is something else. */
    static byte @Nullable [] of(int[] values) {
        byte[] bytes = new byte[values.length];
        int others = 0;
        for (int i = 0; i < bytes.length; i++) {
            int value = values[i];
            others |= value;
            bytes[i] = (byte) value;
        }
        return (others & ~MASK) == 0 ? bytes : null;
    }

    /** The elements; null if one of them is something else. */
    static byte @Nullable [] of(long[] values) {
        byte[] bytes = new byte[values.length];
        long others = 0;
        for (int i = 0; i < bytes.length; i++) {
            long value = values[i];
            others |= value;
            bytes[i] = (byte) value;
        }
        return (others & ~(long) MASK) == 0 ? bytes : null;
    }

    /** The elements; null if one of them is something else, such as -0.0. */
    static byte @Nullable [] of(double[] values) {
        byte[] bytes = new byte[values.length];
        long differences = 0;
        for (int i = 0; i < bytes.length; i++) {
            int value = (int) values[i] & MASK;
            differences |= Double.doubleToRawLongBits(value) ^ Double.doubleToRawLongBits(values[i]);
            bytes[i] = (byte) value;
        }
        return differences == 0 ? bytes : null;
    }

    /** The elements of a type that takes more than a byte; null if one of them is something else, such as -0.0. */
    static byte @Nullable [] of(DataType type, byte[] data, int offset, int count) {
        return switch (type) {
            case DATA_TYPE_INT32 -> ofInts(data, offset, count);
            case DATA_TYPE_INT64 -> ofLongs(data, offset, count);
            case DATA_TYPE_FLOAT32 -> ofFloats(data, offset, count);
            case DATA_TYPE_FLOAT64 -> ofDoubles(data, offset, count);
            case DATA_TYPE_BOOL, DATA_TYPE_UINT8, DATA_TYPE_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }

    private static byte @Nullable [] ofInts(byte[] data, int offset, int count) {
        byte[] bytes = new byte[count];
        int others = 0;
        for (int i = 0; i < count; i++) {
            int value = LittleEndian.getInt(data, offset + i * Integer.BYTES);
            others |= value;
            bytes[i] = (byte) value;
        }
        return (others & ~MASK) == 0 ? bytes : null;
    }

    private static byte @Nullable [] ofLongs(byte[] data, int offset, int count) {
        byte[] bytes = new byte[count];
        long others = 0;
        for (int i = 0; i < count; i++) {
            long value = LittleEndian.getLong(data, offset + i * Long.BYTES);
            others |= value;
            bytes[i] = (byte) value;
        }
        return (others & ~(long) MASK) == 0 ? bytes : null;
    }

    private static byte @Nullable [] ofFloats(byte[] data, int offset, int count) {
        byte[] bytes = new byte[count];
        int differences = 0;
        for (int i = 0; i < count; i++) {
            int bits = LittleEndian.getInt(data, offset + i * Float.BYTES);
            int value = (int) Float.intBitsToFloat(bits) & MASK;
            differences |= Float.floatToRawIntBits(value) ^ bits;
            bytes[i] = (byte) value;
        }
        return differences == 0 ? bytes : null;
    }

    private static byte @Nullable [] ofDoubles(byte[] data, int offset, int count) {
        byte[] bytes = new byte[count];
        long differences = 0;
        for (int i = 0; i < count; i++) {
            long bits = LittleEndian.getLong(data, offset + i * Double.BYTES);
            int value = (int) Double.longBitsToDouble(bits) & MASK;
            differences |= Double.doubleToRawLongBits(value) ^ bits;
            bytes[i] = (byte) value;
        }
        return differences == 0 ? bytes : null;
    }
}
