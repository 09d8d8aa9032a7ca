package org.recarena.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.recarena.server.docs.ComposedPages;
import org.recarena.server.settings.Setting;
import org.recarena.server.settings.SettingDefinitions;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code recarena docs DIR}: writes the pages that follow from schemas and settings. */
@Command(
        name = "docs",
        description = "Writes the generated pages of the documentation.",
        mixinStandardHelpOptions = true)
public final class DocsCommand implements Runnable {

    private final EnvironmentCatalog catalog;

    @Parameters(paramLabel = "DIR", description = "The documentation's directory.")
    private Path directory = Path.of("");

    /**
     * The command over a catalogue.
     *
     * @param catalog the environments
     */
    public DocsCommand(EnvironmentCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void run() {
        pages().forEach((name, page) -> {
            try {
                Path file = directory.resolve(name);
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, page);
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        });
    }

    /**
     * All generated pages.
     *
     * @return Markdown, pictures and configs by path below the documentation's directory
     */
    public Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("configuration.md", configuration());
        for (Environment environment : catalog.all()) {
            pages.put("environments/" + environment.id() + ".md", EnvironmentPage.linked(environment));
            if (!environment.schema().presets().isEmpty()) {
                pages.putAll(ComposedPages.of(environment));
            }
        }
        return pages;
    }

    private String configuration() {
        StringBuilder page = new StringBuilder("""
                # Configuration

                ## The server

                A setting can stand in a YAML file (`--config FILE`: one mapping from names to values), in an environment
                variable, or on the command line. Where it stands in several, the command line wins over the variable, and
                the variable over the file.

                | setting | variable | default | values | meaning |
                | --- | --- | --- | --- | --- |
                """);
        for (Setting setting : SettingDefinitions.all()) {
            page.append("| `%s` | `%s` | %s | %s | %s |%n"
                    .formatted(
                            setting.name(),
                            setting.variable(),
                            setting.defaultValue().isEmpty() ? "none" : "`" + setting.defaultValue() + "`",
                            setting.allowed(),
                            setting.meaning()));
        }
        page.append("\n## Environments\n\nThe config of a simulation is checked against its environment's schema.\n\n");
        for (Environment environment : catalog.all()) {
            page.append("- [%s](environments/%s.md): %s%n"
                    .formatted(environment.id(), environment.id(), environment.description()));
        }
        return page.toString();
    }
}
