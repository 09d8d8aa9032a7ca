package org.recarena.server;

import java.io.PrintWriter;
import org.recarena.server.cli.CheckCommand;
import org.recarena.server.cli.DescribeCommand;
import org.recarena.server.cli.DocsCommand;
import org.recarena.server.cli.EnvironmentsCommand;
import org.recarena.server.cli.HealthCommand;
import org.recarena.server.cli.LogCommand;
import org.recarena.server.cli.ServeCommand;
import org.recarena.server.settings.SettingException;
import org.recarena.simulator.EnvironmentCatalog;
import org.recarena.simulator.input.InvalidInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line of the server. */
@Command(
        name = "recarena",
        description = "A server of simulated recommender-system users.",
        mixinStandardHelpOptions = true,
        version = "RecArena 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "recarena demo runs agents side by side on the same simulated users,",
            "recarena benchmark runs each in a process or container of its own, recarena agent runs one."
        })
public final class Main implements Runnable {

    private static final int USAGE_ERROR = 2;

    private Main() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        System.exit(commandLine(EnvironmentCatalog.installed()).execute(args));
    }

    /** The command line over a catalogue. */
    static CommandLine commandLine(EnvironmentCatalog catalog) {
        CommandLine commands = new CommandLine(new Main());
        commands.addSubcommand(ServeCommand.of(catalog));
        commands.addSubcommand(new EnvironmentsCommand(catalog));
        commands.addSubcommand(new DescribeCommand(catalog));
        commands.addSubcommand(new CheckCommand(catalog));
        commands.addSubcommand(new DocsCommand(catalog));
        commands.addSubcommand(new LogCommand());
        commands.addSubcommand(new HealthCommand(System.getenv()));
        commands.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec()
                        .version(commands.getCommandSpec().version()));
        commands.setParameterExceptionHandler(Main::refuse);
        return commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof InvalidInputException refused
                    && refused.violations().size() > 1) {
                PrintWriter err = command.getErr();
                err.println("recarena: " + refused.violations().size() + " faults:");
                refused.violations().forEach(fault -> err.println("  " + fault.field() + " " + fault.fault()));
                return USAGE_ERROR;
            }
            if (failure instanceof SettingException || failure instanceof InvalidInputException) {
                command.getErr().println("recarena: " + failure.getMessage());
                return USAGE_ERROR;
            }
            throw failure;
        });
    }

    /** In a few lines: the whole help of a command would hide what is wrong. */
    private static int refuse(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("recarena: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        return USAGE_ERROR;
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
