package org.recarena.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The report as one HTML file that needs nothing else.
 *
 * @param environment its id
 * @param config of the world, as JSON
 * @param seed of the world
 * @param users that each agent met
 * @param outcomes best first
 * @param offline estimates from the uniform agent's log
 * @param log where the log lies
 */
record Report(
        String environment,
        String config,
        long seed,
        int users,
        List<Outcome> outcomes,
        List<OfflineResult> offline,
        Path log) {

    void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    private String html() {
        String introduction = String.format(
                Locale.ROOT,
                "%d agents, each against the same %,d simulated users of <strong>%s</strong>.",
                outcomes.size(),
                users,
                Svg.escape(environment));
        return new Page("Agents side by side", introduction)
                .section(
                        "Click-through rate",
                        "Clicks a recommendation, with 95 % intervals in which users, not clicks, are independent. The"
                                + " oracle knows each user&rsquo;s true click probabilities; nobody can do better.",
                        Charts.rates(outcomes))
                .section("In numbers", "Regret is what the oracle earned more on the same users.", table())
                .section(
                        "Learning curves",
                        "The click-through rate so far, as the recommendations add up. Agents that learn climb.",
                        Charts.curves(outcomes))
                .section(
                        "Evaluated from the log",
                        "What two policies would earn, estimated from nothing but the log of the uniform agent. The"
                                + " dashed line is the truth, which only a simulation knows.",
                        Charts.offline(offline))
                .html(environment, config, seed, log.toString());
    }

    private String table() {
        HtmlTable table =
                new HtmlTable(2, "agent", "written in", "recommendations", "clicks", "rate", "95 % interval", "regret");
        for (Outcome outcome : outcomes) {
            table.row(
                    outcome.agent(),
                    outcome.language(),
                    String.format(Locale.ROOT, "%,.0f", outcome.recommendations()),
                    String.format(Locale.ROOT, "%,.0f", outcome.clicks()),
                    Charts.percent(outcome.rate().value()),
                    Charts.percent(outcome.rate().lower()) + " to "
                            + Charts.percent(outcome.rate().upper()),
                    outcome.agent().equals("oracle")
                            ? ""
                            : Charts.percent(outcome.regret().value()));
        }
        return table.toString();
    }
}
