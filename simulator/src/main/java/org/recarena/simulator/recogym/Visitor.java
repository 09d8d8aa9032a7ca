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

    private final boolean keepsViews;
    /** The views since the last recommendation. */
    private int[] views;

    private double[] viewTimes;
    private int viewCount;
    /** Views by product, if kept. */
    final int[] counts;
    /** The last events as a ring, if kept: {@link RecoGymSpaces#HISTORY_WIDTH} values each. */
    private final int[] history;

    private int historyNext;

    Visitor(UserRandom random, int stateSize, boolean keepsViews, int countedProducts, int historyLength) {
        this.random = random;
        this.user = new double[stateSize];
        this.keepsViews = keepsViews;
        this.views = new int[keepsViews ? 4 : 0];
        this.viewTimes = new double[views.length];
        this.counts = new int[countedProducts];
        this.history = new int[historyLength * RecoGymSpaces.HISTORY_WIDTH];
    }

    /** Makes room for a new user. */
    void clear() {
        lastView = NO_PRODUCT;
        viewCount = 0;
        Arrays.fill(counts, 0);
        Arrays.fill(history, 0);
        historyNext = 0;
    }

    /** Forgets what the agent has seen already. */
    void forgetViews() {
        viewCount = 0;
    }

    void viewed(int product) {
        lastView = product;
        if (keepsViews) {
            if (viewCount == views.length) {
                views = Arrays.copyOf(views, viewCount * 2);
                viewTimes = Arrays.copyOf(viewTimes, viewCount * 2);
            }
            views[viewCount] = product;
            viewTimes[viewCount++] = now;
        }
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

    void views(Column out) {
        out.putInts(views, 0, viewCount);
        out.endRow();
    }

    void viewTimes(Column out) {
        out.putDoubles(viewTimes, 0, viewCount);
        out.endRow();
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
        out.writeInt(viewCount);
        for (int i = 0; i < viewCount; i++) {
            out.writeInt(views[i]);
            out.writeDouble(viewTimes[i]);
        }
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
        viewCount = checked("number of views", in.readInt(), 0, keepsViews ? Integer.MAX_VALUE : 0);
        if (viewCount > views.length) {
            views = new int[viewCount];
            viewTimes = new double[viewCount];
        }
        for (int i = 0; i < viewCount; i++) {
            views[i] = checked("view", in.readInt(), 0, products - 1);
            viewTimes[i] = in.readDouble();
        }
        for (int p = 0; p < counts.length; p++) {
            counts[p] = in.readInt();
        }
        for (int i = 0; i < history.length; i++) {
            history[i] = in.readInt();
        }
        historyNext = checked("history position", in.readInt(), 0, Math.max(0, history.length - 1));
        checked("history position within an event", historyNext % RecoGymSpaces.HISTORY_WIDTH, 0, 0);
    }

    private static int checked(String what, int value, int least, int most) throws IOException {
        if (value < least || value > most) {
            throw new IOException(what + " is " + value + "; allowed are " + least + " to " + most);
        }
        return value;
    }
}
