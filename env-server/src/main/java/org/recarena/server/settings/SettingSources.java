package org.recarena.server.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.recarena.server.settings.Settings.Given;

/** Reads settings from where they can be set. What is read later wins: file, environment, command line. Stateless. */
public final class SettingSources {

    private SettingSources() {}

    /**
     * Settings of a YAML file: one mapping from names to values.
     *
     * @param file the file
     * @return by name
     * @throws SettingException where it cannot be read or is not such a mapping
     */
    public static Map<String, Given> file(Path file) {
        JsonNode root;
        try {
            // "off" is a value of settings, which YAML 1.1 would read as false.
            YAMLFactory yaml = new YAMLFactory().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS);
            root = StrictYaml.reader(yaml).readTree(file.toFile());
        } catch (IOException unreadable) {
            throw new SettingException("config file " + file + " cannot be read: " + unreadable.getMessage());
        }
        Map<String, Given> settings = new LinkedHashMap<>();
        if (root.isMissingNode() || root.isNull()) {
            return settings;
        }
        if (!root.isObject()) {
            throw new SettingException("config file " + file + " must be a mapping from settings to values");
        }
        root.properties().forEach(entry -> {
            if (!entry.getValue().isValueNode()) {
                throw new SettingException(
                        entry.getKey() + " (" + file + ") must be a plain value, not a list or mapping");
            }
            if (entry.getValue().isNull()) { // Not the text "null", least of all as a token.
                throw new SettingException(
                        entry.getKey() + " (" + file + ") has no value; write \"\" for an empty text");
            }
            settings.put(entry.getKey(), new Given(entry.getValue().asText(), file.toString()));
        });
        return settings;
    }

    /**
     * Settings of the environment: a variable for each.
     *
     * @param environment variables by name; those that name no setting are passed over
     * @return by name
     */
    public static Map<String, Given> environment(Map<String, String> environment) {
        Map<String, Given> settings = new LinkedHashMap<>();
        for (Setting setting : SettingDefinitions.all()) {
            String value = environment.get(setting.variable());
            if (value != null) {
                settings.put(setting.name(), new Given(value, setting.variable()));
            }
        }
        return settings;
    }
}
