package org.recarena.server.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.recarena.simulator.Environment;
import org.recarena.simulator.config.Parameter;
import org.recarena.simulator.config.ParameterType;
import org.recarena.simulator.space.ActionSpace;
import org.recarena.simulator.space.Spaces;
import org.recarena.simulator.space.TensorSpec;

/** An environment in Markdown, from its schema and spaces under default config. Stateless. */
final class EnvironmentPage {

    private EnvironmentPage() {}

    static String of(Environment environment) {
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
        page.append("\n## Action\n\n").append(action(spaces.action())).append("\n");
        page.append("\n## Observations\n\n").append(tensors(spaces.observations(), true));
        page.append("\n## Signals\n\n").append(tensors(spaces.signals(), false));
        page.append("\n## Reward\n\n")
                .append(String.join(", ", spaces.rewards()))
                .append("\n");
        return page.toString();
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
