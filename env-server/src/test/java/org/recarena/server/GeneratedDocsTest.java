package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.recarena.server.cli.DocsCommand;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.config.Preset;

/** The generated pages are those of the present schemas and settings. */
class GeneratedDocsTest {

    /** Made once, since plots are measured. */
    private static final Map<String, String> PAGES = new DocsCommand(EnvironmentCatalog.installed()).pages();

    @Test
    void pagesAreFresh() throws IOException {
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            Path file = Path.of("..", "docs", page.getKey());
            assertThat(file).as("run ./recarena docs docs").exists();
            assertThat(Files.readString(file))
                    .as("%s is stale: run ./recarena docs docs", file)
                    .isEqualTo(page.getValue());
        }
    }

    /** A page that nothing generates any more would be stale for ever. */
    @Test
    void nothingElseStandsAmongTheGeneratedPages() throws IOException {
        Set<String> pages = PAGES.keySet();
        for (String directory : List.of("biases", "presets")) {
            try (Stream<Path> files = Files.list(Path.of("..", "docs", directory))) {
                assertThat(files.map(file -> directory + "/" + file.getFileName()))
                        .allMatch(pages::contains);
            }
        }
    }

    /** The config of a preset's page is that preset, written out. */
    @Test
    void configsOfPresetsAreThosePresets() throws IOException {
        Environment environment =
                EnvironmentCatalog.installed().find("RecArena-Session-v1").orElseThrow();
        List<Preset> presets = environment.schema().presets();
        assertThat(presets).hasSizeGreaterThan(18);
        for (Preset preset : presets.subList(1, presets.size())) {
            Path file = Path.of("..", "docs", "presets", preset.name() + ".yaml");
            Map<String, Object> config =
                    new ObjectMapper(new YAMLFactory()).readValue(file.toFile(), new TypeReference<>() {});
            assertThat(config.remove("environment")).isEqualTo(environment.id());
            assertThat(environment.schema().resolve(config).values())
                    .isEqualTo(environment
                            .schema()
                            .resolve(Map.of("preset", preset.name()))
                            .values());
        }
    }
}
