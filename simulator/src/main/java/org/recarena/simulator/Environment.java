package org.recarena.simulator;

import java.util.List;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.space.Spaces;

/**
 * A catalogue entry: a model of users and items with a versioned id and a typed config. Stateless and thread-safe.
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader}, so a new environment touches nothing but its own
 * package and its registration.
 */
public interface Environment {

    /**
     * The versioned id; a change that alters outcomes makes a new one.
     *
     * @return such as {@code RecoGym-v1}
     */
    String id();

    /**
     * What it simulates.
     *
     * @return a sentence or two
     */
    String description();

    /**
     * Where the model was published.
     *
     * @return a citation
     */
    String source();

    /**
     * Every config key there is.
     *
     * @return the schema
     */
    ConfigSchema schema();

    /**
     * The spaces under a config, without the cost of making a world.
     *
     * @param config resolved against {@link #schema()}
     * @return the spaces
     * @throws InvalidInputException where values contradict each other
     */
    Spaces spaces(Config config);

    /**
     * An estimate of what a world holds in memory, without the cost of making it.
     *
     * @param config resolved against {@link #schema()}
     * @return bytes
     * @throws InvalidInputException where values contradict each other
     */
    default long worldBytes(Config config) {
        return 1_000L * spaces(config).action().itemCount();
    }

    /**
     * The stages that a step is composed of.
     *
     * @return their names in the order in which they come to pass; none for an environment that is one piece
     */
    default List<String> stages() {
        return List.of();
    }

    /**
     * The biases that a config can turn on.
     *
     * @return in order of id, possibly none
     */
    default List<DescribedBias> biases() {
        return List.of();
    }

    /**
     * What a config turns on, for people: for an environment that is composed of stages a line for each, in order.
     *
     * @param config resolved against {@link #schema()}
     * @return lines, possibly none
     * @throws InvalidInputException where values contradict each other
     */
    default List<String> summary(Config config) {
        return List.of();
    }

    /**
     * Makes the world that a config and a seed fix. May take long for large catalogues.
     *
     * @param config resolved against {@link #schema()}
     * @param seed any value, read as unsigned; an environment may refuse large ones in some modes
     * @return the same world for the same arguments, on every machine
     * @throws InvalidInputException where values contradict each other or the seed is out of range
     */
    World createWorld(Config config, long seed);
}
