package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The project's own streams: one for a user's arrival and one for each step. Since each step has its own, two agents
 * that meet the same user see the same luck in the same step, whatever they have shown before.
 */
final class StreamUserDraws implements UserDraws {

    private final int users;
    private final StreamDraws draws = new StreamDraws();
    private final long[] seed;
    private final long[] streamLane;
    private final long[] episode;
    /** Of each user of each lane: the key of its steps, and how many there were. */
    private final long[] key0;

    private final long[] key1;
    private final int[] steps;

    StreamUserDraws(int lanes, int users) {
        this.users = users;
        seed = new long[lanes];
        streamLane = new long[lanes];
        episode = new long[lanes];
        key0 = new long[lanes * users];
        key1 = new long[lanes * users];
        steps = new int[lanes * users];
    }

    @Override
    public void seed(int lane, long newSeed, long newStreamLane) {
        seed[lane] = newSeed;
        streamLane[lane] = newStreamLane;
    }

    @Override
    public void begin(int lane, long newEpisode) {
        episode[lane] = newEpisode;
        for (int user = 0; user < users; user++) {
            go(lane, Purposes.STEPS, user);
            key0[lane * users + user] = draws.word0();
            key1[lane * users + user] = draws.word1();
            steps[lane * users + user] = 0;
        }
    }

    @Override
    public Draws arrival(int lane, int user) {
        go(lane, Purposes.ARRIVAL, user);
        return draws;
    }

    /** The stream of the arrival, which goes on. */
    @Override
    public Draws firstLook(int lane, int user) {
        return draws;
    }

    private void go(int lane, long purpose, int user) {
        draws.at(seed[lane], streamLane[lane], episode[lane], Purposes.ofUser(purpose, user));
    }

    @Override
    public Draws step(int lane, int user) {
        int index = lane * users + user;
        draws.at(key0[index], key1[index], steps[index]++);
        return draws;
    }

    @Override
    public Draws untaken(int lane, int user, int ahead) {
        int index = lane * users + user;
        draws.at(key0[index], key1[index], (long) steps[index] + ahead);
        return draws;
    }

    @Override
    public void save(int lane, DataOutput out) throws IOException {
        out.writeLong(seed[lane]);
        out.writeLong(streamLane[lane]);
        out.writeLong(episode[lane]);
        for (int index = lane * users; index < (lane + 1) * users; index++) {
            out.writeLong(key0[index]);
            out.writeLong(key1[index]);
            out.writeInt(steps[index]);
        }
    }

    @Override
    public void load(int lane, DataInput in) throws IOException {
        seed[lane] = in.readLong();
        streamLane[lane] = in.readLong();
        episode[lane] = in.readLong();
        for (int index = lane * users; index < (lane + 1) * users; index++) {
            key0[index] = in.readLong();
            key1[index] = in.readLong();
            steps[index] = in.readInt();
        }
    }
}
