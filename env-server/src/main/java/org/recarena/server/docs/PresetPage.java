package org.recarena.server.docs;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.Environment;
import org.recarena.simulator.config.Config;
import org.recarena.simulator.config.ConfigSchema;
import org.recarena.simulator.config.Preset;

/** The pages of presets, in Markdown, and their configs, in YAML. Stateless. */
final class PresetPage {

    private PresetPage() {}

    static String link(Preset preset) {
        return "[" + preset.name() + "](" + preset.name() + ".md)";
    }

    static String of(Preset preset, Environment environment) {
        StringBuilder page = new StringBuilder();
        page.append("# ").append(preset.title()).append("\n\n");
        page.append(preset.description()).append("\n\n");
        if (!preset.values().isEmpty()) {
            page.append("![%s: %s, beside the same world without biases](%s.svg)%n%n"
                    .formatted(
                            preset.title(),
                            PresetFigures.of(preset, environment).caption(),
                            preset.name()));
        }
        page.append("Source: ").append(preset.source());
        page.append(preset.source().endsWith(".") ? "\n\n" : ".\n\n");
        page.append(
                "## Config\n\n```yaml\nenvironment: %s%npreset: %s%n```%n".formatted(environment.id(), preset.name()));
        if (!preset.values().isEmpty()) {
            page.append("\nwhich stands for [this](%s.yaml); what else a config gives wins:%n%n```yaml%n"
                    .formatted(preset.name()));
            page.append(yaml(preset, environment)).append("```\n");
        }
        List<DescribedBias> on = environment.biases().stream()
                .filter(bias -> bias.isSetBy(preset))
                .toList();
        if (!on.isEmpty()) {
            page.append("\nTurned on: ")
                    .append(on.stream()
                            .map(bias -> "[" + bias.title() + "](../biases/" + bias.id() + ".md)")
                            .collect(Collectors.joining(", ")))
                    .append(".\n");
        }
        Config config = environment.schema().resolve(Map.of(ConfigSchema.PRESET, preset.name()));
        page.append("\n## Stages\n\n");
        environment
                .summary(config)
                .forEach(line -> page.append("- ").append(line).append('\n'));
        return page.toString();
    }

    /** The same config without the preset's name. */
    static String yaml(Preset preset, Environment environment) {
        StringBuilder yaml = new StringBuilder("environment: " + environment.id() + "\n");
        preset.values().forEach((key, value) -> yaml.append(key + ": " + value + "\n"));
        return yaml.toString();
    }

    /** All presets, in a table. */
    static String index(Environment environment) {
        StringBuilder page = new StringBuilder("""
                # Presets

                Worlds of interest. A config that names one, `preset: feed`, has all its values; what else the config gives
                wins. The log keeps the values and not the name, so that it can be replayed whatever becomes of a preset.
                `./recarena check FILE` says what a config turns on.

                | preset | what it is | turns on |
                | --- | --- | --- |
                """);
        for (Preset preset : environment.schema().presets()) {
            String on = environment.biases().stream()
                    .filter(bias -> bias.isSetBy(preset))
                    .map(bias -> "[" + bias.id() + "](../biases/" + bias.id() + ".md)")
                    .collect(Collectors.joining(", "));
            page.append("| %s | %s | %s |%n".formatted(link(preset), preset.title(), on.isEmpty() ? keys(preset) : on));
        }
        return page.toString();
    }

    /** What is to be said of a preset that turns on no bias: what it sets. */
    private static String keys(Preset preset) {
        return preset.values().entrySet().stream()
                .map(entry -> "`" + entry.getKey() + ": " + entry.getValue() + "`")
                .collect(Collectors.joining(", "));
    }
}
