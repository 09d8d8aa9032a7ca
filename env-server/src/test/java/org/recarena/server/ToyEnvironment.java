package org.recarena.server;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.RewardModel;
import org.recarena.simulator.World;
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
 * An environment whose trouble a test can order: item {@link #FAIL} makes a step throw, worlds with {@code slow} wait
 * at a gate, and {@code world_bytes} is what they say they hold. Otherwise the signal is the item plus one, for ever.
 */
final class ToyEnvironment implements Environment {

    static final String ID = "Toy-v1";
    static final int FAIL = 3;
    static final String SECRET = "the latent number is 0.123456789";

    private static final TensorSpec COUNT = TensorSpec.of("count", DataType.INT32, List.of(), "Steps since the reset.");

    /** A slow world takes a permit to be made. */
    final Semaphore gate = new Semaphore(0);

    /** Released when somebody begins to wait at the gate. */
    final Semaphore waiting = new Semaphore(0);

    /** A catalogue of this and the real ones. */
    EnvironmentCatalog catalog() {
        List<Environment> all =
                new java.util.ArrayList<>(EnvironmentCatalog.installed().all());
        all.add(this);
        return new EnvironmentCatalog(all);
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String description() {
        return "Trouble to order.";
    }

    @Override
    public String source() {
        return "";
    }

    @Override
    public ConfigSchema schema() {
        return new ConfigSchema(List.of(
                Parameter.bool("slow", false, "Whether making the world waits."),
                Parameter.integer("width", 1, Range.atLeast(1), "Numbers in the wide observation."),
                Parameter.number("world_bytes", 0, Range.atLeast(0), "What the world says it holds.")));
    }

    @Override
    public Spaces spaces(Config config) {
        TensorSpec wide = TensorSpec.of("wide", DataType.FLOAT64, List.of(config.integer("width")), "Zeros.")
                .onRequest()
                .asDerived();
        return new Spaces(
                ActionSpace.item(4),
                List.of(COUNT, wide),
                List.of(TensorSpec.of("seen", DataType.INT32, List.of(), "The item plus one.")),
                List.of("seen"));
    }

    @Override
    public long worldBytes(Config config) {
        return (long) config.number("world_bytes");
    }

    @Override
    public World createWorld(Config config, long seed) {
        if (config.bool("slow")) {
            waiting.release();
            gate.acquireUninterruptibly();
        }
        return new ToyWorld(spaces(config));
    }

    private record ToyWorld(Spaces spaces) implements World {
        @Override
        public List<String> warnings() {
            return List.of();
        }

        @Override
        public int maxEpisodeSteps() {
            return 0;
        }

        @Override
        public boolean deliversUnseenEpisodes() {
            return false;
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
            return new ToyLanes(new int[count], spaces.observations().get(1).elements());
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    private record ToyLanes(int[] steps, int width) implements Lanes {
        @Override
        public void seed(int lane, long seed, long streamLane) {
            // No chance here.
        }

        @Override
        public void begin(int lane, long streamEpisode) {
            steps[lane] = 0;
        }

        @Override
        public boolean left(int lane) {
            return false;
        }

        @Override
        public void step(byte[] play, int[] actions, Column[] signals) {
            for (int lane = 0; lane < play.length; lane++) {
                if (actions[lane] == FAIL) {
                    throw new IllegalStateException(SECRET);
                }
                steps[lane]++;
                signals[0].putInt(actions[lane] + 1);
            }
        }

        @Override
        public void observe(int observation, int[] lanes, int count, Column out) {
            for (int i = 0; i < count; i++) {
                if (observation == 0) {
                    out.putInt(steps[lanes[i]]);
                } else {
                    out.putZeros(width);
                }
            }
        }

        @Override
        public void clickProbabilities(int lane, double[] out, int offset) {
            throw new UnsupportedOperationException("nobody clicks");
        }

        @Override
        public List<TensorSpec> userStates() {
            return List.of(COUNT);
        }

        @Override
        public void userState(int state, int lane, Column out) {
            out.putInt(steps[lane]);
        }

        @Override
        public void save(int lane, DataOutput out) throws IOException {
            out.writeInt(steps[lane]);
        }

        @Override
        public void load(int lane, DataInput in) throws IOException {
            steps[lane] = in.readInt();
        }
    }
}
