package org.recarena.simulator.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One config key: its type, default, range and meaning. Immutable; the {@code with…} methods return copies.
 *
 * @param name the key
 * @param type what values it takes
 * @param defaultValue when the key is absent: Boolean, Integer, Double, String, or a list (of lists) of Double
 * @param range for numbers, and for every element of lists; of the length for {@link ParameterType#TEXT}
 * @param choices for {@link ParameterType#CHOICE}
 * @param unit empty for a pure number
 * @param meaning what it does
 * @param source the paper or reference implementation that it comes from; empty where it is the project's own
 * @param variable whether a {@link Distribution} may stand for the number
 */
public record Parameter(
        String name,
        ParameterType type,
        Object defaultValue,
        Range range,
        List<String> choices,
        String unit,
        String meaning,
        String source,
        boolean variable) {

    /** Up to here a double holds every whole number. */
    private static final double EXACT = 0x1p53;

    /**
     * A flag.
     *
     * @param name the key
     * @param defaultValue when absent
     * @param meaning what it does
     * @return the parameter
     */
    public static Parameter bool(String name, boolean defaultValue, String meaning) {
        return new Parameter(name, ParameterType.BOOL, defaultValue, Range.ALL, List.of(), "", meaning, "", false);
    }

    /**
     * A whole number.
     *
     * @param name the key
     * @param defaultValue when absent
     * @param range allowed values
     * @param meaning what it does
     * @return the parameter
     */
    public static Parameter integer(String name, int defaultValue, Range range, String meaning) {
        return new Parameter(name, ParameterType.INTEGER, defaultValue, range, List.of(), "", meaning, "", false);
    }

    /**
     * A whole number whose range may go beyond 32 bits.
     *
     * @param name the key
     * @param defaultValue when absent
     * @param range allowed values, within -2^53 and 2^53
     * @param meaning what it does
     * @return the parameter
     */
    public static Parameter longInteger(String name, long defaultValue, Range range, String meaning) {
        return new Parameter(name, ParameterType.INTEGER, defaultValue, range, List.of(), "", meaning, "", false);
    }

    /**
     * A number.
     *
     * @param name the key
     * @param defaultValue when absent
     * @param range allowed values
     * @param meaning what it does
     * @return the parameter
     */
    public static Parameter number(String name, double defaultValue, Range range, String meaning) {
        return new Parameter(name, ParameterType.NUMBER, defaultValue, range, List.of(), "", meaning, "", false);
    }

    /**
     * One of several texts, the first being the default.
     *
     * @param name the key
     * @param choices what is allowed
     * @param meaning what each does
     * @return the parameter
     */
    public static Parameter choice(String name, List<String> choices, String meaning) {
        return new Parameter(name, ParameterType.CHOICE, choices.get(0), Range.ALL, choices, "", meaning, "", false);
    }

    /**
     * Any text.
     *
     * @param name the key
     * @param defaultValue when absent
     * @param length how many characters it has at most
     * @param meaning what it does
     * @return the parameter
     */
    public static Parameter text(String name, String defaultValue, int length, String meaning) {
        return new Parameter(
                name, ParameterType.TEXT, defaultValue, Range.closed(0, length), List.of(), "", meaning, "", false);
    }

    /**
     * A list of numbers.
     *
     * @param name the key
     * @param defaultValue when absent
     * @param range allowed elements
     * @param meaning what it does
     * @return the parameter
     */
    public static Parameter numbers(String name, List<Double> defaultValue, Range range, String meaning) {
        return new Parameter(name, ParameterType.NUMBERS, defaultValue, range, List.of(), "", meaning, "", false);
    }

    /**
     * A matrix.
     *
     * @param name the key
     * @param defaultValue when absent, rows of equal length
     * @param range allowed elements
     * @param meaning what it does
     * @return the parameter
     */
    public static Parameter matrix(String name, List<List<Double>> defaultValue, Range range, String meaning) {
        return new Parameter(name, ParameterType.MATRIX, defaultValue, range, List.of(), "", meaning, "", false);
    }

    /**
     * The same with a unit.
     *
     * @param newUnit the unit
     * @return a copy
     */
    public Parameter withUnit(String newUnit) {
        return new Parameter(name, type, defaultValue, range, choices, newUnit, meaning, source, variable);
    }

    /**
     * The same with a source.
     *
     * @param newSource the paper or reference implementation
     * @return a copy
     */
    public Parameter withSource(String newSource) {
        return new Parameter(name, type, defaultValue, range, choices, unit, meaning, newSource, variable);
    }

    /**
     * The same number, for which a distribution may stand.
     *
     * @return a copy
     */
    public Parameter asVariable() {
        return new Parameter(name, type, defaultValue, range, choices, unit, meaning, source, true);
    }

    /**
     * The same under another name.
     *
     * @param newName the key
     * @return a copy
     */
    public Parameter named(String newName) {
        return new Parameter(newName, type, defaultValue, range, choices, unit, meaning, source, variable);
    }

    /**
     * Brings a value as it came from outside (JSON: Boolean, Number, String, List) into this parameter's type.
     *
     * @param value as it came
     * @return Boolean, Integer, Long, Double, String, immutable lists of Double, or a distribution's mapping
     * @throws IllegalArgumentException saying what the value is and what is allowed, a phrase that follows the name
     */
    Object parse(Object value) {
        return switch (type) {
            case BOOL -> value instanceof Boolean ? value : refuse(value);
            case INTEGER -> integerOf(value);
            case NUMBER ->
                variable && value instanceof Map<?, ?> law
                        ? Distribution.parse(law, range).toConfig()
                        : numberOf(value);
            case CHOICE -> value instanceof String text && choices.contains(text) ? text : refuse(value);
            case TEXT -> value instanceof String text && range.contains(text.length()) ? text : refuse(value);
            case NUMBERS -> numbersOf(value, value);
            case MATRIX -> matrixOf(value);
        };
    }

    private Object integerOf(Object value) {
        boolean isLong = defaultValue instanceof Long;
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && Math.abs(number.doubleValue()) <= (isLong ? EXACT : Integer.MAX_VALUE)
                && range.contains(number.doubleValue())) {
            return isLong ? (Object) number.longValue() : (Object) number.intValue();
        }
        return refuse(value);
    }

    private Double numberOf(Object value) {
        if (value instanceof Number number
                && Double.isFinite(number.doubleValue())
                && range.contains(number.doubleValue())) {
            return number.doubleValue();
        }
        throw refusal(value);
    }

    private List<Double> numbersOf(Object value, Object whole) {
        if (!(value instanceof List<?> list)) {
            throw refusal(whole);
        }
        List<Double> numbers = new ArrayList<>(list.size());
        for (Object element : list) {
            numbers.add(numberOf(element));
        }
        return List.copyOf(numbers);
    }

    private List<List<Double>> matrixOf(Object value) {
        if (!(value instanceof List<?> list)) {
            throw refusal(value);
        }
        List<List<Double>> rows = new ArrayList<>(list.size());
        for (Object row : list) {
            rows.add(numbersOf(row, value));
            if (rows.get(0).size() != rows.get(rows.size() - 1).size()) {
                throw refusal(value);
            }
        }
        return List.copyOf(rows);
    }

    private Object refuse(Object value) {
        throw refusal(value);
    }

    private IllegalArgumentException refusal(Object value) {
        String shown = value instanceof String ? "\"" + value + "\"" : plain(value);
        String cut = shown.length() > 100 ? shown.substring(0, 100) + "…" : shown;
        return new IllegalArgumentException("is " + cut + "; it must be " + allowed());
    }

    /** As people write it: JSON knows no whole numbers. */
    private static String plain(Object value) {
        return value instanceof Double number ? Range.plain(number) : String.valueOf(value);
    }

    /**
     * What is allowed, in words.
     *
     * @return a phrase such as "a finite number, at least 0 and at most 1"
     */
    public String allowed() {
        if (type == ParameterType.CHOICE) {
            return "one of \"" + String.join("\", \"", choices) + "\"";
        }
        if (type == ParameterType.TEXT) {
            return "a text of " + range + " characters";
        }
        return type.phrase() + (range.equals(Range.ALL) ? "" : ", " + range) + (variable ? ", or a distribution" : "");
    }
}
