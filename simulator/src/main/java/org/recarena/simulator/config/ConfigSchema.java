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

    /** The key that names a preset, in schemas that have any. */
    public static final String PRESET = "preset";

    private final Map<String, Parameter> byName = new LinkedHashMap<>();
    private final Map<String, Preset> presets = new LinkedHashMap<>();

    /**
     * A schema of given parameters.
     *
     * @param parameters in the order in which they are shown, names distinct
     */
    public ConfigSchema(Collection<Parameter> parameters) {
        this(parameters, List.of());
    }

    /**
     * A schema with presets. Where there are any, it has the key {@value #PRESET}, which names one of them.
     *
     * @param parameters in the order in which they are shown, names distinct, none called {@value #PRESET}
     * @param presets in the order in which they are shown; the first one is the default
     * @throws IllegalArgumentException where a preset's values are not allowed
     */
    public ConfigSchema(Collection<Parameter> parameters, Collection<Preset> presets) {
        for (Preset preset : presets) {
            if (this.presets.putIfAbsent(preset.name(), preset) != null) {
                throw new IllegalArgumentException("two presets are called " + preset.name());
            }
        }
        if (!presets.isEmpty()) {
            add(Parameter.choice(
                    PRESET,
                    List.copyOf(this.presets.keySet()),
                    "Values for other keys, by a name for all of them. What other keys are given wins."));
        }
        parameters.forEach(this::add);
        presets.forEach(preset ->
                preset.values().forEach((key, value) -> known(key, preset).parse(value)));
    }

    private void add(Parameter parameter) {
        if (byName.putIfAbsent(parameter.name(), parameter) != null) {
            throw new IllegalArgumentException("two parameters are called " + parameter.name());
        }
    }

    private Parameter known(String key, Preset preset) {
        Parameter parameter = byName.get(key);
        if (parameter == null || key.equals(PRESET)) {
            throw new IllegalArgumentException(
                    "preset " + preset.name() + " sets " + key + ", which is not a parameter");
        }
        return parameter;
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
     * All presets.
     *
     * @return in the order in which they are shown; empty where a config cannot name one
     */
    public List<Preset> presets() {
        return List.copyOf(presets.values());
    }

    /**
     * Checks given values and fills in those of the preset, and the defaults.
     *
     * <p>The key {@code a.b} may also be given as {@code b} within a mapping called {@code a}, but not both ways. A
     * preset is a way to write values, and not one itself: the complete config holds what it set and not its name, so
     * that resolving that config again gives the same one even where a later version's preset has changed or is gone.
     *
     * @param given values as they came: Boolean, Number, String, List or Map by key
     * @return the complete config
     * @throws InvalidInputException with one violation, its field {@code config.KEY}, for every fault
     */
    public Config resolve(Map<String, ?> given) {
        Map<String, Object> flat = new LinkedHashMap<>();
        List<Violation> violations = new ArrayList<>();
        given.forEach((name, value) -> flatten(name, value, flat, violations));
        Map<String, Object> parsed = parse(flat, violations);
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        Map<String, Object> preset = takePreset(parsed);
        Map<String, Object> values = new LinkedHashMap<>();
        byName.forEach((name, parameter) -> values.put(name, parameter.defaultValue()));
        if (!presets.isEmpty()) {
            values.remove(PRESET);
        }
        values.putAll(preset);
        values.putAll(parsed);
        return new Config(values, parsed.keySet(), preset.keySet());
    }

    private Map<String, Object> parse(Map<String, Object> flat, List<Violation> violations) {
        Map<String, Object> parsed = new LinkedHashMap<>();
        flat.forEach((name, value) -> {
            Parameter parameter = byName.get(name);
            if (parameter == null) {
                violations.add(new Violation("config." + name, UnknownKey.describe(name, value, byName.keySet())));
                return;
            }
            try {
                parsed.put(name, parameter.parse(value));
            } catch (IllegalArgumentException refused) {
                violations.add(new Violation("config." + name, String.valueOf(refused.getMessage())));
            }
        });
        return parsed;
    }

    /** The values of the preset that is named, or of the default one; takes its name away. */
    private Map<String, Object> takePreset(Map<String, Object> parsed) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (presets.isEmpty()) {
            return values;
        }
        Preset first = presets.values().iterator().next();
        Preset named = presets.getOrDefault(parsed.getOrDefault(PRESET, first.name()), first);
        parsed.remove(PRESET);
        named.values().forEach((key, value) -> values.put(key, known(key, named).parse(value)));
        return values;
    }

    private void flatten(String name, Object value, Map<String, Object> flat, List<Violation> violations) {
        if (value instanceof Map<?, ?> group
                && !byName.containsKey(name)
                && UnknownKey.isGroup(name, byName.keySet())) {
            group.forEach((inner, innerValue) -> flatten(name + "." + inner, innerValue, flat, violations));
        } else if (flat.containsKey(name)) {
            // Which of them came first depends on how the config was sent, so neither may win.
            violations.add(new Violation(
                    "config." + name,
                    "is given twice, as " + flat.get(name) + " and as " + value
                            + "; give it once, by itself or in a mapping"));
        } else {
            flat.put(name, value);
        }
    }
}
