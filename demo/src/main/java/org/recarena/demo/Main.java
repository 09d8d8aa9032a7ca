package org.recarena.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of the demonstration. */
@Command(
        name = "recarena demo",
        description = "Lets agents train side by side on the same simulated users, and reports how they did.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

    @Option(
            names = "--env",
            defaultValue = ItemDemo.ENVIRONMENT,
            description = "The environment: RecoGym-v1, or one of RecSim's with slates. Default: ${DEFAULT-VALUE}.")
    private String environment = ItemDemo.ENVIRONMENT;

    @Option(
            names = "--users",
            defaultValue = "4096",
            description = "How many users each agent meets, about. Default: ${DEFAULT-VALUE}.")
    private int users = 4096;

    @Option(
            names = "--seed",
            defaultValue = "42",
            description = "Fixes the world, its users and the agents. Default: ${DEFAULT-VALUE}.")
    private long seed = 42;

    @Option(names = "--output", description = "Where report and log go. Default: a new directory under recarena-demo.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--python",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Whether a Python agent takes part; it does with RecoGym only.")
    private boolean python = true;

    private final PrintStream out;
    private final boolean terminal;

    private Main(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /**
     * Runs the demonstration and ends the process with its exit code.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        PrintStream out =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.exit(new CommandLine(new Main(out, Boolean.getBoolean("recarena.terminal"))).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Map<String, SlateStudy> studies = SlateStudy.all();
        SlateStudy study = studies.get(environment);
        if (study == null && !environment.equals(ItemDemo.ENVIRONMENT)) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this),
                    "--env is " + environment + "; it must be " + ItemDemo.ENVIRONMENT + " or one of "
                            + studies.keySet());
        }
        Path directory = output.isPresent() ? Files.createDirectories(output.get()) : newDirectory();
        if (study == null) {
            new ItemDemo(out, terminal, seed, python).run(users, directory);
        } else {
            new SlateDemo(study, out, terminal, seed).run(users, directory);
        }
        return 0;
    }

    private static Path newDirectory() throws IOException {
        Path parent = Files.createDirectories(Path.of("recarena-demo"));
        return Files.createTempDirectory(parent, "run-");
    }
}
