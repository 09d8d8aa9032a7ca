package org.recarena.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * The report about agents for slates, as one HTML file that needs nothing else.
 *
 * @param study what was played
 * @param config of the world, as JSON
 * @param seed of the world
 * @param outcomes best first
 * @param sessions of the same user with several agents
 * @param log where the log lies
 */
record SlateReport(
        SlateStudy study, String config, long seed, List<SlateOutcome> outcomes, List<Session> sessions, Path log) {

    void write(Path file) throws IOException {
        Files.writeString(file, html());
    }

    private String html() {
        Page page = new Page(
                "Slates side by side",
                String.format(
                        Locale.ROOT,
                        "%d agents, each against the same %,d simulated users of <strong>%s</strong>. The return of a"
                                + " user is the sum of %s in one visit.",
                        outcomes.size(),
                        outcomes.get(0).users(),
                        Svg.escape(study.environment()),
                        study.unit()));
        page.section(
                "Return",
                "Mean return of the last quarter of users, when agents have learned, with 95 % intervals. The more, the"
                        + " better.",
                returns());
        page.section(
                "Learning curves",
                "Mean return of the users who came between two points. Agents that learn climb.",
                curves());
        if (outcomes.stream().allMatch(outcome -> outcome.quality().isPresent())) {
            page.section(
                    "Quality of what was clicked",
                    "Mean quality, of the last quarter of users again. Quality is what keeps users, and is not what"
                            + " they choose by.",
                    qualities());
        }
        page.section(
                "In numbers",
                "All but the first column of the last quarter of users. The gain is over the random agent, on the same"
                        + " users.",
                table());
        page.section(
                "One user, step by step",
                "The same user, the last one of the first lane, with "
                        + (sessions.size() == 2 ? "two agents" : sessions.size() + " agents")
                        + ". A column is a slate, from its first slot down; colours are "
                        + study.told().worth()
                        + ", pale where the user passed by."
                        + study.told()
                                .meter()
                                .map(meter -> " The bars below are the user&rsquo;s " + meter.title()
                                        + ", which no recommender sees; the simulation&rsquo;s oracle does.")
                                .orElse(""),
                stories());
        return page.html(study.environment(), config, seed, log.toString());
    }

    private static DoubleFunction<String> decimals(int count) {
        return value -> String.format(Locale.ROOT, "%." + count + "f", value);
    }

    private static String colour(SlateOutcome outcome) {
        return outcome.agent().equals("random") ? "var(--ink2)" : Charts.colour(0);
    }

    private String returns() {
        List<IntervalChart.Row> rows = outcomes.stream()
                .map(outcome -> new IntervalChart.Row(outcome.agent(), outcome.late(), colour(outcome)))
                .toList();
        return Canvas.both(IntervalChart.of("Mean return of each agent with 95 % intervals", decimals(1), rows)::draw);
    }

    private String qualities() {
        List<IntervalChart.Row> rows = outcomes.stream()
                .map(outcome ->
                        new IntervalChart.Row(outcome.agent(), outcome.quality().orElseThrow(), colour(outcome)))
                .toList();
        return Canvas.both(IntervalChart.of("Mean quality of what was clicked", decimals(2), rows)::draw);
    }

    private String curves() {
        List<CurveChart.Series> series = new ArrayList<>();
        for (SlateOutcome outcome : outcomes) {
            series.add(new CurveChart.Series(
                    outcome.agent(),
                    outcome.agent().equals("random") ? "var(--ink2)" : Charts.colour(series.size()),
                    outcome.curve()));
        }
        return Canvas.both(
                new CurveChart("Learning curves: mean return by users met", "users met", decimals(0), series)::draw);
    }

    private String table() {
        HtmlTable table = new HtmlTable(
                1,
                "agent",
                "return, first quarter",
                "return",
                "95 % interval",
                "gain",
                "slates a user",
                "clicks a slate",
                "clicked quality");
        DoubleFunction<String> one = decimals(1);
        for (SlateOutcome outcome : outcomes) {
            table.row(
                    outcome.agent(),
                    one.apply(outcome.early().value()),
                    one.apply(outcome.late().value()),
                    one.apply(outcome.late().lower()) + " to "
                            + one.apply(outcome.late().upper()),
                    outcome.agent().equals("random")
                            ? ""
                            : one.apply(outcome.gain().value()),
                    one.apply(outcome.slates()),
                    decimals(2).apply(outcome.clickRate()),
                    outcome.quality()
                            .map(quality -> decimals(2).apply(quality.value()))
                            .orElse(""));
        }
        return table.toString();
    }

    private String stories() {
        SessionPicture picture = new SessionPicture(study.told());
        StringBuilder stories = new StringBuilder(Canvas.both(picture::key));
        for (Session session : sessions) {
            stories.append(String.format(
                    Locale.ROOT,
                    "<h3>%s</h3>%n<p>%d slates, %d clicks, %.1f %s.</p>%n",
                    Svg.escape(session.agent()),
                    session.steps().size(),
                    session.clicks(),
                    session.total(),
                    study.unit()));
            stories.append(Canvas.both(canvas -> picture.draw(session, canvas)));
            stories.append(picture.words(session));
        }
        return stories.toString();
    }
}
