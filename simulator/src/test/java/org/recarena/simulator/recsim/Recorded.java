package org.recarena.simulator.recsim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;

/** Opens worlds with the configs that the reference was recorded with. */
final class Recorded {

    static final byte[] NO_MASK = {};
    static final long[] NO_SEEDS = {};

    private Recorded() {}

    static Environment environment(JsonNode config) {
        String id = switch (config.get("environment").textValue()) {
            case "interest_evolution" -> "RecSim-InterestEvolution-v1";
            case "interest_exploration" -> "RecSim-InterestExploration-v1";
            default -> "RecSim-LongTermSatisfaction-v1";
        };
        return EnvironmentCatalog.installed().find(id).orElseThrow();
    }

    /** The recorded config, and more keys and values. */
    static Map<String, Object> config(JsonNode config, Object... more) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String name : List.of("num_candidates", "slate_size", "resample_documents")) {
            values.put(name, new ObjectMapper().convertValue(config.get(name), Object.class));
        }
        config.get("params")
                .properties()
                .forEach(entry ->
                        values.put(entry.getKey(), new ObjectMapper().convertValue(entry.getValue(), Object.class)));
        for (int i = 0; i < more.length; i += 2) {
            values.put((String) more[i], more[i + 1]);
        }
        return values;
    }

    static World world(Environment environment, Map<String, ?> config, long seed) {
        return environment.createWorld(environment.schema().resolve(config), seed);
    }

    static World world(String id, Map<String, ?> config, long seed) {
        return world(EnvironmentCatalog.installed().find("RecSim-" + id + "-v1").orElseThrow(), config, seed);
    }

    /** All observations, so that each is at its index in the spaces. */
    static Simulation open(World world, long seed, int lanes, AutoresetMode mode) {
        return new Simulation(world, seed, lanes, mode, names(world));
    }

    static List<String> names(World world) {
        return world.spaces().observations().stream().map(spec -> spec.name()).toList();
    }

    static Outcome reset(Simulation simulation) {
        return simulation.reset(NO_MASK, NO_SEEDS);
    }

    static Column column(List<Column> columns, String name) {
        return columns.stream()
                .filter(column -> column.spec().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static double[] row(List<Column> columns, String name, int lane) {
        Column column = column(columns, name);
        int size = column.spec().elements();
        double[] row = new double[size];
        for (int i = 0; i < size; i++) {
            row[i] = column.get(lane * size + i);
        }
        return row;
    }

    /** Values that the reference gives as numbers or as lists of one or more. */
    static double[] flat(JsonNode list, String field) {
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = field.isEmpty() ? list.get(i) : list.get(i).get(field);
            values[i] = value.isArray() ? value.get(0).doubleValue() : value.doubleValue();
        }
        return values;
    }
}
