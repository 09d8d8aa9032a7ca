package org.recarena.server.docs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.recarena.simulator.DescribedBias;
import org.recarena.simulator.Environment;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.Preset;

/** The pages of biases, in Markdown. Stateless. */
final class BiasPage {

    private BiasPage() {}

    static String of(DescribedBias bias, Environment environment) {
        StringBuilder page = new StringBuilder();
        page.append("# ").append(bias.title()).append("\n\n");
        page.append(bias.description()).append("\n\n");
        page.append("![%s: %s](%s.svg)%n%n"
                .formatted(bias.title(), BiasFigures.of(bias).caption(), bias.id()));
        BiasFigures.more(bias)
                .forEach((name, figure) -> page.append("![%s, %s: %s](%s-%s.svg)%n%n"
                        .formatted(bias.title(), name, figure.caption(), bias.id(), name)));
        page.append("Source: ").append(bias.source()).append(".\n\n");
        page.append("Stages of [%s](../environments/%s.md): %s. Off while its keys have their defaults.%n%n"
                .formatted(environment.id(), environment.id(), String.join(", ", bias.stages())));
        page.append("| key | default | allowed | meaning |\n| --- | --- | --- | --- |\n");
        for (Parameter parameter : environment.schema().parameters()) {
            if (bias.owns(parameter.name())) {
                page.append("| `%s` | `%s` | %s | %s%s |%n"
                        .formatted(
                                parameter.name(),
                                parameter.defaultValue(),
                                parameter.allowed(),
                                parameter.meaning(),
                                parameter.unit().isEmpty() ? "" : " Unit: " + parameter.unit() + "."));
            }
        }
        page.append(settings(bias)).append(presets(bias, environment));
        return page.toString();
    }

    private static String settings(DescribedBias bias) {
        if (bias.settings().isEmpty()) {
            return "";
        }
        StringBuilder section = new StringBuilder("\n## Settings of interest\n\n");
        new TreeMap<>(bias.settings())
                .forEach((name, values) -> section.append("- %s: %s%n".formatted(name, keys(bias.id() + ".", values))));
        return section.toString();
    }

    private static String presets(DescribedBias bias, Environment environment) {
        List<Preset> using =
                environment.schema().presets().stream().filter(bias::isSetBy).toList();
        if (using.isEmpty()) {
            return "";
        }
        return "\n## Presets\n\nIn "
                + using.stream()
                        .map(PresetPage::link)
                        .collect(Collectors.joining(", "))
                        .replace("](", "](../presets/")
                + ".\n";
    }

    private static String keys(String prefix, Map<String, Object> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(entry -> "`" + prefix + entry.getKey() + ": " + entry.getValue() + "`")
                        .collect(Collectors.joining(", "));
    }

    /** All biases, in a table. */
    static String index(Environment environment) {
        StringBuilder page = new StringBuilder("""
                # Biases

                Ways in which users depart from reporting plainly what they want. Each is off unless its keys are set, each
                has a plot of what it does, measured in the simulator itself, and [ground truth](../session.md) tells every
                step with and without it.

                | bias | id | stages |
                | --- | --- | --- |
                """);
        for (DescribedBias bias : environment.biases()) {
            page.append("| [%s](%s.md) | `%s` | %s |%n"
                    .formatted(bias.title(), bias.id(), bias.id(), String.join(", ", bias.stages())));
        }
        return page.toString();
    }
}
