package org.recarena.demo;

import java.io.PrintStream;

/** Shows how far something is: a bar that moves on a terminal, a line at its end elsewhere. Used by one thread. */
final class Progress {

    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = 80_000_000;

    private final PrintStream out;
    private final boolean terminal;
    private final String name;
    private final long begin = System.nanoTime();
    private long drawn;

    Progress(PrintStream out, boolean terminal, String name) {
        this.out = out;
        this.terminal = terminal;
        this.name = name;
    }

    /** Moves to a share that is done, 0 to 1. */
    void show(double share) {
        long now = System.nanoTime();
        if (!terminal || now - drawn < REDRAW_NANOS) {
            return;
        }
        drawn = now;
        int full = (int) Math.round(share * WIDTH);
        out.printf("\r  %-34s %s%s %3.0f %%", name, "█".repeat(full), "░".repeat(WIDTH - full), 100 * share);
        out.flush();
    }

    /** Ends with what came of it. */
    void done(String result) {
        double seconds = (System.nanoTime() - begin) / 1e9;
        out.printf(
                "%s  %-34s %s  (%.1f s)%s%n",
                terminal ? "\r" : "", name, result, seconds, terminal ? " ".repeat(20) : "");
    }
}
