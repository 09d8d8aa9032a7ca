package org.recarena.simulator.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.Twin;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.space.Column;

/** Plays sessions with random slates, as a logging policy that depends on nothing. */
final class SessionPlay {

    static final int ITEMS = 40;
    static final int SLOTS = 5;

    private final SessionWorld world;
    private final Simulation simulation;
    private final RandomStream policy;
    private final int lanes;

    SessionPlay(Map<String, ?> config, long seed, int lanes) {
        this(new SessionV1(), config, seed, lanes);
    }

    SessionPlay(SessionV1 environment, Map<String, ?> config, long seed, int lanes) {
        this.lanes = lanes;
        world = (SessionWorld) environment.createWorld(environment.schema().resolve(config), seed);
        simulation = new Simulation(world, seed, lanes, AutoresetMode.SAME_STEP, List.of("user", "hours"));
        simulation.reset(new byte[0], new long[0]);
        policy = new RandomStream(seed, 77);
    }

    /** A small world in which much happens, with more on top. */
    static Map<String, Object> config(Map<String, ?> more) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "num_items",
                ITEMS,
                "slate_size",
                SLOTS,
                "max_episode_steps",
                30,
                "appeal.intercept",
                -0.5,
                "feedback.rating_probability",
                0.5,
                "purchase.intercept",
                -1.0,
                "visit.leave_probability",
                0.05));
        config.put("visit.return_probability", 0.5);
        config.put("users.cohort_shares", List.of(0.7, 0.3));
        config.put("reward.dwell", 0.01);
        config.put("reward.rating", 0.1);
        config.put("reward.satisfaction", 1.0);
        config.putAll(more);
        return config;
    }

    SessionWorld world() {
        return world;
    }

    Simulation simulation() {
        return simulation;
    }

    int lanes() {
        return lanes;
    }

    /** Distinct items in random order for every lane. */
    int[] slates() {
        int candidates = world.spaces().action().itemCount();
        int slots = world.model().slots();
        int[] slates = new int[lanes * slots];
        int[] order = new int[candidates];
        for (int i = 0; i < candidates; i++) {
            order[i] = i;
        }
        for (int lane = 0; lane < lanes; lane++) {
            for (int slot = 0; slot < slots; slot++) {
                int other = slot + (int) (policy.nextDouble() * (candidates - slot));
                int item = order[other];
                order[other] = order[slot];
                order[slot] = item;
                slates[lane * slots + slot] = item;
            }
        }
        return slates;
    }

    /** The same items for every lane. */
    int[] slatesOf(int... items) {
        int[] slates = new int[lanes * items.length];
        Arrays.setAll(slates, i -> items[i % items.length]);
        return slates;
    }

    Twin twin(int lane, int[] slates, String... without) {
        int slots = world.model().slots();
        int[] slate = Arrays.copyOfRange(slates, lane * slots, (lane + 1) * slots);
        return simulation.lanes().twin(lane, slate, Set.of(without));
    }

    /** The twins of all lanes. */
    List<Twin> twins(int[] slates, String... without) {
        return IntStream.range(0, lanes)
                .mapToObj(lane -> twin(lane, slates, without))
                .toList();
    }

    /** A signal of all lanes. */
    static Column signal(List<Column> signals, String name) {
        return signals.stream()
                .filter(column -> column.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** What is told of a slot under a name. */
    static double truth(Twin twin, String name, int slot) {
        int width = twin.truthNames().size();
        return twin.truths()[slot * width + twin.truthNames().indexOf(name)];
    }

    /** The appeal of a slot: the logit of attraction. */
    static double appeal(Twin twin, int slot) {
        double attraction = truth(twin, "attraction", slot);
        return Math.log(attraction / (1 - attraction));
    }

    Outcome step(int[] slates) {
        return simulation.step(slates);
    }

    /** Everything that happens in some steps, as one number. */
    long digest(int steps) {
        CRC32 digest = new CRC32();
        for (int step = 0; step < steps; step++) {
            Outcome outcome = step(slates());
            for (Column column : outcome.signals()) {
                digest.update(column.data(), 0, column.size());
            }
            for (Column column : outcome.observations()) {
                digest.update(column.data(), 0, column.size());
            }
            for (double reward : outcome.rewards()) {
                digest.update(Double.toString(reward).getBytes(StandardCharsets.US_ASCII));
            }
            digest.update(outcome.terminated());
        }
        return digest.getValue();
    }
}
