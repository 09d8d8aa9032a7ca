package org.recarena.simulator.recogym;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/** Recent views against lists of their own for each lane. */
class RecentViewsTest {

    private static final TensorSpec PRODUCTS =
            TensorSpec.of("views", DataType.INT32, List.of(TensorSpec.RAGGED), "products");
    private static final TensorSpec TIMES =
            TensorSpec.of("view_times", DataType.FLOAT64, List.of(TensorSpec.RAGGED), "times");

    private record View(int product, double time) {}

    /** Lanes, sessions, and the longest of them, in views. */
    @ParameterizedTest
    @CsvSource({"1, 2000, 5", "1, 200, 300", "7, 2000, 3", "100, 3000, 6", "100, 500, 200"})
    void remembersEachLanesLastSession(int lanes, int sessions, int longest) throws IOException {
        long seed = 20261128L + lanes;
        SplittableRandom random = new SplittableRandom(seed);
        RecentViews recent = new RecentViews(lanes, true);
        List<List<View>> expected = new ArrayList<>();
        IntStream.range(0, lanes).forEach(lane -> expected.add(List.of()));
        for (int session = 0; session < sessions; session++) {
            int lane = random.nextInt(lanes);
            List<View> views = new ArrayList<>();
            recent.forget(lane);
            for (int i = random.nextInt(longest + 1); i > 0; i--) {
                View view = new View(random.nextInt(1000), random.nextDouble());
                views.add(view);
                recent.add(lane, view.product(), view.time());
            }
            expected.set(lane, views);
            int[] some = random.ints(3, 0, lanes).toArray();
            assertThat(read(recent, some))
                    .as("seed %d, session %d", seed, session)
                    .isEqualTo(IntStream.of(some).mapToObj(expected::get).toList());
        }
        int[] all = IntStream.range(0, lanes).toArray();
        assertThat(read(recent, all)).as("seed %d", seed).isEqualTo(expected);
        assertThat(read(copy(recent, lanes), all)).as("saved, seed %d", seed).isEqualTo(expected);
    }

    @Test
    void ofOthersNoneIsKept() throws IOException {
        RecentViews none = new RecentViews(2, false);
        none.forget(1);
        none.add(1, 5, 0.5);
        assertThat(saved(none, 1)).isEqualTo(new byte[Integer.BYTES]);
    }

    @Test
    void takesNoProductThatThereIsNot() throws IOException {
        RecentViews recent = new RecentViews(1, true);
        recent.forget(0);
        recent.add(0, 10, 0.5);
        byte[] saved = saved(recent, 0);
        RecentViews other = new RecentViews(1, true);
        assertThatThrownBy(() -> other.load(0, in(saved), 10)).hasMessageContaining("view is 10; allowed are 0 to 9");
        RecentViews none = new RecentViews(1, false);
        assertThatThrownBy(() -> none.load(0, in(saved), 11)).hasMessageContaining("number of views is 1");
    }

    private static RecentViews copy(RecentViews recent, int lanes) throws IOException {
        RecentViews copy = new RecentViews(lanes, true);
        for (int lane = 0; lane < lanes; lane++) {
            copy.load(lane, in(saved(recent, lane)), 1000);
        }
        return copy;
    }

    private static byte[] saved(RecentViews recent, int lane) throws IOException {
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        recent.save(lane, new DataOutputStream(saved));
        return saved.toByteArray();
    }

    private static DataInputStream in(byte[] saved) {
        return new DataInputStream(new ByteArrayInputStream(saved));
    }

    private static List<List<View>> read(RecentViews recent, int[] lanes) {
        Column products = new Column(PRODUCTS, lanes.length);
        Column times = new Column(TIMES, lanes.length);
        recent.putProducts(lanes, lanes.length, products);
        recent.putTimes(lanes, lanes.length, times);
        assertThat(times.rowOffsets()).isEqualTo(products.rowOffsets());
        return IntStream.range(0, lanes.length)
                .mapToObj(row -> IntStream.range(products.rowOffsets()[row], products.rowOffsets()[row + 1])
                        .mapToObj(i -> new View((int) products.get(i), times.get(i)))
                        .toList())
                .toList();
    }
}
