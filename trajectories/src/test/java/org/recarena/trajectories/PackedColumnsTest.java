package org.recarena.trajectories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.recarena.v1.ColumnEncoding;
import org.recarena.v1.DataType;
import org.recarena.v1.PackedColumn;

class PackedColumnsTest {

    private static final DataType[] TYPES = {
        DataType.DATA_TYPE_BOOL,
        DataType.DATA_TYPE_UINT8,
        DataType.DATA_TYPE_INT32,
        DataType.DATA_TYPE_INT64,
        DataType.DATA_TYPE_FLOAT32,
        DataType.DATA_TYPE_FLOAT64
    };

    private static final double[] ODD = {
        0.0,
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.MIN_VALUE,
        0.5,
        -1,
        1,
        2,
        255,
        256,
        65535,
        65536,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        2147483648.0,
        -2147483649.0,
        1L << 62,
        Float.MAX_VALUE
    };

    /** In elements: more than are looked at before it is decided what to try. */
    private static final int LONGEST = 150;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14})
    void everyBitPatternComesBack(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            DataType type = TYPES[random.nextInt(TYPES.length)];
            int size = PackedColumns.elementBytes(type);
            int offset = random.nextInt(5);
            byte[] data = new byte[offset + size * random.nextInt(LONGEST) + random.nextInt(3)];
            int length = (data.length - offset) / size * size;
            fill(random, type, data, offset, length);
            PackedColumn column = PackedColumns.pack(type, data, offset, length);
            UnpackedColumn back = UnpackedColumn.of(column);
            assertThat(ByteString.copyFrom(back.bytes())).isEqualTo(ByteString.copyFrom(data, offset, length));
            assertThat(column.getData().size()).isLessThanOrEqualTo(length);
            assertThat(back.type()).isEqualTo(type);
            assertThat(back.count()).isEqualTo(length / size);
        }
    }

    private static void fill(Random random, DataType type, byte[] data, int offset, int length) {
        int kind = random.nextInt(4);
        int range = 1 << random.nextInt(20);
        int size = PackedColumns.elementBytes(type);
        int changesAt = random.nextInt(2 * LONGEST) * size;
        for (int at = offset; at < offset + length; at += size) {
            if (at - offset == changesAt) { // What comes first does not tell what comes later.
                kind = random.nextInt(4);
                range = 1 << random.nextInt(20);
            }
            double value = kind == 0 ? ODD[random.nextInt(ODD.length)] : random.nextInt(range);
            long bits = switch (type) {
                case DATA_TYPE_FLOAT32 -> Float.floatToRawIntBits((float) value);
                case DATA_TYPE_FLOAT64 -> Double.doubleToRawLongBits(value);
                default -> (long) value;
            };
            if (kind == 1) {
                bits = random.nextLong();
            }
            for (int b = 0; b < size; b++) {
                data[at + b] = (byte) (bits >> (8 * b));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 0, CONSTANT",
        "NaN NaN, CONSTANT",
        "0 1 1, BITS",
        "1, BITS",
        "0 -0.0 0, PLAIN",
        "0 255, UINT8",
        "7, UINT8",
        "0 256, UINT16",
        "0 65535, UINT16",
        "0 65536, INT32",
        "0 -1, INT32",
        "0 2147483648, PLAIN",
        "0 0.5, PLAIN"
    })
    void theSmallestEncodingIsTaken(String values, String encoding) {
        double[] elements = Arrays.stream(values.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        PackedColumn column = PackedColumns.pack(elements);
        assertThat(column.getEncoding()).isEqualTo(ColumnEncoding.valueOf("COLUMN_ENCODING_" + encoding));
        assertThat(UnpackedColumn.of(column).toDoubles()).isEqualTo(elements);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 0 1 1, BITS",
        "FLOAT32, 0 255, UINT8",
        "FLOAT32, 0 65535, UINT16",
        "FLOAT32, 0 65536, PLAIN",
        "FLOAT32, 0 0.5, PLAIN",
        "INT32, 0 255, UINT8",
        "INT32, 0 65535, UINT16",
        "INT32, 0 65536, PLAIN",
        "INT32, 0 -1, PLAIN"
    })
    void theSmallestEncodingIsTakenOfFourBytesToo(String type, String values, String encoding) {
        double[] elements = Arrays.stream(values.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        ByteBuffer bytes = ByteBuffer.allocate(4 * elements.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double element : elements) {
            bytes.putInt(type.equals("INT32") ? (int) element : Float.floatToRawIntBits((float) element));
        }
        PackedColumn column = PackedColumns.pack(DataType.valueOf("DATA_TYPE_" + type), bytes.array());
        assertThat(column.getEncoding()).isEqualTo(ColumnEncoding.valueOf("COLUMN_ENCODING_" + encoding));
        assertThat(UnpackedColumn.of(column).toDoubles()).isEqualTo(elements);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    void arraysArePackedAsTheirBytesAre(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 5_000; round++) {
            int[] ints = new int[random.nextInt(LONGEST)];
            long[] longs = new long[ints.length];
            double[] doubles = new double[ints.length];
            int range = 1 << random.nextInt(31);
            int oddFrom = random.nextInt(4) > 0 ? random.nextInt(2 * LONGEST) : 0;
            for (int i = 0; i < ints.length; i++) {
                boolean odd = i >= oddFrom;
                ints[i] = odd ? random.nextInt() : random.nextInt(range);
                longs[i] = odd ? random.nextLong() : ints[i];
                doubles[i] = odd ? ODD[random.nextInt(ODD.length)] : ints[i];
            }
            assertThat(PackedColumns.pack(ints))
                    .isEqualTo(PackedColumns.pack(DataType.DATA_TYPE_INT32, LittleEndian.bytes(ints)));
            assertThat(PackedColumns.pack(longs))
                    .isEqualTo(PackedColumns.pack(DataType.DATA_TYPE_INT64, LittleEndian.bytes(longs)));
            assertThat(PackedColumns.pack(doubles))
                    .isEqualTo(PackedColumns.pack(DataType.DATA_TYPE_FLOAT64, LittleEndian.bytes(doubles)));
        }
    }

    @Test
    void arraysComeBack() {
        int[] ints = {3, -4, Integer.MIN_VALUE};
        long[] longs = {3, -4, Long.MIN_VALUE};
        assertThat(UnpackedColumn.of(PackedColumns.pack(ints)).toInts()).isEqualTo(ints);
        assertThat(UnpackedColumn.of(PackedColumns.pack(longs)).toLongs()).isEqualTo(longs);
        assertThat(UnpackedColumn.of(PackedColumns.packFlags(new byte[] {1, 0, 1}))
                        .toInts())
                .containsExactly(1, 0, 1);
    }

    @Test
    void raggedRowsComeBack() {
        int[] offsets = {0, 2, 2, 5};
        UnpackedColumn ragged =
                UnpackedColumn.of(PackedColumns.ragged(PackedColumns.pack(new int[] {1, 2, 3, 4, 5}), offsets));
        assertThat(ragged.rowOffsets()).isEqualTo(offsets);
        assertThat(ragged.rowStart(1, 3)).isEqualTo(2);
        assertThat(ragged.rowStart(3, 3)).isEqualTo(5);
        UnpackedColumn pairs = UnpackedColumn.of(PackedColumns.ragged(PackedColumns.pack(new int[10]), offsets));
        assertThat(pairs.rowStart(1, 3)).isEqualTo(4);
        UnpackedColumn empty =
                UnpackedColumn.of(PackedColumns.ragged(PackedColumns.pack(new int[0]), new int[] {0, 0, 0}));
        assertThat(empty.rowStart(2, 2)).isZero();
        UnpackedColumn dense = UnpackedColumn.of(PackedColumns.pack(new int[6]));
        assertThat(dense.rowOffsets()).isNull();
        assertThat(dense.rowStart(2, 3)).isEqualTo(4);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> PackedColumns.pack(DataType.DATA_TYPE_INT32, new byte[7]))
                .hasMessageContaining("7 bytes");
        assertThatThrownBy(() -> PackedColumns.ragged(PackedColumns.pack(new int[3]), new int[] {0, 2}))
                .hasMessageContaining("2 entries");
        assertThatThrownBy(() -> PackedColumns.ragged(PackedColumns.pack(new int[3]), new int[] {0, 3, 2}))
                .hasMessageContaining("rowOffsets[2] is 2");
        PackedColumn good = PackedColumns.pack(new int[] {1, 2, 3});
        assertThatThrownBy(
                        () -> UnpackedColumn.of(good.toBuilder().setCount(100).build()))
                .hasMessageContaining("data has");
        assertThatThrownBy(() -> UnpackedColumn.of(good.toBuilder().setCount(-1).build()))
                .hasMessageContaining("count is -1");
        assertThatThrownBy(
                        () -> UnpackedColumn.of(good.toBuilder().clearEncoding().build()))
                .hasMessageContaining("encoding");
        assertThatThrownBy(
                        () -> UnpackedColumn.of(good.toBuilder().clearDataType().build()))
                .hasMessageContaining("data_type");
    }
}
