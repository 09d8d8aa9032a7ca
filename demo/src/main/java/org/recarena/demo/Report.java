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

    private static final String STYLE = """
            :root { --paper: #fcfcfa; --card: #ffffff; --ink: #1b1f24; --ink2: #5b6470; --rule: #e4e6e8;
              --c1: #2563a8; --c2: #c2571a; --c3: #2f7d4f; --c4: #8a3f8f; --c5: #b0892b; --c6: #1f8a8a; --c7: #b23a5a;
              --c8: #6b7a2f; }
            @media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1b1f23; --ink: #e8eaec;
              --ink2: #9aa4ae; --rule: #2d3338; --c1: #6ea8e6; --c2: #f0935a; --c3: #6cc08b; --c4: #cf8bd4;
              --c5: #e0bd62; --c6: #62c7c7; --c7: #ec7f9c; --c8: #b3c26a; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--paper); color: var(--ink);
              font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
            main { max-width: 940px; margin: 0 auto; padding: 40px 20px 64px; }
            h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
            h2 { font-size: 20px; margin: 44px 0 4px; }
            p { margin: 4px 0 14px; max-width: 68ch; color: var(--ink2); }
            p strong { color: var(--ink); }
            section > div { background: var(--card); border: 1px solid var(--rule); border-radius: 10px;
              padding: 18px 16px 10px; overflow-x: auto; }
            svg { display: block; width: 100%; min-width: 620px; height: auto; }
            svg text { font-family: inherit; fill: var(--ink2); font-size: 13px; }
            svg text.label { fill: var(--ink); font-size: 14px; }
            svg text.group { fill: var(--ink); font-size: 14px; font-weight: 600; }
            svg text.value { fill: var(--ink); font-size: 13px; font-variant-numeric: tabular-nums; }
            svg text.truthlabel { fill: var(--c2); font-size: 12px; }
            svg text.series { font-size: 12px; }
            .grid { stroke: var(--rule); stroke-width: 1; }
            .truth { stroke: var(--c2); stroke-width: 2; stroke-dasharray: 5 4; }
            table { border-collapse: collapse; width: 100%; min-width: 620px; font-variant-numeric: tabular-nums; }
            th, td { text-align: right; padding: 7px 10px; border-bottom: 1px solid var(--rule); font-size: 14px; }
            th { color: var(--ink2); font-weight: 500; }
            th:first-child, td:first-child, th:nth-child(2), td:nth-child(2) { text-align: left; }
            tr:last-child td { border-bottom: 0; }
            code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
            footer { margin-top: 44px; color: var(--ink2); font-size: 14px; }
            """;

    void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    private String html() {
        StringBuilder page = new StringBuilder();
        page.append("<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n")
                .append("<meta name='viewport' content='width=device-width, initial-scale=1'>\n")
                .append("<title>RecArena demo</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n");
        page.append("<h1>Agents side by side</h1>\n<p>")
                .append(String.format(
                        Locale.ROOT,
                        "%d agents, each against the same %,d simulated users of <strong>%s</strong>.",
                        outcomes.size(),
                        users,
                        Svg.escape(environment)))
                .append("</p>\n");
        section(
                page,
                "Click-through rate",
                "Clicks a recommendation, with 95 % intervals in which users, not clicks, are independent. The oracle"
                        + " knows each user&rsquo;s true click probabilities; nobody can do better.",
                Charts.rates(outcomes));
        section(page, "In numbers", "Regret is what the oracle earned more on the same users.", table());
        section(
                page,
                "Learning curves",
                "The click-through rate so far, as the recommendations add up. Agents that learn climb.",
                Charts.curves(outcomes));
        section(
                page,
                "Evaluated from the log",
                "What two policies would earn, estimated from nothing but the log of the uniform agent. The dashed line"
                        + " is the truth, which only a simulation knows.",
                Charts.offline(offline));
        page.append("<footer><p>World: <code>")
                .append(Svg.escape(environment + " " + config))
                .append("</code>, seed <code>")
                .append(seed)
                .append("</code>. The same command gives the same users and the same figures. Log: <code>")
                .append(Svg.escape(log.toString()))
                .append("</code></p></footer>\n</main>\n</body>\n</html>\n");
        return page.toString();
    }

    private static void section(StringBuilder page, String title, String explanation, String content) {
        page.append("<section>\n<h2>")
                .append(title)
                .append("</h2>\n<p>")
                .append(explanation)
                .append("</p>\n<div>\n")
                .append(content)
                .append("</div>\n</section>\n");
    }

    private String table() {
        StringBuilder table = new StringBuilder("<table>\n<tr><th>agent</th><th>written in</th><th>recommendations</th>"
                + "<th>clicks</th><th>rate</th><th>95 % interval</th><th>regret</th></tr>\n");
        for (Outcome outcome : outcomes) {
            table.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%s</td><td>%,.0f</td><td>%,.0f</td><td>%s</td><td>%s to %s</td><td>%s</td></tr>%n",
                    Svg.escape(outcome.agent()),
                    outcome.language(),
                    outcome.recommendations(),
                    outcome.clicks(),
                    Charts.percent(outcome.rate().value()),
                    Charts.percent(outcome.rate().lower()),
                    Charts.percent(outcome.rate().upper()),
                    outcome.agent().equals("oracle")
                            ? ""
                            : Charts.percent(outcome.regret().value())));
        }
        return table.append("</table>\n").toString();
    }
}
