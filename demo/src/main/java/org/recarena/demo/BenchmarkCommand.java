package org.recarena.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.recarena.client.agents.Trial;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code recarena benchmark}: a server and several agents, each in a process of its own, and one report of how they
 * did. docker/benchmark.yaml runs the same agents in containers; with the same seed and users their figures are the
 * same.
 */
@Command(
        name = "recarena benchmark",
        description = "Runs a server and several agents, each in a process of its own, and reports how the agents did.",
        footer = {"", "recarena benchmark --docker runs the same in containers (docs/docker.md)."},
        mixinStandardHelpOptions = true)
public final class BenchmarkCommand implements Callable<Integer> {

    private static final String ENVIRONMENT = "RecoGym-v1";
    private static final Map<String, Integer> WORLD = Map.of("num_products", 10, "number_of_flips", 5);
    private static final String CONFIG = "{\"num_products\": 10, \"number_of_flips\": 5}";
    private static final int LANES = 256;

    private static final List<String> JAVA_AGENTS =
            List.of("random", "organic-popularity", "user-view-count", "linear-thompson");
    private static final List<String> PYTHON_AGENTS = List.of("organic-user-count", "epsilon-greedy");

    @Option(names = "--users", description = "How many users each agent meets, about. Default: ${DEFAULT-VALUE}.")
    private int users = 4096;

    @Option(names = "--seed", description = "Fixes the world, its users and the agents. Default: ${DEFAULT-VALUE}.")
    private long seed = 42;

    @Option(
            names = "--output",
            description = "Where report, results and log go. Default: a new directory under recarena-benchmark.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--python",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether Python agents take part.")
    private boolean python = true;

    private final PrintStream out;

    private BenchmarkCommand(PrintStream out) {
        this.out = out;
    }

    /**
     * Runs the benchmark and ends the process with its exit code.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        BenchmarkCommand benchmark = new BenchmarkCommand(out);
        CommandLine commands = new CommandLine(benchmark);
        commands.addSubcommand(new ReportCommand(benchmark));
        System.exit(commands.setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof IOException) {
                        command.getErr().println("recarena: " + failure.getMessage());
                        return 1;
                    }
                    throw failure;
                })
                .execute(args));
    }

    /** {@code recarena benchmark report DIR}: the table and page of results that are there already. */
    @Command(
            name = "report",
            description = "Prints the table of results that are there already, and writes the page.",
            mixinStandardHelpOptions = true)
    static final class ReportCommand implements Callable<Integer> {

        private final BenchmarkCommand benchmark;

        @Parameters(paramLabel = "DIR", description = "Where each agent has left a file NAME.jsonl of what it said.")
        private Path directory = Path.of("");

        private ReportCommand(BenchmarkCommand benchmark) {
            this.benchmark = benchmark;
        }

        @Override
        public Integer call() throws IOException {
            benchmark.report(directory);
            return 0;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path directory = output.isPresent() ? Files.createDirectories(output.get()) : newDirectory();
        int lanes = Math.max(2, Math.min(LANES, users));
        Trial.Plan plan = new Trial.Plan(ENVIRONMENT, WORLD, seed, lanes, Math.max(1, users / lanes));
        Map<String, Process> agents = new LinkedHashMap<>();
        Thread whenStopped = new Thread(() -> agents.values().forEach(Process::destroy), "stop-agents");
        try (ServerProcess server = ServerProcess.start(directory.resolve("data"), directory.resolve("server.log"))) {
            Map<String, List<String>> commands = commands(server.address(), plan);
            out.printf(
                    "RecArena benchmark: %d agents in processes of their own, each against the same %,d users of %s%n",
                    commands.size(), plan.lanes() * plan.episodes(), ENVIRONMENT);
            Runtime.getRuntime().addShutdownHook(whenStopped);
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                agents.put(command.getKey(), start(directory, command.getKey(), command.getValue()));
            }
            awaitAll(directory, agents);
        } finally {
            agents.values().forEach(Process::destroy);
        }
        report(directory);
        return 0;
    }

    private static Path newDirectory() throws IOException {
        Path parent = Files.createDirectories(Path.of("recarena-benchmark"));
        return Files.createTempDirectory(parent, "run-");
    }

    /** The command of each agent, by the name of its files. */
    private Map<String, List<String>> commands(String address, Trial.Plan plan) {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        for (String agent : JAVA_AGENTS) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    AgentCommand.class.getName()));
            command.addAll(AgentLines.options(address, plan, CONFIG, agent));
            commands.put("java-" + agent, command);
        }
        Optional<PythonAgent> found = python ? PythonAgent.find(out::println) : Optional.empty();
        if (python && found.isEmpty()) {
            out.println("no Python agents: there is no Python 3.10 or newer here with venv, or the package cannot be"
                    + " installed; going on without");
        }
        found.ifPresent(installed -> PYTHON_AGENTS.forEach(
                agent -> commands.put("python-" + agent, installed.command(address, plan, CONFIG, agent))));
        return commands;
    }

    private static Process start(Path directory, String name, List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve(name + ".jsonl").toFile())
                .redirectError(directory.resolve(name + ".log").toFile())
                .start();
    }

    private void awaitAll(Path directory, Map<String, Process> agents) throws IOException, InterruptedException {
        for (Map.Entry<String, Process> agent : agents.entrySet()) {
            if (agent.getValue().waitFor() != 0) {
                throw new IOException("the agent " + agent.getKey() + " failed; it says why in "
                        + directory.resolve(agent.getKey() + ".jsonl") + " and "
                        + directory.resolve(agent.getKey() + ".log"));
            }
        }
    }

    private void report(Path directory) throws IOException {
        List<AgentLines.Said> results = BenchmarkReport.read(directory);
        BenchmarkReport.print(out, results);
        out.printf("%nreport  %s%n", BenchmarkReport.write(directory, results).toAbsolutePath());
    }
}
