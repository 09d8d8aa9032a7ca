package org.recarena.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.recarena.client.agents.Trial;
import org.recarena.evaluation.Estimate;

/** The benchmark as a user starts it, with few users; and the lines that agents say their results in. */
class BenchmarkCommandTest {

    private static final int PATIENCE_SECONDS = 120;
    private static final List<String> AGENTS = List.of(
            "java-linear-thompson.jsonl",
            "java-organic-popularity.jsonl",
            "java-random.jsonl",
            "java-user-view-count.jsonl");

    @TempDir
    private Path directory;

    private record Run(int exit, String said) {}

    @Test
    @Tag("slow")
    void agentsInProcessesOfTheirOwnEndInOneTableAndOnePage() throws Exception {
        Run run = run(
                BenchmarkCommand.class,
                "--users",
                "64",
                "--seed",
                "7",
                "--no-python",
                "--output",
                directory.toString());
        assertThat(run.exit()).as(run.said()).isZero();
        assertThat(run.said())
                .contains("4 agents", "64 users", "linear-thompson", "lane-steps/s", "report.html")
                .doesNotContainIgnoringCase("nan");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jsonl")))
                    .containsExactlyInAnyOrderElementsOf(AGENTS);
        }
        List<AgentLines.Said> results = BenchmarkReport.read(directory);
        assertThat(results).allSatisfy(said -> {
            assertThat(said.users()).isEqualTo(64);
            assertThat(said.seed()).isEqualTo(7);
            assertThat(said.outcome().clicks()).isLessThan(said.outcome().recommendations());
        });
        assertThat(results)
                .isSortedAccordingTo((one, other) -> Double.compare(
                        other.outcome().rate().value(), one.outcome().rate().value()));
        String page = Files.readString(directory.resolve("report.html"), StandardCharsets.UTF_8);
        assertThat(page).contains("<svg", "linear-thompson", "lane-steps/s").doesNotContain("NaN");
    }

    @Test
    @Tag("slow")
    void saysWhatIsWrongAndEndsWithAnExitCode() throws Exception {
        Run nothing = run(BenchmarkCommand.class, "report", directory.toString());
        assertThat(nothing.exit()).isEqualTo(1);
        assertThat(nothing.said()).contains("has no results: no file *.jsonl");
        Run nobody = run(AgentCommand.class, "--address", "localhost:1", "--episodes", "0");
        assertThat(nobody.exit()).isEqualTo(1);
        assertThat(nobody.said()).contains("\"event\":\"error\"", "--episodes is 0");
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Outcome outcome = new Outcome(
                "some-agent",
                "Java",
                3,
                120,
                new Estimate(0.025, 0.01, 0.0054, 0.0446, Summary.LEVEL, 8),
                new Estimate(0.025, 0.01, 0.0054, 0.0446, Summary.LEVEL, 8),
                List.of(new Outcome.CurvePoint(50, 0.02), new Outcome.CurvePoint(120, 0.025)));
        Trial.Plan plan = new Trial.Plan("RecoGym-v1", Map.of(), 9, 4, 2);
        Path file = Files.writeString(directory.resolve("a.jsonl"), AgentLines.summary(outcome, plan, 120, 0.5));
        AgentLines.Said said = AgentLines.read(file);
        assertThat(said.seed()).isEqualTo(9);
        assertThat(said.users()).isEqualTo(8);
        assertThat(said.laneStepsPerSecond()).isEqualTo(240);
        assertThat(said.outcome().agent()).isEqualTo("some-agent");
        assertThat(said.outcome().language()).isEqualTo("Java");
        assertThat(said.outcome().rate().lower()).isEqualTo(0.0054);
        assertThat(said.outcome().curve()).isEqualTo(outcome.curve());
    }

    @Test
    void anAgentThatFailedIsQuoted() throws IOException {
        Path file = Files.writeString(
                directory.resolve("a.jsonl"), AgentLines.error(new IllegalArgumentException("no such config")));
        assertThatThrownBy(() -> AgentLines.read(file))
                .hasMessageContainingAll("a.jsonl has no summary", "no such config");
    }

    private Run run(Class<?> main, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(options));
        Path said = directory.resolve("said.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            return new Run(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }
}
