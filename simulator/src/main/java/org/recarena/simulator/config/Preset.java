package org.recarena.simulator.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values for some keys of a config, under a name of their own. Immutable; {@link #with} returns a copy.
 *
 * @param name how a config asks for it: lower case words joined by hyphens
 * @param title its name for people
 * @param description what it is for
 * @param source where its values come from
 * @param values by key, in the order in which they are shown
 */
public record Preset(String name, String title, String description, String source, Map<String, Object> values) {

    /**
     * Keeps a copy of the values.
     *
     * @param name how a config asks for it
     * @param title its name for people
     * @param description what it is for
     * @param source where its values come from
     * @param values by key
     */
    public Preset {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * A preset that sets nothing yet.
     *
     * @param name how a config asks for it
     * @param title its name for people
     * @param description what it is for
     * @param source where its values come from
     */
    public Preset(String name, String title, String description, String source) {
        this(name, title, description, source, Map.of());
    }

    /**
     * The same with one more value.
     *
     * @param key a config key
     * @param value what it takes
     * @return a copy
     */
    public Preset with(String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Preset(name, title, description, source, more);
    }
}
