package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.recarena.simulator.space.Column;

/**
 * Candidates that are drawn anew for each step from the project's streams. Each document has a stream of its own, so
 * nothing is stored: a document is drawn again whenever it is looked at, and those that nobody looks at cost nothing.
 */
final class StreamCandidates implements Candidates {

    private final DocumentModel documents;
    private final int candidates;
    private final StreamDraws keys = new StreamDraws();
    private final DocumentDraws draws = new DocumentDraws();
    private final DocumentBatch batch;
    private final double[] values;
    private final long[] seed;
    private final long[] streamLane;
    private final long[] key0;
    private final long[] key1;
    private final long[] firstId;

    StreamCandidates(DocumentModel documents, int candidates, int lanes) {
        this.documents = documents;
        this.candidates = candidates;
        int together = (int) Math.min(DocumentBatch.MOST, (long) lanes * candidates);
        batch = new DocumentBatch(together);
        values = new double[together];
        seed = new long[lanes];
        streamLane = new long[lanes];
        key0 = new long[lanes];
        key1 = new long[lanes];
        firstId = new long[lanes];
    }

    @Override
    public void seed(int lane, long newSeed, long newStreamLane) {
        seed[lane] = newSeed;
        streamLane[lane] = newStreamLane;
    }

    @Override
    public void begin(int lane, long episode) {
        keys.at(seed[lane], streamLane[lane], episode, Purposes.DOCUMENTS);
        key0[lane] = keys.word0();
        key1[lane] = keys.word1();
        firstId[lane] = 0;
    }

    @Override
    public void next(int lane) {
        firstId[lane] += candidates;
    }

    @Override
    public long firstId(int lane) {
        return firstId[lane];
    }

    @Override
    public int cluster(int lane, int position) {
        long id = firstId[lane] + position;
        draws.at(key0[lane], key1[lane], id);
        return documents.cluster(id, draws);
    }

    @Override
    public double value(int lane, int position) {
        return documents.value(cluster(lane, position), draws);
    }

    @Override
    public void putValues(int from, int to, int count, Column out) {
        for (int lane = from; lane < to; lane++) {
            for (int position = 0; position < count; position++) {
                batch.add(key0[lane], key1[lane], firstId[lane] + position);
                if (batch.isFull()) {
                    putBatch(out);
                }
            }
        }
        putBatch(out);
    }

    private void putBatch(Column out) {
        documents.values(batch, values);
        out.putDoubles(values, 0, batch.size());
        batch.clear();
    }

    @Override
    public void show(int lane, int position, Slate slate) {
        int cluster = cluster(lane, position);
        slate.add(cluster, documents.value(cluster, draws));
    }

    @Override
    public void save(int lane, DataOutput out) throws IOException {
        out.writeLong(seed[lane]);
        out.writeLong(streamLane[lane]);
        out.writeLong(key0[lane]);
        out.writeLong(key1[lane]);
        out.writeLong(firstId[lane]);
    }

    @Override
    public void load(int lane, DataInput in) throws IOException {
        seed[lane] = in.readLong();
        streamLane[lane] = in.readLong();
        key0[lane] = in.readLong();
        key1[lane] = in.readLong();
        firstId[lane] = in.readLong();
    }
}
