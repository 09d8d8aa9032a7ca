package org.recarena.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole demonstration as a user starts it, with few users. */
@Tag("slow")
class DemoTest {

    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    private Path directory;

    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void leaveNothingBehind() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void comparesAgentsAndLeavesAReport() throws Exception {
        Process demo = start("--users", "64", "--seed", "7", "--no-python", "--output", directory.toString());
        assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(directory.resolve("said.txt"), StandardCharsets.UTF_8);
        assertThat(demo.exitValue()).as(said).isZero();
        assertThat(said).contains("oracle", "random", "linear-thompson", "regret", "report.html");
        assertThat(said).doesNotContainIgnoringCase("nan").doesNotContain("Exception");
        String page = Files.readString(directory.resolve("report.html"), StandardCharsets.UTF_8);
        assertThat(page).contains("<svg", "oracle", "prefers-color-scheme").doesNotContain("NaN");
        assertThat(page).as("needs nothing from elsewhere").doesNotContainPattern("(src|href)=\"(https?:)?//");
        assertThat(directory.resolve("data").resolve("log")).isNotEmptyDirectory();
        assertThat(serversOf(directory)).as("servers left running").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RecSim-InterestEvolution-v1",
                "RecSim-InterestExploration-v1",
                "RecSim-LongTermSatisfaction-v1",
                "RecSim-ChocKale-v1",
                "RecSim-TestMdp-v1"
            })
    void comparesAgentsForSlates(String environment) throws Exception {
        Process demo = start("--env", environment, "--users", "64", "--seed", "7", "--output", directory.toString());
        assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        String said = Files.readString(directory.resolve("said.txt"), StandardCharsets.UTF_8);
        assertThat(demo.exitValue()).as(said).isZero();
        assertThat(said).contains(environment, "random", "95 % interval", "report.html");
        assertThat(said).doesNotContainIgnoringCase("nan").doesNotContain("Exception");
        String page = Files.readString(directory.resolve("report.html"), StandardCharsets.UTF_8);
        assertThat(page)
                .contains("Learning curves", "One user, step by step", "class='narrow'", ", clicked: ")
                .doesNotContain("NaN");
        assertThat(page).as("needs nothing from elsewhere").doesNotContainPattern("(src|href)=[\"'](https?:)?//");
        boolean tellsQuality = environment.startsWith("RecSim-Interest");
        assertThat(page.contains("Quality of what was clicked")).isEqualTo(tellsQuality);
        assertThat(serversOf(directory)).as("servers left running").isEmpty();
    }

    @Test
    void namesTheEnvironmentsThatItKnows() throws Exception {
        Process demo = start("--env", "Nothing-v1", "--output", directory.toString());
        assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isNotZero();
        assertThat(Files.readString(directory.resolve("said.txt"), StandardCharsets.UTF_8))
                .contains("Nothing-v1", "RecoGym-v1", "RecSim-LongTermSatisfaction-v1");
    }

    @Test
    void stopsItsServerWhenItIsStopped() throws Exception {
        Process demo = start("--users", "100000", "--no-python", "--output", directory.toString());
        List<ProcessHandle> servers = new ArrayList<>();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (servers.isEmpty() && System.nanoTime() < until && demo.isAlive()) {
            Thread.sleep(50);
            servers.addAll(demo.children().toList());
        }
        assertThat(servers).hasSize(1);
        started.addAll(servers);
        Thread.sleep(1000);
        demo.destroy();
        assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        servers.get(0).onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(demo.exitValue()).isNotZero();
    }

    @Test
    void failsWithAnExitCode() throws Exception {
        Path taken = Files.createFile(directory.resolve("a-file"));
        Process demo = start("--users", "64", "--no-python", "--output", taken.toString());
        assertThat(demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(demo.exitValue()).isNotZero();
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.recarena.demo.Main"));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said.txt").toFile())
                .start();
        started.add(process.toHandle());
        return process;
    }

    private static List<String> serversOf(Path directory) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::info)
                .map(ProcessHandle.Info::commandLine)
                .flatMap(Optional::stream)
                .filter(line -> line.contains("org.recarena.server.Main") && line.contains(directory.toString()))
                .toList();
    }
}
