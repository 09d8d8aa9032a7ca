package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Candidates that the reference's document sampler draws anew for each step. It draws a set when it is built, which
 * nobody is shown, and one for each reset and step; ids count over its whole life.
 */
final class NumpyCandidates implements Candidates {

    private final DocumentModel documents;
    private final long documentSeed;
    private final NumpyDraws[] samplers;
    private final Corpus[] current;
    private final long[] firstId;

    NumpyCandidates(DocumentModel documents, int candidates, int lanes, long documentSeed) {
        this.documents = documents;
        this.documentSeed = documentSeed;
        samplers = new NumpyDraws[lanes];
        current = new Corpus[lanes];
        firstId = new long[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            samplers[lane] = new NumpyDraws(documentSeed);
            current[lane] = new Corpus(candidates);
        }
    }

    /** Documents belong to the world: they start over from its seed, whatever the seed of the users. */
    @Override
    public void seed(int lane, long seed, long streamLane) {
        samplers[lane].seed(documentSeed);
        firstId[lane] = documents.firstId();
        current[lane].draw(documents, firstId[lane], samplers[lane]);
    }

    @Override
    public void begin(int lane, long episode) {
        next(lane);
    }

    @Override
    public void next(int lane) {
        firstId[lane] += current[lane].size();
        current[lane].draw(documents, firstId[lane], samplers[lane]);
    }

    @Override
    public long firstId(int lane) {
        return firstId[lane];
    }

    @Override
    public int cluster(int lane, int position) {
        return current[lane].cluster(position);
    }

    @Override
    public double value(int lane, int position) {
        return current[lane].value(position);
    }

    @Override
    public void save(int lane, DataOutput out) throws IOException {
        samplers[lane].save(out);
        out.writeLong(firstId[lane]);
        for (int i = 0; i < current[lane].size(); i++) {
            out.writeInt(current[lane].cluster(i));
            out.writeDouble(current[lane].value(i));
        }
    }

    @Override
    public void load(int lane, DataInput in) throws IOException {
        samplers[lane].load(in);
        firstId[lane] = in.readLong();
        for (int i = 0; i < current[lane].size(); i++) {
            current[lane].set(i, in.readInt(), in.readDouble());
        }
    }
}
