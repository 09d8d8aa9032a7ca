package org.recarena.simulator.recogym;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.recarena.simulator.space.Column;

/** The user in one lane: latent state, clock, random numbers, and what may be observed of it. Not thread-safe. */
final class Visitor {

    static final int ORGANIC = 0;
    static final int BANDIT = 1;
    static final int STOP = 2;

    private static final int NO_PRODUCT = -1;

    final UserRandom random;
    final double[] user;
    int state = STOP;
    /** The time of the last event, and what the clock will show next. */
    double now;

    double upcoming;
    int lastView = NO_PRODUCT;

    private final int lane;
    private final RecentViews recent;
    /** Views by product, if kept. */
    final int[] counts;
    /** The last events as a ring, if kept: {@link RecoGymSpaces#HISTORY_WIDTH} values each. */
    private final int[] history;

    private int historyNext;

    /** Somebody in a lane, who shares the memory of recent views with those in the others. */
    Visitor(int lane, UserRandom random, int stateSize, RecentViews recent, int countedProducts, int historyLength) {
        this.lane = lane;
        this.random = random;
        this.user = new double[stateSize];
        this.recent = recent;
        this.counts = new int[countedProducts];
        this.history = new int[historyLength * RecoGymSpaces.HISTORY_WIDTH];
    }

    /** Makes room for a new user. */
    void clear() {
        lastView = NO_PRODUCT;
        forgetViews();
        Arrays.fill(counts, 0);
        Arrays.fill(history, 0);
        historyNext = 0;
    }

    /** Forgets what the agent has seen already. */
    void forgetViews() {
        recent.forget(lane);
    }

    void viewed(int product) {
        lastView = product;
        recent.add(lane, product, now);
        if (counts.length > 0) {
            counts[product]++;
        }
        if (history.length > 0) {
            record(1, product, 0);
        }
    }

    void recommended(int product, boolean clicked) {
        if (history.length > 0) {
            record(2, product, clicked ? 1 : 0);
        }
    }

    private void record(int kind, int product, int clicked) {
        history[historyNext] = kind;
        history[historyNext + 1] = product;
        history[historyNext + 2] = clicked;
        historyNext = (historyNext + RecoGymSpaces.HISTORY_WIDTH) % history.length;
    }

    void history(Column out) {
        out.putInts(history, historyNext, history.length);
        out.putInts(history, 0, historyNext);
    }

    void save(DataOutput out) throws IOException {
        random.save(out);
        for (double value : user) {
            out.writeDouble(value);
        }
        out.writeByte(state);
        out.writeDouble(now);
        out.writeDouble(upcoming);
        out.writeInt(lastView);
        recent.save(lane, out);
        for (int count : counts) {
            out.writeInt(count);
        }
        for (int value : history) {
            out.writeInt(value);
        }
        out.writeInt(historyNext);
    }

    void load(DataInput in, int products) throws IOException {
        random.load(in);
        for (int k = 0; k < user.length; k++) {
            user[k] = in.readDouble();
        }
        state = checked("state", in.readByte(), ORGANIC, STOP);
        now = in.readDouble();
        upcoming = in.readDouble();
        lastView = checked("last view", in.readInt(), NO_PRODUCT, products - 1);
        recent.load(lane, in, products);
        for (int p = 0; p < counts.length; p++) {
            counts[p] = in.readInt();
        }
        for (int i = 0; i < history.length; i++) {
            history[i] = in.readInt();
        }
        historyNext = checked("history position", in.readInt(), 0, Math.max(0, history.length - 1));
        checked("history position within an event", historyNext % RecoGymSpaces.HISTORY_WIDTH, 0, 0);
    }

    static int checked(String what, int value, int least, int most) throws IOException {
        if (value < least || value > most) {
            throw new IOException(what + " is " + value + "; allowed are " + least + " to " + most);
        }
        return value;
    }
}
