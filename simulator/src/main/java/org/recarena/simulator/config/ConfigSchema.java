package org.recarena.simulator.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.recarena.simulator.input.InvalidInputException;
import org.recarena.simulator.input.InvalidInputException.Violation;

/** Every config key of an environment. Immutable and thread-safe. */
public final class ConfigSchema {

    private final Map<String, Parameter> byName = new LinkedHashMap<>();

    /**
     * A schema of given parameters.
     *
     * @param parameters in the order in which they are shown, names distinct
     */
    public ConfigSchema(Collection<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (byName.putIfAbsent(parameter.name(), parameter) != null) {
                throw new IllegalArgumentException("two parameters are called " + parameter.name());
            }
        }
    }

    /**
     * All parameters.
     *
     * @return in the order in which they are shown
     */
    public List<Parameter> parameters() {
        return List.copyOf(byName.values());
    }

    /**
     * Checks given values and fills in the defaults.
     *
     * <p>The key {@code a.b} may also be given as {@code b} within a mapping called {@code a}.
     *
     * @param given values as they came: Boolean, Number, String, List or Map by key
     * @return the complete config
     * @throws InvalidInputException with one violation, its field {@code config.KEY}, for every fault
     */
    public Config resolve(Map<String, ?> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        byName.forEach((name, parameter) -> values.put(name, parameter.defaultValue()));
        List<Violation> violations = new ArrayList<>();
        Map<String, Object> flat = new LinkedHashMap<>();
        given.forEach((name, value) -> flatten(name, value, flat));
        flat.forEach((name, value) -> {
            Parameter parameter = byName.get(name);
            if (parameter == null) {
                violations.add(new Violation("config." + name, unknown(name, value)));
                return;
            }
            try {
                values.put(name, parameter.parse(value));
            } catch (IllegalArgumentException refused) {
                violations.add(new Violation("config." + name, String.valueOf(refused.getMessage())));
            }
        });
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return new Config(values, flat.keySet());
    }

    private void flatten(String name, Object value, Map<String, Object> flat) {
        if (value instanceof Map<?, ?> group && !byName.containsKey(name) && isGroup(name)) {
            group.forEach((inner, innerValue) -> flatten(name + "." + inner, innerValue, flat));
        } else {
            flat.put(name, value);
        }
    }

    private boolean isGroup(String name) {
        return byName.keySet().stream().anyMatch(known -> known.startsWith(name + "."));
    }

    private String unknown(String name, Object value) {
        String nearest = "";
        int distance = Math.max(2, name.length() / 3) + 1;
        for (String known : byName.keySet()) {
            int candidate = editDistance(name, known);
            if (candidate < distance) {
                distance = candidate;
                nearest = known;
            }
        }
        return "is not a parameter (its value was " + value + "); "
                + (nearest.isEmpty() ? "" : "did you mean " + nearest + "? ")
                + "there are " + String.join(", ", byName.keySet());
    }

    private static int editDistance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
