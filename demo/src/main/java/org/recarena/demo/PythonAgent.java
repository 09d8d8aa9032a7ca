package org.recarena.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.recarena.client.agents.Trial;

/** Runs an agent of the Python package, in a process of its own, through the Python client. */
final class PythonAgent {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path interpreter;

    private PythonAgent(Path interpreter) {
        this.interpreter = interpreter;
    }

    /**
     * Finds an interpreter that has the package of the sources beside the distribution, or makes one on first use.
     *
     * @param say told what takes long
     * @return empty where this machine has no Python 3.10 or newer, or the package cannot be installed
     */
    static Optional<PythonAgent> find(Consumer<String> say) {
        Path home = Path.of(System.getProperty("recarena.dist", "dist"))
                .toAbsolutePath()
                .resolve("..")
                .normalize();
        Path sources = home.resolve("client-python-stub");
        Path cache = home.resolve(".recarena").resolve("python");
        for (Path made : List.of(sources.resolve("target/venv/bin/python"), cache.resolve("bin/python"))) {
            if (succeeds(made.toString(), "-c", "import recarena.train")) {
                return Optional.of(new PythonAgent(made));
            }
        }
        for (String name : List.of("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10")) {
            if (succeeds(name, "-c", "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))")) {
                say.accept("installing the Python client, once ...");
                Path python = cache.resolve("bin/python");
                return succeeds(name, "-m", "venv", cache.toString())
                                && succeeds(python.toString(), "-m", "pip", "install", "-q", sources.toString())
                        ? Optional.of(new PythonAgent(python))
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The command of a process that plays an agent and says so in {@link AgentLines}. */
    List<String> command(String address, Trial.Plan plan, String configJson, String agent) {
        List<String> command = new ArrayList<>(List.of(interpreter.toString(), "-m", "recarena.train"));
        command.addAll(AgentLines.options(address, plan, configJson, agent));
        command.addAll(List.of("--labels", "policy=python-" + agent));
        return command;
    }

    /**
     * Plays the same users as the Java agents do.
     *
     * @param address of the server
     * @param plan which users to meet
     * @param configJson of the world
     * @param agent the package's name of the agent
     * @param errors where the interpreter's messages go
     * @param progress of it
     * @return how it fared; its regret is filled in by whoever knows the oracle's rate
     */
    Outcome run(String address, Trial.Plan plan, String configJson, String agent, Path errors, Progress progress)
            throws IOException {
        List<String> command = command(address, plan, configJson, agent);
        command.addAll(List.of("--interval", "0.1"));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode event = JSON.readTree(line);
                switch (event.path("event").asText()) {
                    case "progress" ->
                        progress.show(event.path("episodes").asDouble() / (plan.lanes() * (double) plan.episodes()));
                    case "summary" -> {
                        return AgentLines.outcome(event);
                    }
                    default -> {
                        // Nothing to show.
                    }
                }
            }
        } finally {
            process.destroy();
        }
        throw new IOException("the Python agent did not finish; it says why in " + errors + ": "
                + Files.readString(errors).strip());
    }
}
