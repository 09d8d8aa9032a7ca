package org.recarena.server.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.input.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recarena describe ENVIRONMENT}: config, action, observations and signals of one environment. */
@Command(
        name = "describe",
        description = "Describes an environment: its config, action, observations and signals.",
        mixinStandardHelpOptions = true)
public final class DescribeCommand implements Runnable {

    private final EnvironmentCatalog catalog;

    @Parameters(paramLabel = "ENVIRONMENT", description = "Its id, such as RecoGym-v1.")
    private String id = "";

    @Spec
    private @Nullable CommandSpec spec;

    /**
     * The command over a catalogue.
     *
     * @param catalog the environments
     */
    public DescribeCommand(EnvironmentCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void run() {
        PrintWriter out = Output.of(spec);
        out.print(EnvironmentPage.of(find(catalog, id)));
        out.flush(); // Only whole lines are flushed by themselves, and what is not is lost.
    }

    /** The environment of an id, or a refusal that lists those there are. */
    static Environment find(EnvironmentCatalog catalog, String id) {
        return catalog.find(id)
                .orElseThrow(() -> new InvalidInputException(
                        "environment",
                        "is \"" + id + "\"; there are "
                                + String.join(
                                        ", ",
                                        catalog.all().stream()
                                                .map(Environment::id)
                                                .toList())));
    }
}
