package org.recarena.trajectories;

import org.jspecify.annotations.Nullable;
import org.recarena.v1.ColumnEncoding;
import org.recarena.v1.DataType;

/** Elements that are integers, whatever their type, and the few bytes that then hold them. */
final class Integers {

    /** Multiplied by it, bit 8 i of a number is bit 56 + i of the product, for i from 0 to 7. */
    private static final long EVERY_SEVENTH_BIT = 0x0102040810204080L;

    private static final long EVERY_EIGHTH_BIT = 0x0101010101010101L;

    private Integers() {}

    /** The same for flags, each 0 or 1 in a byte of its own, of which eight become one; null if one is neither. */
    static byte @Nullable [] bits(byte[] data, int offset, int count) {
        byte[] bits = new byte[bytes(ColumnEncoding.COLUMN_ENCODING_BITS, count)];
        int whole = count & ~7;
        long used = 0;
        for (int i = 0; i < whole; i += 8) {
            long flags = LittleEndian.getLong(data, offset + i);
            used |= flags;
            bits[i >>> 3] = (byte) ((flags * EVERY_SEVENTH_BIT) >>> 56);
        }
        for (int i = whole; i < count; i++) {
            used |= data[offset + i] & 0xFF;
            bits[i >>> 3] |= (byte) (data[offset + i] << (i & 7));
        }
        return (used & ~EVERY_EIGHTH_BIT) == 0 ? bits : null;
    }

    /** The doubles as integers, from which their bits can be made again; null if one of them has no such integer. */
    static int @Nullable [] exactly(double[] values) {
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = (int) values[i];
            if (Double.doubleToRawLongBits(integers[i]) != Double.doubleToRawLongBits(values[i])) {
                return null;
            }
        }
        return integers;
    }

    /** The longs as integers; null if one of them is too large. */
    static int @Nullable [] exactly(long[] values) {
        int[] integers = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            integers[i] = (int) values[i];
            if (integers[i] != values[i]) {
                return null;
            }
        }
        return integers;
    }

    /** The bits that any of them uses: none above those of the largest, if none is negative. */
    static int used(int[] integers) {
        int used = 0;
        for (int value : integers) {
            used |= value;
        }
        return used;
    }

    /** Whether there are several and all are the same. */
    static boolean areConstant(int[] integers) {
        int differences = 0;
        for (int value : integers) {
            differences |= value ^ integers[0];
        }
        return integers.length > 1 && differences == 0;
    }

    /**
     * The elements of a type that takes more than a byte as integers, from which their bits can be made again; null if
     * one of them has no such integer.
     */
    static int @Nullable [] exactly(DataType type, byte[] data, int offset, int count) {
        return switch (type) {
            case DATA_TYPE_INT32 -> ofInts(data, offset, count);
            case DATA_TYPE_INT64 -> ofLongs(data, offset, count);
            case DATA_TYPE_FLOAT32 -> ofFloats(data, offset, count);
            case DATA_TYPE_FLOAT64 -> ofDoubles(data, offset, count);
            case DATA_TYPE_BOOL, DATA_TYPE_UINT8, DATA_TYPE_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }

    private static int[] ofInts(byte[] data, int offset, int count) {
        int[] integers = new int[count];
        for (int i = 0; i < count; i++) {
            integers[i] = LittleEndian.getInt(data, offset + i * 4);
        }
        return integers;
    }

    private static int @Nullable [] ofLongs(byte[] data, int offset, int count) {
        int[] integers = new int[count];
        for (int i = 0; i < count; i++) {
            long value = LittleEndian.getLong(data, offset + i * 8);
            integers[i] = (int) value;
            if (integers[i] != value) {
                return null;
            }
        }
        return integers;
    }

    private static int @Nullable [] ofFloats(byte[] data, int offset, int count) {
        int[] integers = new int[count];
        for (int i = 0; i < count; i++) {
            int bits = LittleEndian.getInt(data, offset + i * 4);
            integers[i] = (int) Float.intBitsToFloat(bits);
            if (Float.floatToRawIntBits(integers[i]) != bits) {
                return null;
            }
        }
        return integers;
    }

    private static int @Nullable [] ofDoubles(byte[] data, int offset, int count) {
        int[] integers = new int[count];
        for (int i = 0; i < count; i++) {
            long bits = LittleEndian.getLong(data, offset + i * 8);
            integers[i] = (int) Double.longBitsToDouble(bits);
            if (Double.doubleToRawLongBits(integers[i]) != bits) {
                return null;
            }
        }
        return integers;
    }

    /** INT32 elements in two bytes each; null if one of them is not from 0 to 65,535. */
    static byte @Nullable [] halves(byte[] data, int offset, int count) {
        byte[] halves = new byte[bytes(ColumnEncoding.COLUMN_ENCODING_UINT16, count)];
        int used = 0;
        for (int i = 0; i < count; i++) {
            int value = LittleEndian.getInt(data, offset + i * 4);
            used |= value;
            LittleEndian.putShort(halves, i * 2, value);
        }
        return used >>> 16 == 0 ? halves : null;
    }

    /** The elements in as many bytes as one of the larger encodings takes, which must be able to hold them. */
    static byte[] narrow(int[] integers, ColumnEncoding encoding) {
        int count = integers.length;
        byte[] data = new byte[bytes(encoding, count)];
        switch (encoding) {
            case COLUMN_ENCODING_UINT16 -> {
                for (int i = 0; i < count; i++) {
                    LittleEndian.putShort(data, i * 2, integers[i]);
                }
            }
            case COLUMN_ENCODING_INT32 -> {
                for (int i = 0; i < count; i++) {
                    LittleEndian.putInt(data, i * 4, integers[i]);
                }
            }
            default -> throw new IllegalArgumentException(encoding + " holds no integers");
        }
        return data;
    }

    /** The integers that an encoding holds. */
    static int[] widen(byte[] data, ColumnEncoding encoding, int count) {
        int[] integers = new int[count];
        switch (encoding) {
            case COLUMN_ENCODING_BITS -> {
                for (int i = 0; i < count; i++) {
                    integers[i] = data[i >>> 3] >>> (i & 7) & 1;
                }
            }
            case COLUMN_ENCODING_UINT8 -> {
                for (int i = 0; i < count; i++) {
                    integers[i] = data[i] & 0xFF;
                }
            }
            case COLUMN_ENCODING_UINT16 -> {
                for (int i = 0; i < count; i++) {
                    integers[i] = LittleEndian.getShort(data, i * 2);
                }
            }
            case COLUMN_ENCODING_INT32 -> {
                for (int i = 0; i < count; i++) {
                    integers[i] = LittleEndian.getInt(data, i * 4);
                }
            }
            default -> throw new IllegalArgumentException(encoding + " holds no integers");
        }
        return integers;
    }

    /** How many bytes an encoding of integers takes. */
    static int bytes(ColumnEncoding encoding, int count) {
        return switch (encoding) {
            case COLUMN_ENCODING_BITS -> (count + 7) >>> 3;
            case COLUMN_ENCODING_UINT8 -> count;
            case COLUMN_ENCODING_UINT16 -> Math.multiplyExact(count, 2);
            case COLUMN_ENCODING_INT32 -> Math.multiplyExact(count, 4);
            default -> throw new IllegalArgumentException("encoding is " + encoding + "; this one is not known");
        };
    }
}
