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
            case NUMBER -> text.matches("\\d{1,18}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
            case BYTES -> parseBytes(text);
            case DURATION -> parseDuration(text);
            case CHOICE -> setting.choices().contains(text) ? Optional.of(text) : Optional.empty();
        };
        return parsed.orElseThrow(() -> new SettingException(
                setting.name() + " (" + given.place() + ") is \"" + text + "\"; it must be " + setting.allowed()));
    }

    private static Optional<Object> parseBytes(String text) {
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
        return Optional.of(Long.parseLong(matcher.group(1)) << shift);
    }

    private static Optional<Object> parseDuration(String text) {
        Matcher matcher = DURATION.matcher(text.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
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
