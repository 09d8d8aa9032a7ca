package org.recarena.trajectories.steps;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.recarena.v1.SimulationOpened;
import org.recarena.v1.TensorSpec;

/** A simulation of a log. Immutable. */
public final class LoggedSimulation {

    private final long number;
    private final SimulationOpened opened;
    private final Map<String, Integer> signals;
    private final Map<String, Integer> observations;
    private final Map<String, Integer> constantIndices;
    private final Columns constants;

    LoggedSimulation(long number, SimulationOpened opened) {
        this.number = number;
        this.opened = opened;
        this.signals = indices(opened.getSignalsList());
        this.observations = indices(opened.getLoggedObservationsList());
        this.constantIndices = indices(opened.getConstantObservationsList());
        this.constants = new Columns(opened.getConstantsList(), 1);
    }

    private static Map<String, Integer> indices(List<TensorSpec> specs) {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < specs.size(); i++) {
            indices.put(specs.get(i).getName(), i);
        }
        return indices;
    }

    /**
     * Its number in this log.
     *
     * @return unique in the log
     */
    public long number() {
        return number;
    }

    /**
     * Its handle.
     *
     * @return as the client was given it
     */
    public String id() {
        return opened.getSimulationId();
    }

    /**
     * Its environment.
     *
     * @return the versioned id
     */
    public String environment() {
        return opened.getEnvironmentId();
    }

    /**
     * How many lanes it has.
     *
     * @return positive
     */
    public int lanes() {
        return opened.getLanes();
    }

    /**
     * All that was logged when it was opened: config, seed, spaces, options.
     *
     * @return the record
     */
    public SimulationOpened opened() {
        return opened;
    }

    /**
     * The names of the signals, in order.
     *
     * @return immutable
     */
    public List<String> signalNames() {
        return names(opened.getSignalsList());
    }

    /**
     * The names of the observations that are logged: those of each outcome in order, then those that stay the same.
     *
     * @return immutable
     */
    public List<String> observationNames() {
        return Stream.concat(
                        names(opened.getLoggedObservationsList()).stream(),
                        names(opened.getConstantObservationsList()).stream())
                .toList();
    }

    /**
     * An observation that stays the same in all lanes and steps.
     *
     * @param name of the observation
     * @return row-major; none if no such observation is logged, or it changes
     */
    public double[] constant(String name) {
        return constants.row(constantIndices.getOrDefault(name, -1), 0);
    }

    /**
     * Whether an observation stays the same in all lanes and steps.
     *
     * @param name of the observation
     * @return true where {@link #constant} has its values
     */
    public boolean isConstant(String name) {
        return constantIndices.containsKey(name);
    }

    private static List<String> names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::getName).toList();
    }

    /** The place of a signal among the columns; -1 if there is none of that name. */
    int signalIndex(String name) {
        return signals.getOrDefault(name, -1);
    }

    /** The place of an observation among an outcome's columns; -1 if none of that name is there. */
    int observationIndex(String name) {
        return observations.getOrDefault(name, -1);
    }
}
