package org.recarena.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.recarena.v1.Column;
import org.recarena.v1.Simulation;
import org.recarena.v1.TensorSpec;

/** Where a simulation's results carry which column, and the columns that they need not carry. */
final class Layout {

    private final Map<String, Integer> observations;
    private final Map<String, Integer> signals;
    private final Map<String, Column> constants = new HashMap<>();

    Layout(Simulation simulation) {
        this.observations = indices(simulation.getObservationsList());
        this.signals = indices(simulation.getSignalsList());
        simulation.getConstantsList().forEach(constant -> constants.put(constant.getName(), constant));
    }

    /** An observation: one that stays the same, for so many rows, or one of the columns. */
    ColumnView observation(String name, List<Column> columns, int rows) {
        Column constant = constants.get(name);
        return constant == null
                ? new ColumnView(columns.get(find(observations, name, "observation")))
                : ColumnView.repeated(constant, rows);
    }

    int signal(String name) {
        return find(signals, name, "signal");
    }

    private static Map<String, Integer> indices(List<TensorSpec> specs) {
        Map<String, Integer> indices = new HashMap<>();
        for (TensorSpec spec : specs) {
            indices.put(spec.getName(), indices.size());
        }
        return indices;
    }

    private static int find(Map<String, Integer> indices, String name, String kind) {
        Integer index = indices.get(name);
        if (index == null) {
            throw new IllegalArgumentException(
                    "no " + kind + " \"" + name + "\" in these results; they have " + indices.keySet());
        }
        return index;
    }
}
