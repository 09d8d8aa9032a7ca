package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;

/** Candidates that are the world's and stay the same in all lanes and episodes. */
final class FixedCandidates implements Candidates {

    private final Corpus corpus;
    private final long firstId;

    FixedCandidates(Corpus corpus, long firstId) {
        this.corpus = corpus;
        this.firstId = firstId;
    }

    @Override
    public void seed(int lane, long seed, long streamLane) {
        // They are not drawn for a lane.
    }

    @Override
    public void begin(int lane, long episode) {
        // They stay.
    }

    @Override
    public void next(int lane) {
        // They stay.
    }

    @Override
    public long firstId(int lane) {
        return firstId;
    }

    @Override
    public int cluster(int lane, int position) {
        return corpus.cluster(position);
    }

    @Override
    public double value(int lane, int position) {
        return corpus.value(position);
    }

    @Override
    public void save(int lane, DataOutput out) {
        // They belong to the world.
    }

    @Override
    public void load(int lane, DataInput in) {
        // They belong to the world.
    }
}
