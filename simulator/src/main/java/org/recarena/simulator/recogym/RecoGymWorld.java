package org.recarena.simulator.recogym;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import org.recarena.simulator.Lanes;
import org.recarena.simulator.RewardModel;
import org.recarena.simulator.World;
import org.recarena.simulator.engine.Overlay;
import org.recarena.simulator.random.NumpyRandom;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.random.StreamKeys;
import org.recarena.simulator.space.Spaces;

/** A world of either version. */
final class RecoGymWorld implements World {

    /** Code that enters the derivation of the world's stream; never to be changed. */
    private static final long LATENTS = 1;

    private static final RewardModel REWARD = RewardModel.ofSignal("click", 0);

    /** A generator of the reference and a buffer for views, in bytes, measured roughly. */
    private static final int NUMPY_BYTES = 2 * 2560;

    private static final int STREAMS_BYTES = 5 * 64 + 48;
    /** Gamma, beta, what flips need, and two tables for browsing, in doubles. */
    private static final int NUMBERS_PER_FACTOR = 5;

    private static final int BYTES_PER_PRODUCT = 100;
    private static final int VISITOR_BYTES = 160;
    private static final int VIEWS_BYTES = 256;

    /** Sessions up to this length, on average, fit the bytes above. */
    private static final int SHORT_SESSION = 4;

    private final RecoGymConfig config;
    private final UserModel users;
    private final Overlay overlay;
    private final Spaces spaces;
    private final List<String> warnings;

    RecoGymWorld(RecoGymConfig config, UserModel users, Overlay overlay, List<String> warnings) {
        this.config = config;
        this.users = users;
        this.overlay = overlay;
        this.spaces = RecoGymSpaces.of(config, overlay);
        this.warnings = warnings;
    }

    /** An estimate of what a world of vectors holds. */
    static long bytes(RecoGymConfig config) {
        return config.products() * (8L * NUMBERS_PER_FACTOR * config.factors() + BYTES_PER_PRODUCT);
    }

    static DoubleSupplier standardNormal(RecoGymConfig config, long seed) {
        if (config.worldFromNumpy()) {
            ReferenceRandom.checkSeed(seed, "seed");
            return new NumpyRandom(seed)::gaussian;
        }
        return stream(seed)::nextGaussian;
    }

    static RandomStream stream(long seed) {
        RandomStream stream = new RandomStream();
        StreamKeys.seed(stream, seed, StreamKeys.WORLD_LANE, 0, LATENTS);
        return stream;
    }

    @Override
    public Spaces spaces() {
        return spaces;
    }

    @Override
    public void checkActions(int[] actions, int lanes) {
        if (!config.hasLoggingPolicy() || Arrays.stream(actions).noneMatch(this::showsNothing)) {
            World.super.checkActions(actions, lanes);
            return;
        }
        int[] chosen = Arrays.stream(actions)
                .map(action -> showsNothing(action) ? 0 : action)
                .toArray();
        World.super.checkActions(chosen, lanes);
    }

    /** Where a user has left; elsewhere the logging policy's product is shown. */
    @Override
    public boolean showsNothing(int action) {
        return config.hasLoggingPolicy() && action == RecoGymSpaces.LOGGING_POLICY;
    }

    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public int maxEpisodeSteps() {
        return config.maxEpisodeSteps();
    }

    @Override
    public boolean deliversUnseenEpisodes() {
        return config.deliversOrganicOnly();
    }

    @Override
    public RewardModel rewardModel() {
        return REWARD;
    }

    @Override
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>(users.parameters());
        parameters.putAll(overlay.parameters());
        return parameters;
    }

    @Override
    public long laneBytes(Set<String> observations) {
        long bytes = VISITOR_BYTES + 8L * users.stateSize();
        bytes += config.usersFromNumpy() ? NUMPY_BYTES : STREAMS_BYTES;
        bytes += observations.contains("views") || observations.contains("view_times") ? viewsBytes() : 0;
        bytes += observations.contains("view_counts") ? 4L * config.products() : 0;
        bytes += observations.contains("history") ? 4L * RecoGymSpaces.HISTORY_WIDTH * config.historyLength() : 0;
        return bytes + overlay.laneBytes();
    }

    private long viewsBytes() {
        return Math.round(VIEWS_BYTES * Math.max(1, config.viewsPerSession() / SHORT_SESSION));
    }

    @Override
    public Lanes open(int count, Set<String> observations) {
        return new RecoGymLanes(config, users, overlay, count, observations);
    }
}
