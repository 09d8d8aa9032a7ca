package org.recarena.server.cli;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints. Stateless. */
final class Output {

    private Output() {}

    /** The command line's own output, once it has told the command what it is. */
    static PrintWriter of(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "the command was not parsed")
                .commandLine()
                .getOut();
    }
}
