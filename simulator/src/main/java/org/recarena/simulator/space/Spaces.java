package org.recarena.simulator.space;

import java.util.List;

/**
 * The interface between an environment and its agents, under one config. Immutable.
 *
 * @param action what is recommended in a lane
 * @param observations what can be observed, names unique
 * @param signals what is measured of a step, names unique; {@link TensorSpec#ragged()} is not allowed here
 * @param rewards the names of the reward's components; one for a scalar reward
 */
public record Spaces(
        ActionSpace action, List<TensorSpec> observations, List<TensorSpec> signals, List<String> rewards) {}
