package org.recarena.simulator.recsim;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
 * The users and candidates of all lanes, whichever environment of this package they belong to.
 *
 * <p>The order of events in a step is the reference's: for each user of a lane who has not left, the response and then
 * the change of the user; and then, where documents are resampled, the next candidates, even if the episode is over.
 */
final class RecSimLanes implements Lanes {

    /** How many lanes take each part of a step together: few enough for what they note to stay at hand. */
    private static final int LANES_AT_ONCE = 64;

    private final Problem problem;
    private final Overlay overlay;
    private final UserModel model;
    private final SlateRules rules;
    private final Candidates candidates;
    private final UserDraws draws;
    private final Settings settings;
    private final ResponseField[] fields;
    private final DocumentField[] documentFields;
    /** The rows of all document fields, where they are always the same; else none. */
    private final Column[] constants;

    private final int userObservations;
    private final int users;
    private final int slots;
    private final int stateSize;
    private final Audience audience;
    /** The stages, where any is on. */
    private final @Nullable LaneStages staged;

    /** The users' rows, lane by lane. */
    private final double[] states;

    private final LastResponses responses;

    RecSimLanes(
            Problem problem,
            Overlay overlay,
            SlateRules rules,
            Candidates candidates,
            UserDraws draws,
            List<Column> constants,
            int count,
            Set<String> observations) {
        this.problem = problem;
        this.overlay = overlay;
        this.model = problem.users();
        this.rules = rules;
        this.candidates = candidates;
        this.draws = draws;
        this.constants = constants.toArray(Column[]::new);
        this.settings = problem.settings();
        this.fields = problem.responses().toArray(ResponseField[]::new);
        this.documentFields = RecSimSpaces.documentFields(problem).toArray(DocumentField[]::new);
        this.userObservations = model.observationSize() > 0 ? 1 : 0;
        this.users = settings.users();
        this.slots = settings.slateSize();
        this.stateSize = model.stateSize();
        this.staged = overlay.isOff() ? null : new LaneStages(problem, new OverlayLanes(overlay, slots, count));
        this.audience = new Audience(staged == null ? Math.min(count, LANES_AT_ONCE) * users : 0, slots);
        this.states = new double[Math.multiplyExact(count * users, stateSize)];
        this.responses = new LastResponses(problem, count, observations);
    }

    @Override
    public void checkSeed(long seed, String field) {
        if (settings.numpy()) {
            NumpyDraws.checkSeed(seed, users - 1L, field);
        }
    }

    @Override
    public void seed(int lane, long seed, long streamLane) {
        candidates.seed(lane, seed, streamLane);
        draws.seed(lane, seed, streamLane);
        if (staged != null) {
            staged.stages.seed(lane, seed, streamLane);
        }
    }

    @Override
    public void begin(int lane, long streamEpisode) {
        draws.begin(lane, streamEpisode);
        for (int user = 0; user < users; user++) {
            model.arrive(states, row(lane, user), draws.arrival(lane, user));
            model.look(states, row(lane, user), draws.firstLook(lane, user));
        }
        responses.clear(lane);
        candidates.begin(lane, streamEpisode);
        if (staged != null) {
            staged.stages.begin(lane, streamEpisode);
        }
    }

    private int row(int lane, int user) {
        return (lane * users + user) * stateSize;
    }

    @Override
    public boolean left(int lane) {
        for (int user = 0; user < users; user++) {
            if (isPresent(lane, user)) {
                return false;
            }
        }
        return true;
    }

    private boolean isPresent(int lane, int user) {
        return !model.left(states, row(lane, user));
    }

    @Override
    public void step(byte[] play, int[] actions, Column[] signals) {
        if (staged != null) {
            stepStaged(staged, play, actions, signals);
            return;
        }
        for (int from = 0; from < play.length; from += LANES_AT_ONCE) {
            int to = Math.min(play.length, from + LANES_AT_ONCE);
            show(from, to, play, actions);
            model.respond(states, audience, draws);
            measure(signals);
            for (int lane = from; lane < to; lane++) {
                if (play[lane] != 0) {
                    candidates.next(lane);
                }
            }
        }
        responses.keep(signals);
    }

    /** The same under stages, with one user in each lane. */
    private void stepStaged(LaneStages stages, byte[] play, int[] actions, Column[] signals) {
        for (int lane = 0; lane < play.length; lane++) {
            if (play[lane] == 0) {
                for (Column signal : signals) {
                    signal.putZeros(signal.spec().elements());
                }
                stages.stages.rest(lane);
                continue;
            }
            stages.turnTo(lane);
            fill(lane, 0, actions, stages.slate);
            stages.look(lane);
            model.respond(states, row(lane, 0), stages.slate, draws.step(lane, 0));
            stages.settle(lane);
            for (int f = 0; f < fields.length; f++) {
                for (int slot = 0; slot < slots; slot++) {
                    fields[f].put(signals[f], stages.seen(f, slot));
                }
            }
            stages.putLate(signals);
            stages.stages.next(lane);
            candidates.next(lane);
        }
        responses.keep(signals);
    }

    @Override
    public void rewards(RewardModel reward, int lanes, Column[] signals, double[] rewards) {
        if (staged != null && staged.stages.overlay().changesReward()) {
            staged.stages.rewards(rewards);
        } else {
            reward.reward(lanes, signals, rewards);
        }
    }

    /** Fills the slates of all users of some lanes who are there to see one. */
    private void show(int from, int to, byte[] play, int[] actions) {
        audience.clear();
        for (int lane = from; lane < to; lane++) {
            for (int user = 0; user < users; user++) {
                if (play[lane] != 0 && isPresent(lane, user)) {
                    fill(lane, user, actions, audience.add(lane, user, row(lane, user)));
                } else {
                    audience.addAbsent();
                }
            }
        }
    }

    private void fill(int lane, int user, int[] actions, Slate slate) {
        int from = (lane * users + user) * slots;
        for (int i = from; i < from + slots && actions[i] != SlateRules.EMPTY_SLOT; i++) {
            candidates.show(lane, rules.position(actions[i]), slate);
        }
    }

    private void measure(Column[] signals) {
        for (int f = 0; f < fields.length; f++) {
            audience.measure(fields[f], slots, signals[f]);
        }
        if (users > 1) {
            audience.putShown(signals[fields.length]);
        }
    }

    @Override
    public void observe(int observation, int[] lanes, int count, Column out) {
        int begin = 0;
        while (begin < count) {
            int end = begin + 1;
            while (end < count && lanes[end] == lanes[end - 1] + 1) {
                end++;
            }
            observe(observation - userObservations, lanes[begin], lanes[end - 1] + 1, out);
            begin = end;
        }
    }

    /** Appends the rows of consecutive lanes. */
    private void observe(int field, int from, int to, Column out) {
        if (field < 0) {
            for (int lane = from; lane < to; lane++) {
                for (int user = 0; user < users; user++) {
                    model.observe(states, row(lane, user), out);
                }
            }
        } else if (field < constants.length) {
            for (int lane = from; lane < to; lane++) {
                out.putRow(constants[field], 0);
            }
        } else if (field < documentFields.length) {
            documentFields[field].put(candidates, from, to, settings.candidates(), out);
        } else if (field < documentFields.length + fields.length) {
            responses.observe(field - documentFields.length, from, to, out);
        } else {
            for (int lane = from; lane < to; lane++) {
                for (int user = 0; user < users; user++) {
                    out.putByte(isPresent(lane, user) ? 1 : 0);
                }
            }
        }
    }

    @Override
    public void clickProbabilities(int lane, double[] out, int offset) {
        if (users > 1) {
            throw new UnsupportedOperationException("a click has no one probability with num_users " + users);
        }
        if (staged != null) {
            stagedProbabilities(staged, lane, out, offset);
            return;
        }
        for (int position = 0; position < settings.candidates(); position++) {
            out[offset + position] = model.clickProbability(
                    states, row(lane, 0), candidates.cluster(lane, position), candidates.value(lane, position));
        }
    }

    @Override
    public Twin twin(int lane, int[] action, Set<String> without) {
        if (users > 1) {
            throw new UnsupportedOperationException("there are no twins with num_users " + users);
        }
        Slate shown = new Slate(slots);
        for (int slot = 0; slot < slots && action[slot] != SlateRules.EMPTY_SLOT; slot++) {
            int position = rules.position(action[slot]);
            shown.add(candidates.cluster(lane, position), candidates.value(lane, position));
        }
        OverlayLanes stages = staged == null ? new OverlayLanes(overlay, slots, lane + 1) : staged.stages;
        double[] user = Arrays.copyOfRange(states, row(lane, 0), row(lane + 1, 0));
        return new SlateTwin(problem, stages, without, user)
                .take(
                        lane,
                        shown,
                        ahead -> draws.untaken(lane, 0, ahead),
                        RecSimSpaces.of(problem, overlay, rules).signals());
    }

    /** Each candidate alone in the first slot. */
    private void stagedProbabilities(LaneStages stages, int lane, double[] out, int offset) {
        OverlayLanes alone = stages.stages.as(stages.stages.overlay(), 1);
        SlateOdds odds = new SlateOdds(model, alone);
        StagedSlate one = new StagedSlate(1, alone);
        for (int position = 0; position < settings.candidates(); position++) {
            alone.turnTo(lane);
            one.clear();
            one.add(candidates.cluster(lane, position), candidates.value(lane, position));
            one.prepare();
            out[offset + position] = odds.recorded(odds.chosen(states, row(lane, 0), one))[0];
        }
    }

    @Override
    public List<TensorSpec> userStates() {
        List<TensorSpec> specs = new ArrayList<>();
        for (TensorSpec state : model.states()) {
            List<Integer> shape = new ArrayList<>(users == 1 ? List.of() : List.of(users));
            shape.addAll(state.shape());
            specs.add(TensorSpec.of(state.name(), state.dataType(), List.copyOf(shape), state.description()));
        }
        specs.addAll(overlay.userStates());
        return List.copyOf(specs);
    }

    @Override
    public void userState(int state, int lane, Column out) {
        int ofStages = state - model.states().size();
        if (staged != null && ofStages >= 0) {
            staged.stages.putState(ofStages, lane, out);
            return;
        }
        for (int user = 0; user < users; user++) {
            model.state(state, states, row(lane, user), out);
        }
    }

    @Override
    public void save(int lane, DataOutput out) throws IOException {
        candidates.save(lane, out);
        draws.save(lane, out);
        for (int i = row(lane, 0); i < row(lane + 1, 0); i++) {
            out.writeDouble(states[i]);
        }
        responses.save(lane, out);
        if (staged != null) {
            staged.stages.save(lane, out);
        }
    }

    @Override
    public void load(int lane, DataInput in) throws IOException {
        candidates.load(lane, in);
        draws.load(lane, in);
        for (int i = row(lane, 0); i < row(lane + 1, 0); i++) {
            states[i] = in.readDouble();
        }
        responses.load(lane, in);
        if (staged != null) {
            staged.stages.load(lane, in);
        }
    }
}
