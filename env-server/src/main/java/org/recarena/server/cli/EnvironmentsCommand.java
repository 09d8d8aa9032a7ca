package org.recarena.server.cli;

import java.io.PrintWriter;
import org.recarena.simulator.Environment;
import org.recarena.simulator.EnvironmentCatalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code recarena environments}: lists what can be simulated. */
@Command(name = "environments", description = "Lists the environments.", mixinStandardHelpOptions = true)
public final class EnvironmentsCommand implements Runnable {

    private final EnvironmentCatalog catalog;

    @Spec
    private @org.jspecify.annotations.Nullable CommandSpec spec;

    /**
     * The command over a catalogue.
     *
     * @param catalog the environments
     */
    public EnvironmentsCommand(EnvironmentCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public void run() {
        PrintWriter out = Output.of(spec);
        for (Environment environment : catalog.all()) {
            out.printf("%-34s %s%n", environment.id(), environment.description());
        }
    }
}
