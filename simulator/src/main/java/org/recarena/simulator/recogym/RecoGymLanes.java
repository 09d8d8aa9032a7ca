package org.recarena.simulator.recogym;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.RewardModel;
import org.recarena.simulator.Twin;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.engine.OverlayLanes;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.TensorSpec;

/**
 * Users of either version as they go through organic sessions, recommendations and the end of their visit.
 *
 * <p>A transition draws the next state, then advances the clock, then moves the user's interests. A click makes the
 * next state organic, whatever was drawn. As in the reference this saves even a user who had drawn the end; with faults
 * repaired that user leaves.
 */
final class RecoGymLanes implements Lanes {

    private static final int STATES = 3;

    private final RecoGymConfig config;
    private final UserModel users;
    private final Overlay overlay;
    /** The stages, where any is on. */
    private final @Nullable VisitStages stages;

    private final Visitor[] visitors;
    private final RecentViews recent;
    private final SoftmaxViews.Scratch scratch;
    /** Running sums of the transition probabilities, a row of two thresholds for organic and for bandit. */
    private final double[] thresholds;

    private final boolean hasClock;
    private final boolean normalTime;
    private final boolean driftsAlways;
    private final boolean clicksRescue;

    RecoGymLanes(RecoGymConfig config, UserModel users, Overlay overlay, int count, Set<String> observations) {
        this.config = config;
        this.users = users;
        this.overlay = overlay;
        this.stages = overlay.isOff() ? null : new VisitStages(users, new OverlayLanes(overlay, 1, count));
        this.scratch = users.scratch();
        this.hasClock = users.hasClock();
        this.normalTime = config.normalTime();
        this.driftsAlways = config.driftsOnEveryTransition();
        this.clicksRescue = !config.repaired();
        this.thresholds = new double[2 * (STATES - 1)];
        double a = config.organicToBandit();
        double b = config.banditToOrganic();
        setThresholds(Visitor.ORGANIC, 1 - a - config.leaveOrganic(), a, config.leaveOrganic());
        setThresholds(Visitor.BANDIT, b, 1 - b - config.leaveBandit(), config.leaveBandit());
        this.recent = new RecentViews(count, observations.contains("views") || observations.contains("view_times"));
        int counted = observations.contains("view_counts") ? config.products() : 0;
        int history = observations.contains("history") ? config.historyLength() : 0;
        this.visitors = new Visitor[count];
        for (int lane = 0; lane < count; lane++) {
            UserRandom random = config.usersFromNumpy() ? new ReferenceRandom() : new StreamRandom();
            visitors[lane] = new Visitor(lane, random, users.stateSize(), recent, counted, history);
        }
    }

    private void setThresholds(int state, double toOrganic, double toBandit, double toStop) {
        double first = Math.max(0, toOrganic);
        double second = first + Math.max(0, toBandit);
        double total = second + toStop;
        thresholds[2 * state] = first / total;
        thresholds[2 * state + 1] = second / total;
    }

    @Override
    public void checkSeed(long seed, String field) {
        if (config.usersFromNumpy()) {
            ReferenceRandom.checkSeed(seed, field);
        }
    }

    @Override
    public void seed(int lane, long seed, long streamLane) {
        visitors[lane].random.seed(seed, streamLane);
        if (stages != null) {
            stages.lanes.seed(lane, seed, streamLane);
        }
    }

    @Override
    public void begin(int lane, long streamEpisode) {
        Visitor visitor = visitors[lane];
        visitor.random.begin(streamEpisode);
        if (stages != null) {
            stages.lanes.begin(lane, streamEpisode);
        }
        visitor.clear();
        visitor.state = Visitor.ORGANIC;
        visitor.now = 0;
        visitor.upcoming = 0;
        if (hasClock) {
            readClock(visitor);
        }
        users.arrive(visitor.user, visitor.random);
        browse(visitor);
    }

    /** One organic session: at least one view. */
    private void browse(Visitor visitor) {
        scratch.startSession();
        do {
            visitor.viewed(users.view(visitor.user, visitor.random, scratch));
            visitor.state = transition(visitor);
        } while (visitor.state == Visitor.ORGANIC);
    }

    private int transition(Visitor visitor) {
        double uniform = visitor.random.transitionUniform();
        int row = 2 * visitor.state;
        int next = uniform < thresholds[row]
                ? Visitor.ORGANIC
                : uniform < thresholds[row + 1] ? Visitor.BANDIT : Visitor.STOP;
        double elapsed = 1;
        if (hasClock) {
            double before = visitor.now;
            readClock(visitor);
            elapsed = visitor.now - before;
            if (elapsed == 0) {
                elapsed = 1;
            }
        }
        if (next == Visitor.ORGANIC || driftsAlways) {
            users.drift(visitor.user, elapsed, visitor.random);
        }
        return next;
    }

    private void readClock(Visitor visitor) {
        visitor.now = visitor.upcoming;
        visitor.upcoming += normalTime
                ? Math.abs(config.normalTimeMu() + config.normalTimeSigma() * visitor.random.clockNormal())
                : 1;
    }

    @Override
    public boolean left(int lane) {
        return visitors[lane].state == Visitor.STOP;
    }

    @Override
    public void step(byte[] play, int[] actions, Column[] signals) {
        if (stages != null) {
            stepStaged(stages, play, actions, signals);
            return;
        }
        if (config.hasLoggingPolicy()) {
            stepWithLoggingPolicy(play, actions, signals[0], signals[1]);
            return;
        }
        Column clicks = signals[0];
        for (int lane = 0; lane < visitors.length; lane++) {
            clicks.putByte(play[lane] != 0 && recommend(visitors[lane], actions[lane]) ? 1 : 0);
        }
    }

    private void stepWithLoggingPolicy(byte[] play, int[] actions, Column clicks, Column recommended) {
        for (int lane = 0; lane < visitors.length; lane++) {
            Visitor visitor = visitors[lane];
            int product = product(visitor, actions[lane]);
            clicks.putByte(play[lane] != 0 && recommend(visitor, product) ? 1 : 0);
            recommended.putInt(product);
        }
    }

    /** The product of an action; the logging policy draws where it is left to it. */
    private int product(Visitor visitor, int action) {
        return action == RecoGymSpaces.LOGGING_POLICY ? visitor.random.loggingPolicy(config.products()) : action;
    }

    private void stepStaged(VisitStages on, byte[] play, int[] actions, Column[] signals) {
        for (int lane = 0; lane < visitors.length; lane++) {
            Visitor visitor = visitors[lane];
            int product = product(visitor, actions[lane]);
            if (config.hasLoggingPolicy()) {
                signals[1].putInt(product);
            }
            if (play[lane] == 0) {
                signals[0].putByte(0);
                for (int late = config.hasLoggingPolicy() ? 2 : 1; late < signals.length; late++) {
                    signals[late].putZeros(signals[late].spec().elements());
                }
                on.lanes.rest(lane);
                continue;
            }
            visitor.forgetViews();
            boolean clicked = on.clicks(lane, visitor, product);
            visitor.recommended(product, on.seen());
            goOn(visitor, clicked);
            on.reward(lane, visitor);
            signals[0].putByte(on.seen() ? 1 : 0);
            on.lanes.putLate(signals);
        }
    }

    @Override
    public void rewards(RewardModel model, int lanes, Column[] signals, double[] rewards) {
        if (overlay.changesReward() && stages != null) {
            stages.lanes.rewards(rewards);
        } else {
            model.reward(lanes, signals, rewards);
        }
    }

    private boolean recommend(Visitor visitor, int product) {
        visitor.forgetViews();
        boolean clicked = visitor.random.clicks(users, visitor.user, product, 0);
        visitor.recommended(product, clicked);
        goOn(visitor, clicked);
        return clicked;
    }

    private void goOn(Visitor visitor, boolean clicked) {
        int next = transition(visitor);
        if (clicked && (clicksRescue || next != Visitor.STOP)) {
            next = Visitor.ORGANIC;
        }
        visitor.state = next;
        if (next == Visitor.ORGANIC) {
            browse(visitor);
        }
    }

    @Override
    public void observe(int observation, int[] lanes, int count, Column out) {
        switch (observation) {
            case RecoGymSpaces.VIEWS -> recent.putProducts(lanes, count, out);
            case RecoGymSpaces.VIEW_TIMES -> recent.putTimes(lanes, count, out);
            case RecoGymSpaces.VIEW_COUNTS -> {
                for (int i = 0; i < count; i++) {
                    int[] counts = visitors[lanes[i]].counts;
                    out.putInts(counts, 0, counts.length);
                }
            }
            case RecoGymSpaces.LAST_VIEW -> {
                for (int i = 0; i < count; i++) {
                    out.putInt(visitors[lanes[i]].lastView);
                }
            }
            case RecoGymSpaces.TIME -> {
                for (int i = 0; i < count; i++) {
                    out.putDouble(visitors[lanes[i]].now);
                }
            }
            case RecoGymSpaces.HISTORY -> {
                for (int i = 0; i < count; i++) {
                    visitors[lanes[i]].history(out);
                }
            }
            default -> throw new IllegalArgumentException("no observation " + observation);
        }
    }

    @Override
    public void clickProbabilities(int lane, double[] out, int offset) {
        if (stages != null) {
            for (int product = 0; product < config.products(); product++) {
                out[offset + product] = stages.clickProbability(lane, visitors[lane], product);
            }
            return;
        }
        for (int product = 0; product < config.products(); product++) {
            out[offset + product] = users.clickProbability(visitors[lane].user, product);
        }
    }

    @Override
    public Twin twin(int lane, int[] action, Set<String> without) {
        VisitStages on = stages == null ? new VisitStages(users, new OverlayLanes(overlay, 1, lane + 1)) : stages;
        VisitStages twin = on.without(without);
        Visitor visitor = visitors[lane];
        if (action[0] == RecoGymSpaces.LOGGING_POLICY) {
            throw new UnsupportedOperationException("there are no twins of the logging policy's choice");
        }
        Column click = new Column(RecoGymSpaces.of(config, overlay).signals().get(0), 1);
        return twin.twin(lane, visitor, action[0], visitor.random.nextClickUniform(), List.of(click));
    }

    @Override
    public List<TensorSpec> userStates() {
        List<TensorSpec> states = new ArrayList<>(List.of(users.userState()));
        states.addAll(overlay.userStates());
        return List.copyOf(states);
    }

    @Override
    public void userState(int state, int lane, Column out) {
        if (stages != null && state > 0) {
            stages.lanes.putState(state - 1, lane, out);
            return;
        }
        if (state != 0) {
            throw new IllegalArgumentException("no user state " + state);
        }
        users.userState(visitors[lane].user, out);
    }

    @Override
    public void save(int lane, DataOutput out) throws IOException {
        visitors[lane].save(out);
        if (stages != null) {
            stages.lanes.save(lane, out);
        }
    }

    @Override
    public void load(int lane, DataInput in) throws IOException {
        visitors[lane].load(in, config.products());
        if (stages != null) {
            stages.lanes.load(lane, in);
        }
    }

    /** The model behind, for tests. */
    UserModel users() {
        return users;
    }

    /** The lane's user and random numbers, for tests. */
    Visitor visitor(int lane) {
        return visitors[lane];
    }
}
