package org.recarena.simulator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.recarena.simulator.input.WrongStateException;

/** Which episode each lane is in, how long it has lasted, and whether it is over. Used by one thread at a time. */
final class EpisodeBook {

    private static final int LANES_SHOWN = 8;

    private final long[] episode;
    private final long[] firstOfSeed;
    private final int[] length;
    private final boolean[] ended;

    EpisodeBook(int lanes) {
        episode = new long[lanes];
        firstOfSeed = new long[lanes];
        length = new int[lanes];
        ended = new boolean[lanes];
        java.util.Arrays.fill(episode, -1);
    }

    /** Notes that the lane's next episode is the first one of a new seed. */
    void reseeded(int lane) {
        firstOfSeed[lane] = episode[lane] + 1;
    }

    /** Begins the lane's next episode and returns its number since the lane was seeded. */
    long begin(int lane) {
        episode[lane]++;
        length[lane] = 0;
        ended[lane] = false;
        return episode[lane] - firstOfSeed[lane];
    }

    /** Counts a step and says whether the limit is reached; a limit of 0 never is. */
    boolean stepped(int lane, int limit) {
        length[lane]++;
        return limit > 0 && length[lane] >= limit;
    }

    void end(int lane) {
        ended[lane] = true;
    }

    boolean ended(int lane) {
        return ended[lane];
    }

    long episode(int lane) {
        return episode[lane];
    }

    void copyTo(long[] target) {
        System.arraycopy(episode, 0, target, 0, episode.length);
    }

    int[] endedLanes(int count) {
        int[] lanes = new int[count];
        int next = 0;
        for (int lane = 0; lane < ended.length; lane++) {
            if (ended[lane]) {
                lanes[next++] = lane;
            }
        }
        return lanes;
    }

    /** Refuses where a lane's episode is over, other than lanes that are excepted. */
    void checkNoneEnded(IntPredicate excepted) {
        for (int lane = 0; lane < ended.length; lane++) {
            if (ended[lane] && !excepted.test(lane)) {
                throw new WrongStateException("the episodes of lanes " + describeEnded()
                        + " are over; with autoreset DISABLED, reset them before stepping");
            }
        }
    }

    private String describeEnded() {
        int[] over =
                IntStream.range(0, ended.length).filter(lane -> ended[lane]).toArray();
        String shown = IntStream.of(over)
                .limit(LANES_SHOWN)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        return over.length > LANES_SHOWN ? shown + " and " + (over.length - LANES_SHOWN) + " more" : shown;
    }

    void save(DataOutput out) throws IOException {
        for (int lane = 0; lane < episode.length; lane++) {
            out.writeLong(episode[lane]);
            out.writeLong(firstOfSeed[lane]);
            out.writeInt(length[lane]);
            out.writeBoolean(ended[lane]);
        }
    }

    void load(DataInput in) throws IOException {
        for (int lane = 0; lane < episode.length; lane++) {
            episode[lane] = in.readLong();
            firstOfSeed[lane] = in.readLong();
            length[lane] = in.readInt();
            ended[lane] = in.readBoolean();
        }
    }
}
