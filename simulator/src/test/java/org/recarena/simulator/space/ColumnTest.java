package org.recarena.simulator.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Columns hold what was put into them, in the layout that travels. */
class ColumnTest {

    @ParameterizedTest
    @EnumSource(DataType.class)
    void elementsAreReadBackAsTheyWerePut(DataType type) {
        Column column = new Column(TensorSpec.of("x", type, List.of(3), "Three of a kind."), 2);
        for (int i = 0; i < 6; i++) {
            put(column, type, i % 2);
        }
        assertThat(column.shape()).containsExactly(2, 3);
        assertThat(column.count()).isEqualTo(6);
        assertThat(column.size()).isEqualTo(6 * type.bytes());
        for (int i = 0; i < 6; i++) {
            assertThat(column.get(i)).isEqualTo(i % 2);
        }
    }

    private static void put(Column column, DataType type, int value) {
        switch (type) {
            case BOOL, UINT8 -> column.putByte(value);
            case INT32 -> column.putInt(value);
            case INT64 -> column.putLong(value);
            case FLOAT32 -> column.putFloat(value);
            case FLOAT64 -> column.putDouble(value);
        }
    }

    @Test
    void bytesAreLittleEndian() {
        Column column = new Column(TensorSpec.of("x", DataType.INT32, List.of(), "A number."), 1);
        column.putInt(0x01020304);
        assertThat(column.data()).startsWith(4, 3, 2, 1);
    }

    @Test
    void raggedRowsGrowAndKeepTheirPlaces() {
        long seed = 20261124;
        SplittableRandom random = new SplittableRandom(seed);
        TensorSpec spec = TensorSpec.of("x", DataType.FLOAT64, List.of(TensorSpec.RAGGED, 2), "Pairs.");
        Column column = new Column(spec, 100);
        ByteBuffer expected = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        int[] lengths = random.ints(100, 0, 20).toArray();
        for (int length : lengths) {
            for (int i = 0; i < 2 * length; i++) {
                double value = random.nextDouble();
                column.putDouble(value);
                expected.putDouble(value);
            }
            column.endRow();
        }
        int total = 0;
        for (int row = 0; row < lengths.length; row++) {
            assertThat(column.rowOffsets()[row])
                    .as("seed %d, row %d", seed, row)
                    .isEqualTo(total);
            total += lengths[row];
        }
        assertThat(column.shape()).as("seed %d", seed).containsExactly(total, 2);
        assertThat(ByteBuffer.wrap(column.data(), 0, column.size())).isEqualTo(expected.flip());
    }

    @Test
    void rowsAreCopiedFromAnotherColumn() {
        TensorSpec spec = TensorSpec.of("x", DataType.INT32, List.of(TensorSpec.RAGGED), "Numbers.");
        Column source = new Column(spec, 3);
        source.putInts(new int[] {1, 2, 3}, 0, 2);
        source.endRow();
        source.endRow();
        source.putInts(new int[] {4, 5, 6}, 1, 3);
        source.endRow();
        Column copy = new Column(spec, 2);
        copy.putRow(source, 2);
        copy.putRow(source, 1);
        assertThat(copy.rowOffsets()).containsExactly(0, 2, 2);
        assertThat(copy.get(0)).isEqualTo(5);
        assertThat(copy.get(1)).isEqualTo(6);
    }

    @Test
    void zerosFillRows() {
        Column column = new Column(TensorSpec.of("x", DataType.FLOAT32, List.of(2), "A pair."), 2);
        column.putFloat(1);
        column.putZeros(3);
        assertThat(column.size()).isEqualTo(16);
        assertThat(column.get(3)).isZero();
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void elementsOfAnyTypeCanBeReplaced(DataType type) {
        Column column = new Column(TensorSpec.of("x", type, List.of(2), "A pair."), 2);
        column.putZeros(4);
        column.set(2, 1);
        assertThat(column.get(1)).isZero();
        assertThat(column.get(2)).isEqualTo(1);
        assertThat(column.get(3)).isZero();
        assertThat(column.count()).isEqualTo(4);
    }

    @Test
    void bytesCanBeReplaced() {
        Column column = new Column(TensorSpec.of("x", DataType.UINT8, List.of(3), "Three bytes."), 1);
        column.putZeros(3);
        column.setByte(1, 255);
        assertThat(column.data()).containsExactly(0, -1, 0);
    }

    @Test
    void longsCountUp() {
        Column column = new Column(TensorSpec.of("x", DataType.INT64, List.of(3), "Three numbers."), 2);
        column.putLongsFrom(-1, 3);
        column.putLongsFrom(1L << 40, 3);
        assertThat(column.count()).isEqualTo(6);
        assertThat(column.get(0)).isEqualTo(-1);
        assertThat(column.get(2)).isEqualTo(1);
        assertThat(column.get(5)).isEqualTo(0x1.0p40 + 2);
    }

    @Test
    void consecutiveRowsAreCopiedClearedAndReplaced() {
        TensorSpec spec = TensorSpec.of("x", DataType.INT32, List.of(2), "A pair.");
        Column source = new Column(spec, 3);
        source.putInts(new int[] {1, 2, 3, 4, 5, 6}, 0, 6);
        Column copy = new Column(spec, 2);
        copy.putRows(source, 1, 3);
        assertThat(copy.count()).isEqualTo(4);
        assertThat(copy.get(0)).isEqualTo(3);
        assertThat(copy.get(3)).isEqualTo(6);
        Column kept = new Column(spec, 3);
        kept.putZeros(6);
        kept.copyFrom(source);
        assertThat(kept.data()).isEqualTo(source.data());
        kept.zeroRow(1);
        assertThat(kept.get(1)).isEqualTo(2);
        assertThat(kept.get(2)).isZero();
        assertThat(kept.get(3)).isZero();
        assertThat(kept.get(4)).isEqualTo(5);
    }
}
