package org.recarena.trajectories.steps;

import java.util.Map;
import java.util.Set;

/**
 * Which steps are wanted. An empty component excludes none.
 *
 * @param labels all of these must be in force, with these values
 * @param simulations the handles of simulations
 * @param environments the ids of environments
 */
public record StepFilter(Map<String, String> labels, Set<String> simulations, Set<String> environments) {

    /**
     * Copies the components.
     *
     * @param labels all of these must be in force, with these values
     * @param simulations the handles of simulations
     * @param environments the ids of environments
     */
    public StepFilter {
        labels = Map.copyOf(labels);
        simulations = Set.copyOf(simulations);
        environments = Set.copyOf(environments);
    }

    /**
     * Everything.
     *
     * @return a filter that excludes none
     */
    public static StepFilter all() {
        return new StepFilter(Map.of(), Set.of(), Set.of());
    }

    /**
     * The same with other labels.
     *
     * @param wanted all of these must be in force
     * @return the filter
     */
    public StepFilter withLabels(Map<String, String> wanted) {
        return new StepFilter(wanted, simulations, environments);
    }

    /**
     * The same with other simulations.
     *
     * @param handles of the simulations
     * @return the filter
     */
    public StepFilter withSimulations(Set<String> handles) {
        return new StepFilter(labels, handles, environments);
    }

    /**
     * The same with other environments.
     *
     * @param ids of the environments
     * @return the filter
     */
    public StepFilter withEnvironments(Set<String> ids) {
        return new StepFilter(labels, simulations, ids);
    }

    boolean test(LoggedSimulation simulation, Map<String, String> inForce) {
        return inForce.entrySet().containsAll(labels.entrySet())
                && (simulations.isEmpty() || simulations.contains(simulation.id()))
                && (environments.isEmpty() || environments.contains(simulation.environment()));
    }
}
