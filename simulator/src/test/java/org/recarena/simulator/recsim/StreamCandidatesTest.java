package org.recarena.simulator.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/** Documents that are drawn together are those that are drawn one by one. */
class StreamCandidatesTest {

    private static final long SEED = 20261128;
    private static final int LANES = 57;

    static Stream<DocumentModel> models() {
        return Stream.of(
                new QualityDocuments(
                        new double[] {0.2, 0.5, 0.3}, new double[] {0.8, -100, 100}, new double[] {0.1, 10, 10}),
                new TopicDocuments(new double[] {-1, 0, 1}, 0.1),
                new ClickbaitDocuments(),
                new RoundRobinDocuments(4, 0));
    }

    @ParameterizedTest
    @MethodSource("models")
    void manyValuesAreThoseOfOneAfterAnother(DocumentModel model) {
        for (int count : new int[] {1, 15, DocumentBatch.MOST, 300}) {
            StreamCandidates candidates = new StreamCandidates(model, count, LANES);
            for (int lane = 0; lane < LANES; lane++) {
                candidates.seed(lane, SEED, lane);
                candidates.begin(lane, lane % 3);
                for (int step = 0; step < lane % 5; step++) {
                    candidates.next(lane);
                }
            }
            Column values =
                    new Column(TensorSpec.of("values", DataType.FLOAT64, List.of(count), "Their values."), LANES - 3);
            candidates.putValues(2, LANES - 1, count, values);
            assertThat(values.count()).isEqualTo((LANES - 3) * count);
            for (int lane = 2; lane < LANES - 1; lane++) {
                for (int position = 0; position < count; position++) {
                    assertThat(values.get((lane - 2) * count + position))
                            .as("seed %d, %d candidates, lane %d, position %d", SEED, count, lane, position)
                            .isEqualTo(candidates.value(lane, position));
                }
            }
        }
    }
}
