package org.recarena.simulator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.WrongStateException;
import org.recarena.simulator.space.TensorSpec;

/**
 * A world opened with N lanes that step together: episodes, autoreset, limits and rewards, the same for every
 * environment. A refused call changes nothing. Used by one thread at a time.
 */
public final class Simulation {

    private static final int STATE_VERSION = 1;

    private final World world;
    private final AutoresetMode autoreset;
    private final int[] chosen;
    private final Lanes lanes;
    private final EpisodeBook book;
    private final int[] everyLane;
    private final int[] observationBytes;
    private long step;

    /**
     * Opens a world. The first call must be a {@link #reset} of all lanes.
     *
     * @param world the world
     * @param seed the seed of its users, usually the one that the world was made from
     * @param laneCount how many lanes, positive
     * @param autoreset what happens at the end of an episode
     * @param observations the names of the observations that outcomes carry, in that order
     * @throws InvalidInputException for an unknown observation, or a mode that the world does not allow
     */
    public Simulation(World world, long seed, int laneCount, AutoresetMode autoreset, List<String> observations) {
        if (laneCount < 1) {
            throw new InvalidInputException("lanes", "is " + laneCount + "; it must be at least 1");
        }
        if (world.deliversUnseenEpisodes() && autoreset != AutoresetMode.DISABLED) {
            throw new InvalidInputException(
                    "autoreset", "is " + autoreset + "; users who leave unseen are delivered with DISABLED only");
        }
        this.world = world;
        this.autoreset = autoreset;
        this.chosen = indicesOf(observations, world.spaces().observations());
        this.lanes = world.open(laneCount, new LinkedHashSet<>(observations));
        this.book = new EpisodeBook(laneCount);
        this.observationBytes = new int[chosen.length];
        this.everyLane = new int[laneCount];
        for (int lane = 0; lane < laneCount; lane++) {
            everyLane[lane] = lane;
            lanes.seed(lane, seed, lane);
        }
    }

    /**
     * The world that was opened.
     *
     * @return the world
     */
    public World world() {
        return world;
    }

    /**
     * The users, for ground truth.
     *
     * @return the lanes; not to be stepped by others
     */
    public Lanes lanes() {
        return lanes;
    }

    /**
     * How many lanes there are.
     *
     * @return at least 1
     */
    public int laneCount() {
        return everyLane.length;
    }

    /**
     * The number of the last reset or step.
     *
     * @return 0 before the first reset
     */
    public long stepNumber() {
        return step;
    }

    /**
     * Checks what {@link #reset} would refuse.
     *
     * @param mask one byte for each lane, 1 to reset it; or empty for all
     * @param laneSeeds a seed for each lane; or empty
     * @throws InvalidInputException for a mask or seeds of the wrong length or content
     * @throws WrongStateException where the first reset does not cover every lane
     */
    public void checkReset(byte[] mask, long[] laneSeeds) {
        if (mask.length != 0 && mask.length != laneCount()) {
            throw new InvalidInputException(
                    "mask", "has " + mask.length + " bytes; it takes one for each of the " + laneCount() + " lanes");
        }
        int ones = 0;
        for (int lane = 0; lane < mask.length; lane++) {
            if (mask[lane] != 0 && mask[lane] != 1) {
                throw new InvalidInputException("mask[" + lane + "]", "is " + mask[lane] + "; it must be 0 or 1");
            }
            ones += mask[lane];
        }
        if (mask.length != 0 && ones == 0) {
            throw new InvalidInputException("mask", "selects no lane; leave it empty to reset all lanes");
        }
        if (laneSeeds.length != 0 && laneSeeds.length != laneCount()) {
            throw new InvalidInputException(
                    "lane_seeds",
                    "has " + laneSeeds.length + " values; it takes one for each of the " + laneCount() + " lanes");
        }
        if (step == 0 && mask.length != 0 && ones != laneCount()) {
            throw new WrongStateException("the first reset must cover all " + laneCount() + " lanes");
        }
        for (int lane = 0; lane < laneSeeds.length; lane++) {
            if (mask.length == 0 || mask[lane] != 0) {
                lanes.checkSeed(laneSeeds[lane], "lane_seeds[" + lane + "]");
            }
        }
    }

    /**
     * Checks what {@link #step} would refuse.
     *
     * @param actions as for {@link #step}
     * @throws InvalidInputException for actions outside the action space
     * @throws WrongStateException before the first reset, or where ended lanes are not reset by themselves and the
     *     action shows something
     */
    public void checkStep(int[] actions) {
        if (step == 0) {
            throw new WrongStateException("nothing was reset yet; the first call must be a reset of all lanes");
        }
        world.checkActions(actions, laneCount());
        if (autoreset == AutoresetMode.DISABLED) {
            book.checkNoneEnded(lane ->
                    world.showsNothing(actions[lane * world.spaces().action().width()]));
        }
    }

    /**
     * Begins a new episode in every lane, or in those of a mask.
     *
     * @param mask one byte for each lane, 1 to reset it; or empty for all
     * @param laneSeeds a new seed for the users of each lane that is reset; or empty
     * @return what the agents see first
     */
    public Outcome reset(byte[] mask, long[] laneSeeds) {
        checkReset(mask, laneSeeds);
        int n = laneCount();
        OutcomeBuilder out = new OutcomeBuilder(world, n, chosen);
        for (int lane = 0; lane < n; lane++) {
            if (mask.length == 0 || mask[lane] != 0) {
                if (laneSeeds.length != 0) {
                    lanes.seed(lane, laneSeeds[lane], 0);
                    book.reseeded(lane);
                }
                begin(lane, out);
                out.active[lane] = 1;
                if (lanes.left(lane)) {
                    out.terminated[lane] = 1;
                    book.end(lane);
                }
            }
        }
        out.zeroSignals();
        return finish(out);
    }

    /**
     * Shows one recommendation in every lane.
     *
     * @param actions {@code lanes x width} item numbers, row-major
     * @return what happened
     */
    public Outcome step(int[] actions) {
        checkStep(actions);
        int n = laneCount();
        OutcomeBuilder out = new OutcomeBuilder(world, n, chosen);
        Arrays.fill(out.active, (byte) 1);
        for (int lane = 0; lane < n; lane++) {
            out.acted[lane] = (byte) (book.ended(lane) ? 0 : 1);
        }
        lanes.step(out.acted, actions, out.signals);
        lanes.rewards(world.rewardModel(), n, out.signals, out.rewards);
        int ended = 0;
        for (int lane = 0; lane < n; lane++) {
            if (out.acted[lane] == 0) {
                if (autoreset == AutoresetMode.DISABLED) {
                    out.active[lane] = 0;
                } else {
                    begin(lane, out);
                }
                continue;
            }
            boolean limit = book.stepped(lane, world.maxEpisodeSteps());
            if (lanes.left(lane)) {
                out.terminated[lane] = 1;
            } else if (limit) {
                out.truncated[lane] = 1;
            } else {
                continue;
            }
            book.end(lane);
            ended++;
        }
        if (autoreset == AutoresetMode.SAME_STEP && ended > 0) {
            restartEnded(out, ended);
        }
        return finish(out);
    }

    /**
     * How things stand, as an outcome in which nobody played: the present observations and episodes, no rewards.
     *
     * @return a fresh outcome with the number of the last reset or step
     * @throws WrongStateException before the first reset
     */
    public Outcome present() {
        if (step == 0) {
            throw new WrongStateException("nothing was reset yet, so there is nothing to see");
        }
        OutcomeBuilder out = new OutcomeBuilder(world, laneCount(), chosen);
        out.zeroSignals();
        book.copyTo(out.episodes);
        return out.build(step, lanes, everyLane, observationBytes);
    }

    private void restartEnded(OutcomeBuilder out, int count) {
        book.copyTo(out.episodes);
        int[] endedLanes = book.endedLanes(count);
        out.finalObservations(lanes, endedLanes);
        for (int lane : endedLanes) {
            begin(lane, out);
        }
    }

    private void begin(int lane, OutcomeBuilder out) {
        lanes.begin(lane, book.begin(lane));
        while (lanes.left(lane) && !world.deliversUnseenEpisodes()) {
            out.unseen(lanes, lane, book.episode(lane));
            lanes.begin(lane, book.begin(lane));
        }
    }

    private Outcome finish(OutcomeBuilder out) {
        if (out.finalLanes.length == 0) {
            book.copyTo(out.episodes);
        }
        step++;
        return out.build(step, lanes, everyLane, observationBytes);
    }

    /**
     * Writes the whole state, random streams included.
     *
     * @param out where to
     * @throws IOException if {@code out} fails
     */
    public void save(DataOutput out) throws IOException {
        out.writeInt(STATE_VERSION);
        out.writeInt(laneCount());
        out.writeLong(step);
        book.save(out);
        for (int lane : everyLane) {
            lanes.save(lane, out);
        }
    }

    /**
     * Replaces the state by what {@link #save} wrote for a simulation of the same world, lanes and observations.
     *
     * @param in where from
     * @throws IOException if {@code in} fails or does not hold such a state
     */
    public void load(DataInput in) throws IOException {
        int version = in.readInt();
        int count = in.readInt();
        if (version != STATE_VERSION || count != laneCount()) {
            throw new IOException("a state of version " + version + " with " + count + " lanes does not fit version "
                    + STATE_VERSION + " with " + laneCount());
        }
        step = in.readLong();
        book.load(in);
        for (int lane : everyLane) {
            lanes.load(lane, in);
        }
    }

    private static int[] indicesOf(List<String> names, List<TensorSpec> specs) {
        List<String> known = specs.stream().map(TensorSpec::name).toList();
        List<InvalidInputException.Violation> violations = new ArrayList<>();
        int[] indices = new int[names.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = known.indexOf(names.get(i));
            if (indices[i] < 0 || names.indexOf(names.get(i)) < i) {
                violations.add(new InvalidInputException.Violation(
                        "observations[" + i + "]",
                        "is \"" + names.get(i) + "\"; each must be named once, of " + String.join(", ", known)));
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return indices;
    }
}
