package org.recarena.trajectories.steps;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.recarena.v1.SimulationOpened;
import org.recarena.v1.TensorSpec;

/** A simulation of a log. Immutable. */
public final class LoggedSimulation {

    private final long number;
    private final SimulationOpened opened;
    private final Map<String, Integer> signals;
    private final Map<String, Integer> observations;

    LoggedSimulation(long number, SimulationOpened opened) {
        this.number = number;
        this.opened = opened;
        this.signals = indices(opened.getSignalsList());
        this.observations = indices(opened.getLoggedObservationsList());
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
     * The names of the observations that are logged, in order.
     *
     * @return immutable
     */
    public List<String> observationNames() {
        return names(opened.getLoggedObservationsList());
    }

    private static List<String> names(List<TensorSpec> specs) {
        return specs.stream().map(TensorSpec::getName).toList();
    }

    /** The place of a signal among the columns; -1 if there is none of that name. */
    int signalIndex(String name) {
        return signals.getOrDefault(name, -1);
    }

    /** The place of an observation among the columns; -1 if none of that name is logged. */
    int observationIndex(String name) {
        return observations.getOrDefault(name, -1);
    }
}
