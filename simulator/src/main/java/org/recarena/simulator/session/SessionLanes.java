package org.recarena.simulator.session;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.RewardModel;
import org.recarena.simulator.Twin;
import org.recarena.simulator.engine.EpisodeStreams;
import org.recarena.simulator.engine.EpisodeStreams.Use;
import org.recarena.simulator.engine.StageRows;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.TensorSpec;
import org.recarena.simulator.stage.Impression;

/** The users of all lanes of a session. */
final class SessionLanes implements Lanes {

    private static final byte EXAMINED = 1;
    private static final byte SATISFIED = 2;
    /** How many user states come before the numbers drawn for the episode. */
    private static final int FIRST_DRAWN = 6;

    private final SessionModel model;
    private final SessionLayout layout;
    private final EpisodeStreams streams;
    private final Candidates candidates;
    private final Step step;
    private final Impression shown;

    private final StageRows rows;
    private final double[] states;
    /** What came to pass in each slot of the last step that no platform sees. */
    private final byte[] truths;
    /** The rewards of the last step. */
    private final double[] rewards;

    /** The noise in what is seen of each lane's user, which lasts for an episode; empty where nobody asks. */
    private final double[] noise;

    SessionLanes(SessionModel model, int count, boolean userIsSeen) {
        this.model = model;
        this.layout = model.layout();
        this.rows = new StageRows(layout, model.knobs(), count);
        this.states = rows.states();
        this.streams = rows.streams();
        this.candidates = new Candidates(model.size(), streams);
        this.step = new Step(model, model.kernels(), model.slots());
        this.shown = step.shown;
        this.noise =
                new double[userIsSeen ? Math.multiplyExact(count, model.items().dimension()) : 0];
        this.truths = new byte[Math.multiplyExact(count, model.slots())];
        this.rewards =
                new double[Math.multiplyExact(count, model.reward().names().size())];
    }

    /** Where the numbers of a lane's user begin; those of the lane itself stand before them. */
    private int user(int lane) {
        return rows.user(lane);
    }

    private double state(int lane, int at) {
        return states[user(lane) + at];
    }

    @Override
    public void seed(int lane, long seed, long streamLane) {
        rows.seed(lane, seed, streamLane);
    }

    @Override
    public void begin(int lane, long streamEpisode) {
        rows.begin(lane, streamEpisode);
        int user = user(lane);
        turnTo(shown, lane);
        RandomStream stream = streams.of(lane, Use.ARRIVAL, 0);
        states[user + layout.cohort()] = model.cohorts().draw(stream, states, user + layout.taste());
        states[user + layout.userBias()] = shown.value(model.behaviour().biasDeviation()) * stream.nextGaussian();
        step.pipeline.arrive(shown, streams, lane);
        Arrays.fill(truths, lane * model.slots(), (lane + 1) * model.slots(), (byte) 0);
        drawNoise(lane);
    }

    private void turnTo(Impression impression, int lane) {
        rows.turnTo(impression, lane);
        impression.hours = state(lane, layout.hours());
    }

    @Override
    public boolean left(int lane) {
        return state(lane, layout.left()) != 0;
    }

    @Override
    public void step(byte[] play, int[] actions, Column[] signals) {
        int components = model.reward().names().size();
        for (int lane = 0; lane < play.length; lane++) {
            if (play[lane] == 0) {
                for (Column signal : signals) {
                    signal.putZeros(signal.spec().elements());
                }
                Arrays.fill(rewards, lane * components, (lane + 1) * components, 0);
            } else {
                play(lane, actions, signals);
                model.reward().write(step.terms, rewards, lane * components);
            }
        }
    }

    private void play(int lane, int[] actions, Column[] signals) {
        turnTo(shown, lane);
        for (int slot = 0; slot < shown.slots; slot++) {
            shown.items[slot] = candidates.item(lane, shown.step, actions[lane * shown.slots + slot]);
        }
        step.take(states, user(lane), streams, lane);
        rows.next(lane);
        keepTruths(lane);
        step.measure(signals);
    }

    private void keepTruths(int lane) {
        for (int slot = 0; slot < shown.slots; slot++) {
            truths[lane * shown.slots + slot] =
                    (byte) ((shown.examined[slot] ? EXAMINED : 0) | (shown.satisfied[slot] ? SATISFIED : 0));
        }
    }

    @Override
    public void rewards(RewardModel rewardModel, int lanes, Column[] signals, double[] out) {
        System.arraycopy(rewards, 0, out, 0, rewards.length);
    }

    @Override
    public void observe(int observation, int[] lanes, int count, Column out) {
        for (int i = 0; i < count; i++) {
            int lane = lanes[i];
            switch (observation) {
                case 0 -> observeUser(lane, out);
                case 1 -> out.putFloat((float) state(lane, layout.hours()));
                case 2 -> candidates.put(lane, rows.step(lane), out);
                case 3 -> {
                    for (int candidate = 0; candidate < model.size().candidates(); candidate++) {
                        SessionSpaces.putFeatures(
                                model.items(), candidates.item(lane, rows.step(lane), candidate), out);
                    }
                }
                default -> throw new IllegalArgumentException("no observation " + observation);
            }
        }
    }

    private void observeUser(int lane, Column out) {
        turnTo(shown, lane);
        double scale = shown.value(model.behaviour().tasteScale());
        int dimension = model.items().dimension();
        int from = lane * dimension;
        int taste = user(lane) + layout.taste();
        for (int feature = 0; feature < dimension; feature++) {
            out.putFloat((float) (scale * states[taste + feature] + noise[from + feature]));
        }
    }

    /** The noise is that of the user's arrival, so that looking often does not tell more. */
    private void drawNoise(int lane) {
        if (noise.length == 0) {
            return;
        }
        turnTo(shown, lane);
        RandomStream stream = streams.of(lane, Use.OBSERVATION, 0);
        double deviation = shown.value(model.behaviour().observationNoise());
        int dimension = model.items().dimension();
        for (int i = lane * dimension; i < (lane + 1) * dimension; i++) {
            noise[i] = deviation * stream.nextGaussian();
        }
    }

    @Override
    public void clickProbabilities(int lane, double[] out, int offset) {
        Pipeline alone = new Pipeline(model, model.kernels(), 1);
        Impression one = new Impression(1);
        double[] probability = new double[1];
        turnTo(one, lane);
        for (int candidate = 0; candidate < model.size().candidates(); candidate++) {
            one.items[0] = candidates.item(lane, rows.step(lane), candidate);
            alone.prepare(one, states, user(lane));
            alone.clickProbabilities(one, probability);
            out[offset + candidate] = probability[0];
        }
    }

    @Override
    public Twin twin(int lane, int[] action, Set<String> without) {
        return new TwinStep(model, model.kernels().without(without), streams, lane)
                .take(this::copy, items(lane, action));
    }

    private int[] items(int lane, int[] action) {
        int[] items = new int[action.length];
        for (int slot = 0; slot < items.length; slot++) {
            items[slot] = candidates.item(lane, rows.step(lane), action[slot]);
        }
        return items;
    }

    /** Turns an impression to a copy of a lane's user, and returns the copy. */
    private double[] copy(Impression impression, int lane) {
        double[] row = rows.turnToCopy(impression, lane);
        impression.hours = row[layout.laneSize() + layout.hours()];
        return row;
    }

    @Override
    public List<TensorSpec> userStates() {
        List<Integer> slate = List.of(model.slots());
        List<TensorSpec> states = new ArrayList<>(List.of(
                TensorSpec.of(
                        "taste",
                        DataType.FLOAT64,
                        List.of(model.items().dimension()),
                        "The user's taste for each feature, before users.taste_scale."),
                TensorSpec.of("cohort", DataType.INT32, List.of(), "The user's cohort."),
                TensorSpec.of("bias", DataType.FLOAT64, List.of(), "What the user adds to the worth of every item."),
                TensorSpec.of("examined", DataType.BOOL, slate, "Whether each slot of the last step was looked at."),
                TensorSpec.of("satisfied", DataType.BOOL, slate, "Whether a click on each slot satisfied."),
                TensorSpec.of(
                        "biases",
                        DataType.FLOAT64,
                        List.of(layout.size() - layout.ownSize()),
                        "What the biases remember, of the lane and of its user.")));
        states.addAll(model.knobs().drawnStates());
        return List.copyOf(states);
    }

    @Override
    public void userState(int state, int lane, Column out) {
        int user = user(lane);
        switch (state) {
            case 0 -> out.putDoubles(states, user + layout.taste(), user + layout.taste() + layout.cohort());
            case 1 -> out.putInt((int) state(lane, layout.cohort()));
            case 2 -> out.putDouble(state(lane, layout.userBias()));
            case 3 -> putTruths(lane, EXAMINED, out);
            case 4 -> putTruths(lane, SATISFIED, out);
            case 5 -> rows.putState(lane, out);
            default -> rows.putDrawn(lane, state - FIRST_DRAWN, out);
        }
    }

    private void putTruths(int lane, byte which, Column out) {
        for (int slot = 0; slot < model.slots(); slot++) {
            out.putByte((truths[lane * model.slots() + slot] & which) != 0 ? 1 : 0);
        }
    }

    @Override
    public void save(int lane, DataOutput out) throws IOException {
        rows.save(lane, out);
        out.write(truths, lane * model.slots(), model.slots());
    }

    @Override
    public void load(int lane, DataInput in) throws IOException {
        rows.load(lane, in);
        in.readFully(truths, lane * model.slots(), model.slots());
        drawNoise(lane);
    }
}
