package org.recarena.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.recarena.evaluation.Estimate;

/** The pictures of the report. Stateless. */
final class Charts {

    private static final int WIDTH = 860;
    private static final int ROW = 30;
    private static final int LABELS = 300;
    private static final int RIGHT = 90;
    private static final int LABEL_GAP = 15;
    private static final String[] COLOURS = {
        "var(--c1)", "var(--c2)", "var(--c3)", "var(--c4)", "var(--c5)", "var(--c6)", "var(--c7)", "var(--c8)"
    };

    private Charts() {}

    /** A scale from numbers to pixels. */
    private record Scale(double low, double high, double from, double to) {
        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }

        /** Round numbers, four to eight of them. */
        List<Double> ticks() {
            double raw = (high - low) / 6;
            double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
            double step = raw / magnitude > 5 ? 10 * magnitude : raw / magnitude > 2 ? 5 * magnitude : 2 * magnitude;
            List<Double> ticks = new ArrayList<>();
            for (double tick = Math.ceil(low / step) * step; tick <= high + step * 1e-9; tick += step) {
                ticks.add(tick);
            }
            return ticks;
        }
    }

    static String percent(double rate) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * rate);
    }

    /** Each agent's rate with its interval, best first. */
    static String rates(List<Outcome> outcomes) {
        double low = outcomes.stream().mapToDouble(o -> o.rate().lower()).min().orElse(0);
        double high = outcomes.stream().mapToDouble(o -> o.rate().upper()).max().orElse(1);
        double margin = (high - low) * 0.06;
        int height = ROW * outcomes.size() + 50;
        Scale x = new Scale(low - margin, high + margin, LABELS, WIDTH - RIGHT);
        Svg svg = new Svg(WIDTH, height, "Click-through rate of each agent with 95 % intervals");
        axis(svg, x, height - 30);
        for (int i = 0; i < outcomes.size(); i++) {
            Outcome outcome = outcomes.get(i);
            double y = 20 + ROW * i;
            String colour = outcome.agent().equals("oracle") ? "var(--ink2)" : "var(--c1)";
            String name = outcome.agent() + (outcome.language().equals("Java") ? "" : " (" + outcome.language() + ")");
            svg.text(LABELS - 14, y + 5, "end", "label", name);
            interval(svg, x, y, outcome.rate(), colour);
            svg.text(
                    WIDTH - RIGHT + 12,
                    y + 5,
                    "start",
                    "value",
                    percent(outcome.rate().value()));
        }
        return svg.toString();
    }

    private static void axis(Svg svg, Scale x, double bottom) {
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), 4, x.at(tick), bottom, "grid");
            svg.text(x.at(tick), bottom + 20, "middle", "tick", percent(tick));
        }
    }

    private static void interval(Svg svg, Scale x, double y, Estimate estimate, String colour) {
        svg.stroke(x.at(estimate.lower()), y, x.at(estimate.upper()), y, colour, 3);
        svg.circle(x.at(estimate.value()), y, 5.5, colour);
    }

    /** How each agent's rate went on while it learned. */
    static String curves(List<Outcome> outcomes) {
        int height = 400;
        double most = outcomes.stream()
                .flatMap(o -> o.curve().stream())
                .mapToDouble(Outcome.CurvePoint::recommendations)
                .max()
                .orElse(1);
        double low = outcomes.stream()
                .flatMap(o -> o.curve().stream())
                .mapToDouble(Outcome.CurvePoint::rate)
                .min()
                .orElse(0);
        double high = outcomes.stream()
                .flatMap(o -> o.curve().stream())
                .mapToDouble(Outcome.CurvePoint::rate)
                .max()
                .orElse(1);
        Scale x = new Scale(0, most, 64, WIDTH - 260);
        Scale y = new Scale(low - 0.05 * (high - low), high + 0.05 * (high - low), height - 44, 12);
        Svg svg = new Svg(WIDTH, height, "Learning curves: click-through rate by recommendations made");
        for (double tick : y.ticks()) {
            svg.line(64, y.at(tick), WIDTH - 260, y.at(tick), "grid");
            svg.text(54, y.at(tick) + 4, "end", "tick", percent(tick));
        }
        for (double tick : x.ticks()) {
            svg.text(x.at(tick), height - 24, "middle", "tick", String.format(Locale.ROOT, "%,.0f", tick));
        }
        svg.text((64 + WIDTH - 260) / 2.0, height - 4, "middle", "tick", "recommendations made");
        drawSeries(svg, outcomes, x, y);
        return svg.toString();
    }

    private static void drawSeries(Svg svg, List<Outcome> outcomes, Scale x, Scale y) {
        List<Outcome> shown =
                outcomes.stream().filter(o -> !o.curve().isEmpty()).toList();
        List<Outcome> byEnd = shown.stream()
                .sorted(Comparator.comparingDouble(
                        o -> -o.curve().get(o.curve().size() - 1).rate()))
                .toList();
        double labelled = 0;
        for (Outcome outcome : byEnd) {
            String colour =
                    outcome.agent().equals("oracle") ? "var(--ink2)" : COLOURS[shown.indexOf(outcome) % COLOURS.length];
            StringBuilder points = new StringBuilder();
            for (Outcome.CurvePoint point : outcome.curve()) {
                points.append(
                        String.format(Locale.ROOT, "%.1f,%.1f ", x.at(point.recommendations()), y.at(point.rate())));
            }
            svg.path(points.toString(), colour, 2);
            Outcome.CurvePoint end = outcome.curve().get(outcome.curve().size() - 1);
            labelled = Math.max(labelled + LABEL_GAP, y.at(end.rate()) + 4);
            svg.colouredText(WIDTH - 252, labelled, colour, outcome.agent());
        }
    }

    /** Estimates from a log beside the truth. */
    static String offline(List<OfflineResult> results) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int rows = 0;
        for (OfflineResult result : results) {
            rows += result.estimates().size() + 2;
            for (OfflineResult.Named named : result.estimates()) {
                low = Math.min(
                        low, Math.min(named.estimate().lower(), result.truth().value()));
                high = Math.max(
                        high, Math.max(named.estimate().upper(), result.truth().value()));
            }
        }
        double margin = (high - low) * 0.06;
        int height = ROW * rows + 30;
        Scale x = new Scale(low - margin, high + margin, LABELS, WIDTH - RIGHT);
        Svg svg = new Svg(WIDTH, height, "Offline estimates with 95 % intervals beside the true values");
        axis(svg, x, height - 30);
        double y = 20;
        for (OfflineResult result : results) {
            double top = y;
            svg.text(14, y + 5, "start", "group", result.policy());
            y += ROW;
            for (OfflineResult.Named named : result.estimates()) {
                svg.text(LABELS - 14, y + 5, "end", "label", named.estimator());
                interval(svg, x, y, named.estimate(), "var(--c1)");
                svg.text(
                        WIDTH - RIGHT + 12,
                        y + 5,
                        "start",
                        "value",
                        percent(named.estimate().value()));
                y += ROW;
            }
            double truth = x.at(result.truth().value());
            svg.line(truth, top + 8, truth, y - 14, "truth");
            svg.text(
                    truth,
                    top + 4,
                    "middle",
                    "truthlabel",
                    "true value " + percent(result.truth().value()));
            y += ROW;
        }
        return svg.toString();
    }
}
