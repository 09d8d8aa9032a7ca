package org.recarena.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of every setting, each checked against its definition. Immutable. */
public final class Settings {

    private static final Pattern BYTES = Pattern.compile("(\\d{1,12})([kmg]?)b?");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    private static final int HIGHEST_PORT = 65_535;

    /** Times are counted in nanoseconds, and a {@code long} has room for 292 years of them. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Map<String, Object> values;

    private Settings(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Checks values and fills in the defaults.
     *
     * @param given by name, with where they were set
     * @return the settings
     * @throws SettingException for the first that is wrong
     */
    public static Settings of(Map<String, Given> given) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Setting setting : SettingDefinitions.all()) {
            Given value = given.getOrDefault(setting.name(), new Given(setting.defaultValue(), "the default"));
            values.put(setting.name(), parse(setting, value));
        }
        for (Map.Entry<String, Given> entry : given.entrySet()) {
            if (!values.containsKey(entry.getKey())) {
                throw new SettingException(
                        entry.getKey() + " (" + entry.getValue().place() + ") is not a setting; there are "
                                + String.join(", ", values.keySet()));
            }
        }
        return new Settings(values);
    }

    /**
     * A value and where it was set.
     *
     * @param value as text
     * @param place such as "--grpc-port" or "server.yaml"
     */
    public record Given(String value, String place) {}

    private static Object parse(Setting setting, Given given) {
        String text = given.value().strip();
        Optional<Object> parsed = switch (setting.type()) {
            case TEXT -> Optional.of(text);
            case FLAG ->
                "true".equals(text) || "false".equals(text) ? Optional.of(Boolean.valueOf(text)) : Optional.empty();
            case NUMBER -> parseNumber(text, 0, Long.MAX_VALUE);
            case COUNT -> parseNumber(text, 1, Long.MAX_VALUE);
            case PORT -> parseNumber(text, 0, HIGHEST_PORT);
            case BYTES -> parseBytes(text, 0);
            case SIZE -> parseBytes(text, 1);
            case DURATION -> parseDuration(text, Duration.ZERO);
            case PERIOD -> parseDuration(text, Duration.ofMillis(1));
            case CHOICE -> setting.choices().contains(text) ? Optional.of(text) : Optional.empty();
        };
        return parsed.orElseThrow(() -> new SettingException(
                setting.name() + " (" + given.place() + ") is \"" + text + "\"; it must be " + setting.allowed()));
    }

    private static Optional<Object> parseNumber(String text, long least, long most) {
        if (!text.matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long number = Long.parseLong(text);
        return number >= least && number <= most ? Optional.of(number) : Optional.empty();
    }

    private static Optional<Object> parseBytes(String text, long least) {
        Matcher matcher = BYTES.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int shift = switch (matcher.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        long amount = Long.parseLong(matcher.group(1));
        return amount >= least && amount <= Long.MAX_VALUE >> shift ? Optional.of(amount << shift) : Optional.empty();
    }

    private static Optional<Object> parseDuration(String text, Duration least) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
        return duration.compareTo(least) >= 0 && duration.compareTo(LONGEST) <= 0
                ? Optional.of(duration)
                : Optional.empty();
    }

    /**
     * A text or choice.
     *
     * @param name the setting
     * @return its value, possibly empty
     */
    public String text(String name) {
        return (String) value(name);
    }

    /**
     * A flag.
     *
     * @param name the setting
     * @return its value
     */
    public boolean flag(String name) {
        return (Boolean) value(name);
    }

    /**
     * A number, or a number of bytes.
     *
     * @param name the setting
     * @return its value
     */
    public long number(String name) {
        return (Long) value(name);
    }

    /**
     * A number that fits {@code int}; larger ones count as the largest.
     *
     * @param name the setting
     * @return its value
     */
    public int integer(String name) {
        return (int) Math.min(Integer.MAX_VALUE, number(name));
    }

    /**
     * A duration.
     *
     * @param name the setting
     * @return its value
     */
    public Duration duration(String name) {
        return (Duration) value(name);
    }

    /**
     * A path.
     *
     * @param name the setting
     * @return its value; empty where the text is
     */
    public Optional<Path> path(String name) {
        return text(name).isEmpty() ? Optional.empty() : Optional.of(Path.of(text(name)));
    }

    private Object value(String name) {
        return Objects.requireNonNull(values.get(name), () -> "no setting " + name);
    }
}
