package org.recarena.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.recarena.server.settings.SettingException;
import org.recarena.trajectories.export.JsonLinesExporter;
import org.recarena.trajectories.steps.StepFilter;
import org.recarena.trajectories.steps.TrajectoryReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recarena log DIR}: prints what a server has logged, which may go on running. */
@Command(
        name = "log",
        description = "Prints logged recommendations and what came of them, a JSON object a line.",
        mixinStandardHelpOptions = true)
public final class LogCommand implements Callable<Integer> {

    @Parameters(paramLabel = "DIR", description = "The server's data directory, or its log directory.")
    private Path directory = Path.of("");

    @Option(names = "--simulation", paramLabel = "ID", description = "Only this simulation; may be repeated.")
    private Set<String> simulations = Set.of();

    @Spec
    private @Nullable CommandSpec spec;

    /** The command. */
    public LogCommand() {
        // Its options are set by picocli.
    }

    @Override
    @SuppressWarnings("resource") // What it writes to belongs to the command line.
    public Integer call() throws IOException {
        Path log = Files.isDirectory(directory.resolve("log")) ? directory.resolve("log") : directory;
        if (!Files.isDirectory(log)) {
            throw new SettingException(directory + " is not a directory");
        }
        StepFilter all = StepFilter.all();
        PrintWriter out = Output.of(spec);
        try (TrajectoryReader steps =
                TrajectoryReader.open(log, simulations.isEmpty() ? all : all.withSimulations(simulations))) {
            new JsonLinesExporter(out).writeAll(steps);
        }
        out.flush();
        return 0;
    }
}
