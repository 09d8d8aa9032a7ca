package org.recarena.demo;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the demonstration. */
@Command(
        name = "recarena demo",
        description = "Lets agents train side by side on the same simulated users, and reports how they did.",
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {
    private Main() {}

    /**
     * Runs the demonstration and ends the process with its exit code.
     *
     * @param args the options
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public void run() {
        System.out.println("The demonstration is not written yet.");
    }
}
