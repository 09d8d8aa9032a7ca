package org.recarena.server.cli;

import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.recarena.server.settings.SettingException;
import org.recarena.server.settings.StrictYaml;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recarena check FILE}: says whether an environment takes a config, with every fault at once. */
@Command(
        name = "check",
        description = "Checks a config: a YAML or JSON file with the key environment and the config's own keys.",
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Runnable {

    private static final String ENVIRONMENT = "environment";

    private final EnvironmentCatalog catalog;

    @Parameters(paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * The command over a catalogue.
     *
     * @param catalog the environments
     */
    public CheckCommand(EnvironmentCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void run() {
        Map<String, Object> values = read();
        Object environmentId = values.remove(ENVIRONMENT);
        if (environmentId == null) {
            throw new SettingException(file + " lacks the key " + ENVIRONMENT + " with a value, such as " + ENVIRONMENT
                    + ": RecoGym-v1; `recarena environments` lists them");
        }
        Environment environment = DescribeCommand.find(catalog, environmentId.toString());
        Config config = environment.schema().resolve(values);
        environment.spaces(config);
        Output.of(spec).println(file + " is a config of " + environment.id() + ":");
        environment.summary(config).forEach(line -> Output.of(spec).println("  " + line));
        config.values()
                .forEach((name, value) -> Output.of(spec).println("  " + name + ": " + value + origin(name, config)));
    }

    private static String origin(String name, Config config) {
        if (config.isGiven(name)) {
            return "";
        }
        return config.isPreset(name) ? "  (preset)" : "  (default)";
    }

    @SuppressWarnings("unchecked") // A YAML mapping has texts for keys, or is refused as a config.
    private Map<String, Object> read() {
        try {
            Object read = StrictYaml.reader(new YAMLFactory()).readValue(file.toFile(), Object.class);
            if (read instanceof Map<?, ?> mapping) {
                return new LinkedHashMap<>((Map<String, Object>) mapping);
            }
            throw new SettingException(file + " must be a mapping with the key " + ENVIRONMENT);
        } catch (IOException unreadable) {
            throw new SettingException(file + " cannot be read: " + unreadable.getMessage());
        }
    }
}
