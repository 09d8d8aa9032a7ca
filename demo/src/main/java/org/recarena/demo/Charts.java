package org.recarena.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The pictures of the report about single items. Stateless. */
final class Charts {

    private static final int COLOURS = 12;

    private Charts() {}

    static String percent(double rate) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * rate);
    }

    /** Colours that can be told apart, over and over. */
    static String colour(int index) {
        return "var(--c" + (index % COLOURS + 1) + ")";
    }

    /** Each agent's rate with its interval, best first. */
    static String rates(List<Outcome> outcomes) {
        List<IntervalChart.Row> rows = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            String name = outcome.agent() + (outcome.language().equals("Java") ? "" : " (" + outcome.language() + ")");
            rows.add(new IntervalChart.Row(name, outcome.rate(), isOracle(outcome) ? "var(--ink2)" : colour(0)));
        }
        return Canvas.both(
                IntervalChart.of("Click-through rate of each agent with 95 % intervals", Charts::percent, rows)::draw);
    }

    private static boolean isOracle(Outcome outcome) {
        return outcome.agent().equals("oracle");
    }

    /** How each agent's rate went on while it learned. */
    static String curves(List<Outcome> outcomes) {
        List<CurveChart.Series> series = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            series.add(new CurveChart.Series(
                    outcome.agent(),
                    isOracle(outcome) ? "var(--ink2)" : colour(series.size()),
                    outcome.curve().stream()
                            .map(point -> new CurveChart.Point(point.recommendations(), point.rate()))
                            .toList()));
        }
        return Canvas.both(new CurveChart(
                "Learning curves: click-through rate by recommendations made",
                "recommendations made",
                Charts::percent,
                series)::draw);
    }

    /** Estimates from a log beside the truth. */
    static String offline(List<OfflineResult> results) {
        List<IntervalChart.Group> groups = new ArrayList<>();
        for (OfflineResult result : results) {
            groups.add(new IntervalChart.Group(
                    result.policy(),
                    OptionalDouble.of(result.truth().value()),
                    result.estimates().stream()
                            .map(named -> new IntervalChart.Row(named.estimator(), named.estimate(), colour(0)))
                            .toList()));
        }
        return Canvas.both(new IntervalChart(
                "Offline estimates with 95 % intervals beside the true values", Charts::percent, groups)::draw);
    }
}
