package org.recarena.server.docs;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.Twin;
import org.recarena.simulator.World;
import org.recarena.simulator.random.RandomStream;
import org.recarena.simulator.space.Column;

/** A small world that is opened to see what its users do. Used by one thread. */
final class Trial {

    /** All trials are of the same world and users, so that lines differ in nothing but their config. */
    private static final long SEED = 1;

    /** Nobody leaves, so that all users are there for all steps. */
    private static final Map<String, Object> STAY = Map.of("visit.leave_probability", 0, "max_episode_steps", 0);

    private final World world;
    private final Simulation simulation;
    private final RandomStream policy = new RandomStream(SEED, 1);
    private final int users;

    Trial(Environment environment, Map<String, ?> config, int users) {
        Map<String, Object> staying = new HashMap<>(config);
        staying.putAll(STAY);
        this.users = users;
        world = environment.createWorld(environment.schema().resolve(staying), SEED);
        simulation = new Simulation(world, SEED, users, AutoresetMode.SAME_STEP, List.of());
        simulation.reset(new byte[0], new long[0]);
    }

    int users() {
        return users;
    }

    int slots() {
        return world.spaces().action().slateSize();
    }

    int items() {
        return world.spaces().action().itemCount();
    }

    /** A parameter of the world, such as a number for each item. */
    double[] parameter(String name) {
        return Objects.requireNonNull(world.parameters().get(name), name).values();
    }

    int draw(int bound) {
        return (int) (policy.nextDouble() * bound);
    }

    /** Distinct items, at random. */
    int[] slate() {
        int[] slate = new int[slots()];
        for (int slot = 0; slot < slate.length; slot++) {
            int item = draw(items());
            while (contains(slate, slot, item)) {
                item = draw(items());
            }
            slate[slot] = item;
        }
        return slate;
    }

    private static boolean contains(int[] slate, int length, int item) {
        return Arrays.stream(slate, 0, length).anyMatch(shown -> shown == item);
    }

    /** What a user would do now. */
    Twin twin(int user, int... slate) {
        return simulation.lanes().twin(user, slate, Set.of());
    }

    /** Shows a slate to each user. */
    Outcome step(int[] slates) {
        return simulation.step(slates);
    }

    /** One of the signals of a step. */
    static Column signal(Outcome outcome, String name) {
        return outcome.signals().stream()
                .filter(column -> column.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static boolean has(Outcome outcome, String name) {
        return outcome.signals().stream()
                .anyMatch(column -> column.spec().name().equals(name));
    }
}
