package org.recarena.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.recarena.v1.CreateRequest;

/**
 * Which world to open, and how. Made by {@link #of}; every other method changes one thing and returns the same spec.
 */
public final class SimulationSpec {

    private final String environment;
    private final Map<String, Object> config = new LinkedHashMap<>();
    private final Map<String, String> labels = new TreeMap<>();
    private @Nullable Long seed;
    private int lanes = 1;
    private Autoreset autoreset = Autoreset.NEXT_STEP;
    private @Nullable List<String> observations;
    private Logging logging = Logging.serverDefault();
    private @Nullable Duration idleTimeout;

    private SimulationSpec(String environment) {
        this.environment = environment;
    }

    /**
     * One lane of an environment under its default config.
     *
     * @param environment the id, such as {@code RecoGym-v1}
     * @return a spec to go on from
     */
    public static SimulationSpec of(String environment) {
        return new SimulationSpec(environment);
    }

    /**
     * Sets keys of the config; absent ones have their defaults.
     *
     * @param entries booleans, numbers, strings, lists and maps, by key
     * @return this
     */
    public SimulationSpec config(Map<String, ?> entries) {
        config.putAll(entries);
        return this;
    }

    /**
     * Sets one key of the config.
     *
     * @param key the key
     * @param value a boolean, number, string, list or map
     * @return this
     */
    public SimulationSpec config(String key, Object value) {
        config.put(key, value);
        return this;
    }

    /**
     * Sets the seed, which with the config fixes the world and its users. Without one the server draws it.
     *
     * @param value any number; read as unsigned
     * @return this
     */
    public SimulationSpec seed(long value) {
        seed = value;
        return this;
    }

    /**
     * Sets how many users are simulated side by side.
     *
     * @param count at least 1
     * @return this
     */
    public SimulationSpec lanes(int count) {
        lanes = count;
        return this;
    }

    /**
     * Sets what happens at the end of an episode.
     *
     * @param mode {@link Autoreset#NEXT_STEP} unless told otherwise
     * @return this
     */
    public SimulationSpec autoreset(Autoreset mode) {
        autoreset = mode;
        return this;
    }

    /**
     * Chooses the observations that results carry; without this, the environment's default ones; with no names, none.
     *
     * @param names as the environment describes them
     * @return this
     */
    public SimulationSpec observations(String... names) {
        observations = List.of(names);
        return this;
    }

    /**
     * Adds a label, kept in the log.
     *
     * @param key such as {@code policy}
     * @param value its value
     * @return this
     */
    public SimulationSpec label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    /**
     * Sets how the simulation is logged.
     *
     * @param options the server's default unless told otherwise
     * @return this
     */
    public SimulationSpec logging(Logging options) {
        logging = options;
        return this;
    }

    /**
     * Sets after how long without a call the server closes the simulation.
     *
     * @param timeout the server's default unless told otherwise
     * @return this
     */
    public SimulationSpec idleTimeout(Duration timeout) {
        idleTimeout = timeout;
        return this;
    }

    CreateRequest request(String requestId) {
        CreateRequest.Builder request = CreateRequest.newBuilder()
                .setEnvironmentId(environment)
                .setConfig(Structs.of(config))
                .setLanes(lanes)
                .setAutoreset(autoreset.mode())
                .putAllLabels(labels)
                .setLog(logging.options())
                .setConstantsOnce(true)
                .setRequestId(requestId);
        if (seed != null) {
            request.setSeed(seed);
        }
        if (observations != null) {
            request.addAllObservations(observations).setNoObservations(observations.isEmpty());
        }
        if (idleTimeout != null) {
            request.setIdleTimeout(com.google.protobuf.Duration.newBuilder()
                    .setSeconds(idleTimeout.toSeconds())
                    .setNanos(idleTimeout.toNanosPart()));
        }
        return request.build();
    }
}
