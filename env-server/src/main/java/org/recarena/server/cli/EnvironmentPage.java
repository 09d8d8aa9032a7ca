package org.recarena.server.cli;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.Environment;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.ParameterType;
import org.recarena.simulator.config.Preset;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;

/** An environment in Markdown, from its schema and spaces under default config. Stateless. */
final class EnvironmentPage {

    private EnvironmentPage() {}

    /** For a terminal: all that is known, in one page. */
    static String of(Environment environment) {
        return page(environment, presets(environment, Preset::name), biases(environment));
    }

    /** For the documentation, in which presets and biases have pages of their own. */
    static String linked(Environment environment) {
        String presets = presets(environment, preset -> "[" + preset.name() + "](../presets/" + preset.name() + ".md)");
        StringBuilder biases = new StringBuilder();
        if (!environment.biases().isEmpty()) {
            biases.append("| bias | title | stages |\n| --- | --- | --- |\n");
            environment
                    .biases()
                    .forEach(bias -> biases.append("| [%s](../biases/%s.md) | %s | %s |%n"
                            .formatted(bias.id(), bias.id(), bias.title(), String.join(", ", bias.stages()))));
        }
        return page(environment, presets, biases.toString());
    }

    private static String page(Environment environment, String presets, String biases) {
        Spaces spaces = environment.spaces(environment.schema().resolve(Map.of()));
        StringBuilder page = new StringBuilder();
        page.append("# ").append(environment.id()).append("\n\n");
        page.append(environment.description()).append("\n\n");
        page.append("Source: ").append(environment.source()).append("\n\n");
        page.append("## Config\n\n");
        page.append("| key | type | default | allowed | meaning |\n| --- | --- | --- | --- | --- |\n");
        for (Parameter parameter : environment.schema().parameters()) {
            page.append(row(parameter)).append('\n');
        }
        if (!presets.isEmpty()) {
            page.append(
                            "\n## Presets\n\nValues of the key `preset`; each sets other keys, and what a config gives wins.\n\n")
                    .append(presets);
        }
        if (!environment.stages().isEmpty()) {
            page.append("\n## Stages\n\nA step is composed of stages, in this order: ")
                    .append(String.join(", ", environment.stages()))
                    .append(".\n");
        }
        if (!biases.isEmpty()) {
            page.append("\n## Biases\n\nEach is off while its keys have their defaults.\n\n")
                    .append(biases);
        }
        page.append("\n## Action\n\n").append(action(spaces.action())).append("\n");
        page.append("\n## Observations\n\n").append(tensors(spaces.observations(), true));
        page.append("\n## Signals\n\n").append(tensors(spaces.signals(), false));
        page.append("\n## Reward\n\n")
                .append(String.join(", ", spaces.rewards()))
                .append("\n");
        return page.toString();
    }

    private static String presets(Environment environment, Function<Preset, String> name) {
        StringBuilder table = new StringBuilder();
        List<Preset> presets = environment.schema().presets();
        if (!presets.isEmpty()) {
            table.append("| preset | title | turns on |\n| --- | --- | --- |\n");
            for (Preset preset : presets) {
                table.append("| %s | %s | %s |%n"
                        .formatted(name.apply(preset), preset.title(), turnsOn(preset, environment)));
            }
        }
        return table.toString();
    }

    /** The biases of which a preset sets a key; for one that sets none, all that it sets. */
    private static String turnsOn(Preset preset, Environment environment) {
        String biases = environment.biases().stream()
                .filter(bias -> bias.isSetBy(preset))
                .map(DescribedBias::id)
                .collect(Collectors.joining(", "));
        return biases.isEmpty()
                ? preset.values().entrySet().stream()
                        .map(entry -> "`" + entry.getKey() + ": " + entry.getValue() + "`")
                        .collect(Collectors.joining(", "))
                : biases;
    }

    private static String biases(Environment environment) {
        StringBuilder list = new StringBuilder();
        for (DescribedBias bias : environment.biases()) {
            list.append("- `%s`: %s (%s). %s Source: %s.%n"
                    .formatted(
                            bias.id(),
                            bias.title(),
                            String.join(", ", bias.stages()),
                            bias.description(),
                            bias.source()));
        }
        return list.toString();
    }

    private static String row(Parameter parameter) {
        String allowed = parameter.type() == ParameterType.CHOICE
                ? parameter.choices().stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(", "))
                : parameter.range()
                        + (parameter.type() == ParameterType.TEXT ? " characters" : "")
                        + (parameter.variable() ? ", or a distribution" : "");
        String meaning = parameter.meaning()
                + (parameter.unit().isEmpty() ? "" : " Unit: " + parameter.unit() + ".")
                + (parameter.source().isEmpty() ? "" : " (" + parameter.source() + ")");
        return "| `" + parameter.name() + "` | "
                + parameter.type().name().toLowerCase(java.util.Locale.ROOT) + " | `"
                + parameter.defaultValue() + "` | " + allowed + " | " + meaning.replace("|", "\\|") + " |";
    }

    private static String action(ActionSpace space) {
        return space.slateSize() == 0
                ? "One item of " + space.itemCount() + "."
                : "A slate of " + space.slateSize() + " of " + space.itemCount() + " items"
                        + (space.repeatsAllowed() ? ", repeats allowed." : ", all distinct.");
    }

    private static String tensors(List<TensorSpec> specs, boolean observations) {
        StringBuilder table = new StringBuilder("| name | type | shape for a lane | meaning |");
        table.append(observations ? " sent by default |\n" : "\n");
        table.append("| --- | --- | --- | --- |").append(observations ? " --- |\n" : "\n");
        for (TensorSpec spec : specs) {
            String shape = spec.shape().stream()
                    .map(length -> length == TensorSpec.RAGGED ? "varies" : length.toString())
                    .collect(Collectors.joining(", ", "[", "]"));
            table.append("| `%s` | %s | %s | %s |".formatted(spec.name(), spec.dataType(), shape, spec.description()));
            table.append(observations ? (spec.defaultSelected() ? " yes |\n" : " no |\n") : "\n");
        }
        return table.toString();
    }
}
