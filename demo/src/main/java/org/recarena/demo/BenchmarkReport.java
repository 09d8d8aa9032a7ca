package org.recarena.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The results of agents that played in processes or containers of their own: one table, one page. Stateless. */
final class BenchmarkReport {

    private static final String ENDING = ".jsonl";

    private BenchmarkReport() {}

    /**
     * Reads what each agent has left in a file of its own ({@code *.jsonl}), best first.
     *
     * @throws IOException where there is no such file, or one without a summary
     */
    static List<AgentLines.Said> read(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IOException(directory + " has no results: no file *" + ENDING);
        }
        List<AgentLines.Said> results = new ArrayList<>();
        for (Path file : files) {
            results.add(AgentLines.read(file));
        }
        results.sort(Comparator.comparingDouble(
                (AgentLines.Said said) -> -said.outcome().rate().value()));
        return results;
    }

    static void print(PrintStream out, List<AgentLines.Said> results) {
        out.printf(
                "%n%-30s %-7s %15s %9s %9s %20s %14s%n",
                "agent", "", "recommendations", "clicks", "rate", "95 % interval", "lane-steps/s");
        for (AgentLines.Said said : results) {
            Outcome outcome = said.outcome();
            out.printf(
                    Locale.ROOT,
                    "%-30s %-7s %,15.0f %,9.0f %9s %20s %,14.0f%n",
                    outcome.agent(),
                    outcome.language(),
                    outcome.recommendations(),
                    outcome.clicks(),
                    Charts.percent(outcome.rate().value()),
                    Charts.percent(outcome.rate().lower()) + " - "
                            + Charts.percent(outcome.rate().upper()),
                    said.laneStepsPerSecond());
        }
    }

    static Path write(Path directory, List<AgentLines.Said> results) throws IOException {
        List<Outcome> outcomes = results.stream().map(AgentLines.Said::outcome).toList();
        String introduction = String.format(
                Locale.ROOT,
                "%d agents at the same time, each against the same %,d simulated users (seed %d).",
                results.size(),
                results.get(0).users(),
                results.get(0).seed());
        Page page = new Page("Agents in processes of their own", introduction)
                .section(
                        "Click-through rate",
                        "Clicks a recommendation, with 95 % intervals in which users, not clicks, are independent.",
                        Charts.rates(outcomes))
                .section(
                        "In numbers",
                        "A lane-step is one recommendation to one user. The agents share the machine, so their speeds"
                                + " say how they run together.",
                        table(results))
                .section(
                        "Learning curves",
                        "The click-through rate so far, as the recommendations add up. Agents that learn climb.",
                        Charts.curves(outcomes));
        return Files.writeString(directory.resolve("report.html"), page.html());
    }

    private static String table(List<AgentLines.Said> results) {
        HtmlTable table = new HtmlTable(
                2, "agent", "written in", "recommendations", "clicks", "rate", "95 % interval", "lane-steps/s");
        for (AgentLines.Said said : results) {
            Outcome outcome = said.outcome();
            table.row(
                    outcome.agent(),
                    outcome.language(),
                    String.format(Locale.ROOT, "%,.0f", outcome.recommendations()),
                    String.format(Locale.ROOT, "%,.0f", outcome.clicks()),
                    Charts.percent(outcome.rate().value()),
                    Charts.percent(outcome.rate().lower()) + " to "
                            + Charts.percent(outcome.rate().upper()),
                    String.format(Locale.ROOT, "%,.0f", said.laneStepsPerSecond()));
        }
        return table.toString();
    }
}
