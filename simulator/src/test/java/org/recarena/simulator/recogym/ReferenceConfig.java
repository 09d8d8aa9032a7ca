package org.recarena.simulator.recogym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.recarena.simulator.AutoresetMode;
import org.recarena.simulator.Environment;
import org.recarena.simulator.Outcome;
import org.recarena.simulator.Simulation;
import org.recarena.simulator.World;
import org.recarena.simulator.space.Column;

/** Turns the recorded configurations of the reference into worlds, and outcomes into plain values. */
final class ReferenceConfig {

    private static final Set<String> NOT_OURS = Set.of("random_seed", "time_generator");

    private ReferenceConfig() {}

    static Environment environment(JsonNode file) {
        return file.get("environment").textValue().endsWith("v0") ? new RecoGymV0() : new RecoGymV1();
    }

    static long seed(JsonNode file) {
        return file.get("config").get("random_seed").longValue();
    }

    /** The config of a c*.json or trace file, with some keys of our own. */
    static Map<String, Object> config(JsonNode file, Object... more) {
        Environment environment = environment(file);
        Map<String, Object> config = new LinkedHashMap<>();
        file.get("config").properties().forEach(entry -> {
            if (!NOT_OURS.contains(entry.getKey())) {
                JsonNode value = entry.getValue();
                config.put(entry.getKey(), value.isBoolean() ? (Object) value.booleanValue() : value.numberValue());
            }
        });
        JsonNode clock = file.has("normal_time")
                ? file.get("normal_time")
                : file.get("config").get("time_generator");
        if (clock.has("normal_time_mu")) {
            config.put("time_generator", "normal");
            config.put("normal_time_mu", clock.get("normal_time_mu").numberValue());
            config.put("normal_time_sigma", clock.get("normal_time_sigma").numberValue());
        }
        for (int i = 0; i < more.length; i += 2) {
            config.put((String) more[i], more[i + 1]);
        }
        config.keySet()
                .retainAll(environment.schema().parameters().stream()
                        .map(parameter -> parameter.name())
                        .toList());
        return config;
    }

    static World world(Environment environment, long seed, Map<String, ?> config) {
        return environment.createWorld(environment.schema().resolve(config), seed);
    }

    static World world(Environment environment, long seed, Object... config) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < config.length; i += 2) {
            map.put((String) config[i], config[i + 1]);
        }
        return world(environment, seed, map);
    }

    static Simulation open(World world, long seed, int lanes, AutoresetMode mode, String... observations) {
        return new Simulation(world, seed, lanes, mode, List.of(observations));
    }

    static Outcome reset(Simulation simulation) {
        return simulation.reset(new byte[0], new long[0]);
    }

    /** One lane's values of a scalar, fixed or ragged column. */
    static double[] row(Column column, int row) {
        int width = column.spec().elements();
        int from = column.spec().ragged() ? column.rowOffsets()[row] * width : row * width;
        int to = column.spec().ragged() ? column.rowOffsets()[row + 1] * width : from + width;
        double[] values = new double[to - from];
        for (int i = from; i < to; i++) {
            values[i - from] = column.get(i);
        }
        return values;
    }

    static List<Double> list(double[] values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return list;
    }
}
