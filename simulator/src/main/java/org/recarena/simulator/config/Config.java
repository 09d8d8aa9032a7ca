package org.recarena.simulator.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A complete, checked set of config values. Immutable and thread-safe; made by {@link ConfigSchema#resolve}. */
public final class Config {

    private final Map<String, Object> values;
    private final Set<String> given;
    private final Set<String> preset;

    Config(Map<String, Object> values, Set<String> given, Set<String> preset) {
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        this.given = Set.copyOf(given);
        this.preset = Set.copyOf(preset);
    }

    /**
     * All values, defaults included.
     *
     * @return Boolean, Integer, Long, Double, String, lists, or a distribution's mapping by key, in the schema's order;
     *     not the name of a preset, whose values are among them
     */
    public Map<String, Object> values() {
        return values;
    }

    /**
     * Whether a value was given rather than defaulted.
     *
     * @param name the key
     * @return true even where the given value equals the default
     */
    public boolean isGiven(String name) {
        return given.contains(name);
    }

    /**
     * The keys whose values were given rather than defaulted.
     *
     * @return an immutable set
     */
    public Set<String> given() {
        return given;
    }

    /**
     * Whether a value is that of the preset.
     *
     * @param name the key
     * @return false where it was given, whatever the preset has for it
     */
    public boolean isPreset(String name) {
        return preset.contains(name) && !given.contains(name);
    }

    /**
     * A flag's value.
     *
     * @param name the key
     * @return its value
     */
    public boolean bool(String name) {
        return (Boolean) value(name);
    }

    /**
     * A whole number.
     *
     * @param name the key
     * @return its value
     */
    public int integer(String name) {
        return (Integer) value(name);
    }

    /**
     * A whole number that may go beyond 32 bits.
     *
     * @param name the key
     * @return its value
     */
    public long longInteger(String name) {
        return ((Number) value(name)).longValue();
    }

    /**
     * A number for which no distribution stands.
     *
     * @param name the key
     * @return its value
     */
    public double number(String name) {
        return ((Number) value(name)).doubleValue();
    }

    /**
     * A choice.
     *
     * @param name the key
     * @return its value
     */
    public String choice(String name) {
        return (String) value(name);
    }

    /**
     * A text.
     *
     * @param name the key
     * @return its value
     */
    public String text(String name) {
        return (String) value(name);
    }

    /**
     * A list of numbers.
     *
     * @param name the key
     * @return a fresh array
     */
    public double[] numbers(String name) {
        return ((List<?>) value(name))
                .stream().mapToDouble(element -> (Double) element).toArray();
    }

    /**
     * A matrix.
     *
     * @param name the key
     * @return fresh rows
     */
    public double[][] matrix(String name) {
        return ((List<?>) value(name))
                .stream()
                        .map(row -> ((List<?>) row)
                                .stream()
                                        .mapToDouble(element -> (Double) element)
                                        .toArray())
                        .toArray(double[][]::new);
    }

    /**
     * The law of a number for which a distribution may stand.
     *
     * @param name the key
     * @return the distribution given, or the constant law of the number given
     */
    public Distribution law(String name) {
        return value(name) instanceof Map<?, ?> law
                ? Distribution.parse(law, Range.ALL)
                : Distribution.constant(number(name));
    }

    private Object value(String name) {
        return Objects.requireNonNull(values.get(name), () -> "no parameter " + name);
    }
}
