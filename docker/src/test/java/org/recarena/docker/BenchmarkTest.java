package org.recarena.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code recarena benchmark} in containers and as processes: the same agents, users and figures. */
@NeedsEngine
@Tag("slow")
class BenchmarkTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USERS = "256";
    private static final int AGENTS = 6;

    /** What an agent did, and not how fast. */
    private record Figures(long recommendations, long clicks, double rate) {}

    @Test
    void containersAndProcessesGiveTheSameFigures(@TempDir Path directory) throws IOException {
        Path inContainers = directory.resolve("containers");
        Path asProcesses = directory.resolve("processes");
        String said = Shell.run(
                Images.sources(),
                Map.of("RECARENA_IMAGE", Images.server(), "RECARENA_AGENT_IMAGE", Images.pythonAgent()),
                benchmark(inContainers, "--docker"));
        Shell.run(Images.sources(), Map.of(), benchmark(asProcesses));
        assertThat(said).contains("linear-thompson", "epsilon-greedy", "lane-steps/s", "report.html");
        Map<String, Figures> figures = figures(inContainers);
        assertThat(figures).hasSize(AGENTS).isEqualTo(figures(asProcesses));
        for (Path each : List.of(inContainers, asProcesses)) {
            assertThat(Files.readString(each.resolve("report.html"), StandardCharsets.UTF_8))
                    .contains("<svg", "linear-thompson", "epsilon-greedy", "lane-steps/s")
                    .doesNotContain("NaN");
        }
    }

    private static List<String> benchmark(Path output, String... more) {
        return Stream.concat(
                        Stream.of(
                                "./recarena",
                                "benchmark",
                                "--users",
                                USERS,
                                "--seed",
                                "7",
                                "--output",
                                output.toString()),
                        Stream.of(more))
                .toList();
    }

    private static Map<String, Figures> figures(Path directory) throws IOException {
        Map<String, Figures> figures = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".jsonl")).toList()) {
                List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
                JsonNode summary = JSON.readTree(lines.get(lines.size() - 1));
                figures.put(
                        file.getFileName().toString(),
                        new Figures(
                                summary.path("recommendations").asLong(),
                                summary.path("clicks").asLong(),
                                summary.path("ctr").asDouble()));
            }
        }
        return figures;
    }
}
