package org.recarena.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.recarena.server.cli.DocsCommand;
import org.recarena.simulator.EnvironmentCatalog;

/** The generated pages are those of the present schemas and settings. */
class GeneratedDocsTest {

    @Test
    void pagesAreFresh() throws IOException {
        Map<String, String> pages = new DocsCommand(EnvironmentCatalog.installed()).pages();
        for (Map.Entry<String, String> page : pages.entrySet()) {
            Path file = Path.of("..", "docs", page.getKey());
            assertThat(file).as("run ./recarena docs docs").exists();
            assertThat(Files.readString(file))
                    .as("%s is stale: run ./recarena docs docs", file)
                    .isEqualTo(page.getValue());
        }
    }
}
