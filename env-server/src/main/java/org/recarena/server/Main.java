package org.recarena.server;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the server. */
@Command(
        name = "recarena",
        description = "A server of simulated recommender-system users.",
        mixinStandardHelpOptions = true,
        version = "RecArena 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
