package org.recarena.simulator;

import java.util.List;
import java.util.Map;
import org.recarena.simulator.config.Preset;

/**
 * What people are told of a bias that a config can turn on. Its keys are those of the schema that begin with its id and
 * a dot.
 *
 * @param id its name in configs
 * @param title its name for people
 * @param stages the stages that it takes part in, in the order of {@link Environment#stages}
 * @param description what it does, with its formula
 * @param source where it was published
 * @param settings values of interest, by key without the id, by the name of the setting
 */
public record DescribedBias(
        String id,
        String title,
        List<String> stages,
        String description,
        String source,
        Map<String, Map<String, Object>> settings) {

    /**
     * Whether a key of a config is one of this bias.
     *
     * @param key the key
     * @return true where it begins with the id and a dot
     */
    public boolean owns(String key) {
        return key.startsWith(id + ".");
    }

    /**
     * Whether a preset sets any of its keys.
     *
     * @param preset the preset
     * @return true where it sets at least one
     */
    public boolean isSetBy(Preset preset) {
        return preset.values().keySet().stream().anyMatch(this::owns);
    }
}
