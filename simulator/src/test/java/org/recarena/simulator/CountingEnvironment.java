package org.recarena.simulator;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Range;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.simulator.space.Column;
import org.recarena.simulator.space.DataType;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;

/**
 * An environment without chance, whose every outcome a test can work out: a user is a number, seed * 1000 + lane * 100
 * + episode; it stays for (user mod 4) steps and, where that is 0, leaves unseen. The signal is the action plus one.
 */
final class CountingEnvironment implements Environment {

    static final List<String> OBSERVATIONS = List.of("user", "steps");

    private static final Spaces SPACES = new Spaces(
            ActionSpace.item(5),
            List.of(
                    TensorSpec.of("user", DataType.INT64, List.of(), "The user's number."),
                    TensorSpec.of(
                            "steps", DataType.INT32, List.of(TensorSpec.RAGGED), "The actions seen so far, in order.")),
            List.of(TensorSpec.of("seen", DataType.INT32, List.of(), "The action plus one.")),
            List.of("seen"));

    @Override
    public String id() {
        return "Counting-v0";
    }

    @Override
    public String description() {
        return "Users who count.";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public ConfigSchema schema() {
        return new ConfigSchema(List.of(
                Parameter.integer("max_episode_steps", 0, Range.atLeast(0), "The limit."),
                Parameter.bool("deliver", false, "Whether unseen episodes are delivered.")));
    }

    @Override
    public Spaces spaces(Config config) {
        return SPACES;
    }

    @Override
    public World createWorld(Config config, long seed) {
        return new CountingWorld(config.integer("max_episode_steps"), config.bool("deliver"));
    }

    /** A simulation of this environment. */
    static Simulation open(AutoresetMode mode, int lanes, long seed, Map<String, ?> config) {
        CountingEnvironment environment = new CountingEnvironment();
        World world = environment.createWorld(environment.schema().resolve(config), seed);
        return new Simulation(world, seed, lanes, mode, OBSERVATIONS);
    }

    private record CountingWorld(int maxEpisodeSteps, boolean deliversUnseenEpisodes) implements World {
        @Override
        public Spaces spaces() {
            return SPACES;
        }

        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public RewardModel rewardModel() {
            return RewardModel.ofSignal("seen", 0);
        }

        @Override
        public Map<String, World.Parameter> parameters() {
            return Map.of();
        }

        @Override
        public long laneBytes(Set<String> observations) {
            return 100;
        }

        @Override
        public Lanes open(int count, Set<String> observations) {
            return new CountingLanes(count);
        }
    }

    private static final class CountingLanes implements Lanes {
        private final long[] seed;
        private final long[] streamLane;
        private final long[] user;
        private final int[] steps;
        private final int[][] actions;

        CountingLanes(int count) {
            seed = new long[count];
            streamLane = new long[count];
            user = new long[count];
            steps = new int[count];
            actions = new int[count][64];
        }

        @Override
        public void seed(int lane, long newSeed, long newStreamLane) {
            seed[lane] = newSeed;
            streamLane[lane] = newStreamLane;
        }

        @Override
        public void begin(int lane, long streamEpisode) {
            user[lane] = seed[lane] * 1000 + streamLane[lane] * 100 + streamEpisode;
            steps[lane] = 0;
        }

        @Override
        public boolean left(int lane) {
            return steps[lane] >= user[lane] % 4;
        }

        @Override
        public void step(byte[] play, int[] chosen, Column[] signals) {
            for (int lane = 0; lane < play.length; lane++) {
                signals[0].putInt(play[lane] == 0 ? 0 : chosen[lane] + 1);
                if (play[lane] != 0) {
                    actions[lane][steps[lane]++] = chosen[lane];
                }
            }
        }

        @Override
        public void observe(int observation, int[] lanes, int count, Column out) {
            for (int i = 0; i < count; i++) {
                if (observation == 0) {
                    out.putLong(user[lanes[i]]);
                } else {
                    out.putInts(actions[lanes[i]], 0, steps[lanes[i]]);
                    out.endRow();
                }
            }
        }

        @Override
        public void clickProbabilities(int lane, double[] out, int offset) {
            throw new UnsupportedOperationException("nobody clicks");
        }

        @Override
        public List<TensorSpec> userStates() {
            return List.of();
        }

        @Override
        public void userState(int state, int lane, Column out) {
            throw new IndexOutOfBoundsException(state);
        }

        @Override
        public void save(int lane, DataOutput out) throws IOException {
            out.writeLong(seed[lane]);
            out.writeLong(streamLane[lane]);
            out.writeLong(user[lane]);
            out.writeInt(steps[lane]);
            for (int i = 0; i < steps[lane]; i++) {
                out.writeInt(actions[lane][i]);
            }
        }

        @Override
        public void load(int lane, DataInput in) throws IOException {
            seed[lane] = in.readLong();
            streamLane[lane] = in.readLong();
            user[lane] = in.readLong();
            steps[lane] = in.readInt();
            for (int i = 0; i < steps[lane]; i++) {
                actions[lane][i] = in.readInt();
            }
        }
    }
}
