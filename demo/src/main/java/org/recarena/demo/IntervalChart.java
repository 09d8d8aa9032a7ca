package org.recarena.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleFunction;
import org.recarena.evaluation.Estimate;

/**
 * Estimates with their intervals, one under the other.
 *
 * @param title for readers who do not see it
 * @param format of the numbers
 * @param groups of rows
 */
record IntervalChart(String title, DoubleFunction<String> format, List<Group> groups) {

    private static final int LABELS = 300;
    private static final int VALUES = 90;
    private static final int AXIS = 34;

    /**
     * Rows that belong together.
     *
     * @param heading above them; may be empty
     * @param truth marked by a line, where it is known
     * @param rows in the order in which they are shown
     */
    record Group(String heading, OptionalDouble truth, List<Row> rows) {}

    /** One estimate. */
    record Row(String label, Estimate estimate, String colour) {}

    /** A chart of one group without a heading. */
    static IntervalChart of(String title, DoubleFunction<String> format, List<Row> rows) {
        return new IntervalChart(title, format, List.of(new Group("", OptionalDouble.empty(), rows)));
    }

    String draw(Canvas canvas) {
        Layout layout = new Layout(canvas);
        Svg svg = new Svg(canvas.width(), layout.height, title);
        Scale x = scale(canvas);
        double bottom = layout.height - AXIS;
        for (double tick : x.ticks(canvas.narrow() ? 4 : 6)) {
            svg.line(x.at(tick), 4, x.at(tick), bottom, "grid");
            String anchor = x.at(tick) > canvas.width() - 20 ? "end" : x.at(tick) < 20 ? "start" : "middle";
            svg.text(x.at(tick), bottom + 20, anchor, "tick", format.apply(tick));
        }
        for (Group group : groups) {
            group(svg, layout, x, group);
        }
        return svg.toString();
    }

    private Scale scale(Canvas canvas) {
        List<Double> ends = new ArrayList<>();
        for (Group group : groups) {
            group.truth().ifPresent(ends::add);
            for (Row row : group.rows()) {
                ends.add(row.estimate().lower());
                ends.add(row.estimate().upper());
            }
        }
        double low = ends.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double high = ends.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        return canvas.narrow()
                ? Scale.around(low, high, 4, canvas.width() - 4.0)
                : Scale.around(low, high, LABELS, canvas.width() - (double) VALUES);
    }

    private void group(Svg svg, Layout layout, Scale x, Group group) {
        double top = layout.y;
        if (!group.heading().isEmpty()) {
            svg.text(4, layout.y + 18, "start", "group", group.heading());
            layout.y += layout.heading;
        }
        for (Row row : group.rows()) {
            row(svg, layout, x, row);
        }
        if (group.truth().isPresent()) {
            double truth = x.at(group.truth().getAsDouble());
            svg.line(truth, top + layout.heading - 4, truth, layout.y, "truth");
            String anchor = truth > layout.canvas.width() * 0.8 ? "end" : truth < 60 ? "start" : "middle";
            svg.text(
                    truth,
                    layout.y + 14,
                    anchor,
                    "truthlabel",
                    "true value " + format.apply(group.truth().getAsDouble()));
            layout.y += 30;
        }
    }

    private void row(Svg svg, Layout layout, Scale x, Row row) {
        double line = layout.y + (layout.canvas.narrow() ? 28 : layout.row / 2.0);
        double text = layout.canvas.narrow() ? layout.y + 16 : line + 5;
        if (layout.canvas.narrow()) {
            svg.text(4, text, "start", "label", row.label());
            svg.text(
                    layout.canvas.width() - 4.0,
                    text,
                    "end",
                    "value",
                    format.apply(row.estimate().value()));
        } else {
            svg.text(LABELS - 14.0, text, "end", "label", row.label());
            svg.text(
                    layout.canvas.width() - VALUES + 12.0,
                    text,
                    "start",
                    "value",
                    format.apply(row.estimate().value()));
        }
        svg.stroke(x.at(row.estimate().lower()), line, x.at(row.estimate().upper()), line, row.colour(), 3);
        svg.circle(x.at(row.estimate().value()), line, 5.5, row.colour());
        layout.y += layout.row;
    }

    /** Where the next row goes. */
    private final class Layout {
        private final Canvas canvas;
        private final int row;
        private final int heading = 30;
        private final int height;
        private double y = 6;

        Layout(Canvas canvas) {
            this.canvas = canvas;
            this.row = canvas.narrow() ? 42 : 30;
            int sum = 10;
            for (Group group : groups) {
                sum += row * group.rows().size();
                sum += group.heading().isEmpty() ? 0 : heading;
                sum += group.truth().isPresent() ? 30 : 0;
            }
            this.height = sum + AXIS;
        }
    }
}
