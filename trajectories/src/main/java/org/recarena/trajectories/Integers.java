package org.recarena.trajectories;

import org.jspecify.annotations.Nullable;
import org.recarena.v1.ColumnEncoding;
import org.recarena.v1.DataType;

/** Elements that are integers, whatever their type, and the few bytes that then hold them. */
final class Integers {

    private Integers() {}

    /** The elements as integers, from which their bits can be made again; null if one of them has no such integer. */
    static int @Nullable [] exactly(DataType type, byte[] data, int offset, int count) {
        if (count > 1 && exactly(type, data, offset, 1) == null) {
            return null; // The usual case of fractions, without an array for all.
        }
        return switch (type) {
            case DATA_TYPE_BOOL, DATA_TYPE_UINT8 -> ofBytes(data, offset, count);
            case DATA_TYPE_INT32 -> ofInts(data, offset, count);
            case DATA_TYPE_INT64 -> ofLongs(data, offset, count);
            case DATA_TYPE_FLOAT32 -> ofFloats(data, offset, count);
            case DATA_TYPE_FLOAT64 -> ofDoubles(data, offset, count);
            case DATA_TYPE_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }

    private static int[] ofBytes(byte[] data, int offset, int count) {
        int[] integers = new int[count];
        for (int i = 0; i < count; i++) {
            integers[i] = data[offset + i] & 0xFF;
        }
        return integers;
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

    /** The elements in as many bytes as an encoding takes, which must be able to hold them. */
    static byte[] narrow(int[] integers, ColumnEncoding encoding) {
        int count = integers.length;
        byte[] data = new byte[bytes(encoding, count)];
        switch (encoding) {
            case COLUMN_ENCODING_BITS -> {
                for (int at = 0; at < data.length; at++) {
                    int bits = 0;
                    for (int i = Math.min(count, at * 8 + 8) - 1; i >= at * 8; i--) {
                        bits = bits << 1 | integers[i];
                    }
                    data[at] = (byte) bits;
                }
            }
            case COLUMN_ENCODING_UINT8 -> {
                for (int i = 0; i < count; i++) {
                    data[i] = (byte) integers[i];
                }
            }
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

    /** What {@link #narrow} was given. */
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
