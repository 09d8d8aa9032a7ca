package org.recarena.simulator.recsim;

import java.util.List;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;

/** What can be seen of each candidate. */
enum DocumentField {
    IDS {
        @Override
        TensorSpec spec(int candidates, int clusters) {
            return TensorSpec.of(
                            "document_ids",
                            DataType.INT64,
                            List.of(candidates),
                            "The ids of the candidates, in candidate order; no two documents of an episode share one.")
                    .atLeast(0);
        }

        @Override
        void put(Candidates candidates, int from, int to, int count, Column out) {
            for (int lane = from; lane < to; lane++) {
                out.putLongsFrom(candidates.firstId(lane), count);
            }
        }
    },
    ONE_HOT_CLUSTER {
        @Override
        TensorSpec spec(int candidates, int clusters) {
            return TensorSpec.of(
                            "documents",
                            DataType.UINT8,
                            List.of(candidates, clusters),
                            "The features of the candidates: 1 for the document's topic, 0 for the others.")
                    .within(0, 1);
        }

        @Override
        void put(Candidates candidates, int from, int to, int count, Column out) {
            int clusters = out.spec().shape().get(1);
            int next = out.count();
            out.putZeros((to - from) * count * clusters);
            for (int lane = from; lane < to; lane++) {
                for (int position = 0; position < count; position++) {
                    out.setByte(next + candidates.cluster(lane, position), 1);
                    next += clusters;
                }
            }
        }
    },
    CLICKBAIT {
        @Override
        TensorSpec spec(int candidates, int clusters) {
            return TensorSpec.of(
                            "documents",
                            DataType.FLOAT64,
                            List.of(candidates, 1),
                            "The feature of the candidates: 0 for kale, which satisfies, to 1 for chocolate, which "
                                    + "engages.")
                    .within(0, 1);
        }

        @Override
        void put(Candidates candidates, int from, int to, int count, Column out) {
            // A uniform number each: drawing them together would gain nothing.
            for (int lane = from; lane < to; lane++) {
                for (int position = 0; position < count; position++) {
                    out.putDouble(candidates.value(lane, position));
                }
            }
        }
    },
    QUALITY {
        @Override
        TensorSpec spec(int candidates, int clusters) {
            return TensorSpec.of(
                            "document_quality", DataType.FLOAT64, List.of(candidates), "The quality of the candidates.")
                    .atLeast(0);
        }

        @Override
        void put(Candidates candidates, int from, int to, int count, Column out) {
            candidates.putValues(from, to, count, out);
        }
    },
    CLUSTER_ID {
        @Override
        TensorSpec spec(int candidates, int clusters) {
            return TensorSpec.of(
                            "document_cluster_id",
                            DataType.INT32,
                            List.of(candidates),
                            "The topic of the candidates, a number.")
                    .within(0, clusters - 1.0);
        }

        @Override
        void put(Candidates candidates, int from, int to, int count, Column out) {
            for (int lane = from; lane < to; lane++) {
                for (int position = 0; position < count; position++) {
                    out.putInt(candidates.cluster(lane, position));
                }
            }
        }
    };

    /** The specification for a number of candidates and of clusters. */
    abstract TensorSpec spec(int candidates, int clusters);

    /** Appends a row for each of some consecutive lanes. */
    abstract void put(Candidates candidates, int from, int to, int count, Column out);
}
