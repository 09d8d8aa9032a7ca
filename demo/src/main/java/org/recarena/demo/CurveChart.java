package org.recarena.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * Lines that go on from left to right, such as learning curves.
 *
 * @param title for readers who do not see it
 * @param across what is counted from left to right
 * @param format of the numbers from below to above
 * @param series the lines
 */
record CurveChart(String title, String across, DoubleFunction<String> format, List<Series> series) {

    private static final int LEFT = 64;
    private static final int NARROW_LEFT = 56;
    private static final int NAMES = 230;
    private static final int HEIGHT = 400;
    private static final int NAME_ROW = 15;
    private static final int LEGEND_ROW = 20;
    /** Of a name, for two to stand side by side on a phone. */
    private static final int SHORT = 22;

    /** One line. */
    record Series(String name, String colour, List<Point> points) {
        double end() {
            return points.get(points.size() - 1).y();
        }
    }

    /** A point of it. */
    record Point(double x, double y) {}

    String draw(Canvas canvas) {
        List<Series> shown = series.stream()
                .filter(each -> !each.points().isEmpty())
                .sorted(Comparator.comparingDouble(each -> -each.end()))
                .toList();
        int plot = canvas.narrow() ? 260 : HEIGHT;
        int legend = canvas.narrow() ? 8 + LEGEND_ROW * legendRows(shown) : 0;
        double right = canvas.width() - (canvas.narrow() ? 8.0 : NAMES);
        double left = canvas.narrow() ? NARROW_LEFT : LEFT;
        Scale x = new Scale(0, extreme(shown, Point::x, true), left, right);
        Scale y = Scale.around(extreme(shown, Point::y, false), extreme(shown, Point::y, true), plot - 44.0, 12);
        Svg svg = new Svg(canvas.width(), plot + legend, title);
        for (double tick : y.ticks(canvas.narrow() ? 5 : 7)) {
            svg.line(left, y.at(tick), right, y.at(tick), "grid");
            svg.text(left - 8, y.at(tick) + 4, "end", "tick", format.apply(tick));
        }
        for (double tick : x.ticks(canvas.narrow() ? 3 : 6)) {
            String anchor = x.at(tick) > right - 16 ? "end" : "middle";
            svg.text(x.at(tick), plot - 24.0, anchor, "tick", String.format(Locale.ROOT, "%,.0f", tick));
        }
        svg.text((left + right) / 2, plot - 5.0, "middle", "tick", across);
        lines(svg, shown, x, y);
        if (canvas.narrow()) {
            legend(svg, shown, plot, canvas.width());
        } else {
            names(svg, shown, y, right + 8, plot);
        }
        return svg.toString();
    }

    private static double extreme(List<Series> shown, ToDoubleFunction<Point> coordinate, boolean highest) {
        var values = shown.stream().flatMap(each -> each.points().stream()).mapToDouble(coordinate);
        return highest ? values.max().orElse(1) : values.min().orElse(0);
    }

    private static void lines(Svg svg, List<Series> shown, Scale x, Scale y) {
        for (Series each : shown) {
            StringBuilder points = new StringBuilder();
            for (Point point : each.points()) {
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.at(point.x()), y.at(point.y())));
            }
            svg.path(points.toString(), each.colour(), 2);
        }
    }

    /**
     * At the ends of the lines, moved apart where they would overlap, and up again where they would leave the picture.
     */
    private static void names(Svg svg, List<Series> shown, Scale y, double left, double bottom) {
        List<Double> at = new ArrayList<>();
        double last = Double.NEGATIVE_INFINITY;
        for (Series each : shown) {
            last = Math.max(last + NAME_ROW, y.at(each.end()) + 4);
            at.add(last);
        }
        double limit = bottom - 8;
        for (int i = shown.size() - 1; i >= 0; i--) {
            limit = Math.min(limit, at.get(i));
            svg.colouredText(left, limit, shown.get(i).colour(), shown.get(i).name());
            limit -= NAME_ROW;
        }
    }

    private static int legendRows(List<Series> shown) {
        boolean paired = shown.stream().allMatch(each -> each.name().length() <= SHORT);
        return paired ? (shown.size() + 1) / 2 : shown.size();
    }

    private static void legend(Svg svg, List<Series> shown, double top, double width) {
        int rows = legendRows(shown);
        for (int i = 0; i < shown.size(); i++) {
            double x = i < rows ? 4 : width / 2 + 4;
            double y = top + 18 + LEGEND_ROW * (double) (i % rows);
            svg.stroke(x, y - 4, x + 14, y - 4, shown.get(i).colour(), 3);
            svg.colouredText(x + 20, y, shown.get(i).colour(), shown.get(i).name());
        }
    }
}
