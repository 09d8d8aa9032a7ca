package org.recarena.server.docs;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * A few lines over a common axis, as a picture of its own that reads on light and dark pages.
 *
 * @param title for readers who do not see it
 * @param across what is counted from left to right
 * @param upwards what is counted from below to above, from 0 on
 * @param lines the first one is the one that others are held against
 */
record LineChart(String title, String across, String upwards, List<Line> lines) {

    private static final int WIDTH = 680;
    private static final int HEIGHT = 380;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 40;
    private static final int BOTTOM = 52;
    private static final int LEGEND_ROW = 20;
    private static final int LEGEND_COLUMNS = 3;
    private static final int TICKS = 9;
    private static final double HEADROOM = 1.06;
    /** Of Okabe and Ito, which the colour-blind can tell apart; the reference is grey. */
    private static final List<String> COLOURS =
            List.of("#666666", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00");

    private static final List<String> DASHES = List.of("6 4", "", "", "", "2 3", "8 3 2 3", "4 2");

    /**
     * One line.
     *
     * @param name for the legend
     * @param x in rising order
     * @param y one for each
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Line(String name, double[] x, double[] y) {}

    String svg() {
        int rows = (lines.size() + LEGEND_COLUMNS - 1) / LEGEND_COLUMNS;
        boolean counts = all(true).allMatch(value -> value == Math.rint(value));
        Axis x = Axis.of(all(true).min().orElse(0), all(true).max().orElse(1), LEFT, WIDTH - RIGHT, counts ? 1 : 0);
        double top = TOP + LEGEND_ROW * (double) rows - LEGEND_ROW;
        Axis y = Axis.of(
                Math.min(0, all(false).min().orElse(0)),
                HEADROOM * all(false).max().orElse(1),
                HEIGHT - BOTTOM,
                top,
                0);
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d' role='img' aria-label='%s'"
                        + " font-family='Helvetica, Arial, sans-serif' font-size='12'>",
                WIDTH,
                HEIGHT,
                WIDTH,
                escape(title));
        add(svg, "<rect width='%d' height='%d' rx='6' fill='#ffffff'/>", WIDTH, HEIGHT);
        for (double tick : y.ticks()) {
            add(
                    svg,
                    "<line x1='%d' y1='%.1f' x2='%d' y2='%.1f' stroke='#dddddd'/>",
                    LEFT,
                    y.at(tick),
                    WIDTH - RIGHT,
                    y.at(tick));
            add(
                    svg,
                    "<text x='%d' y='%.1f' text-anchor='end' fill='#444444'>%s</text>",
                    LEFT - 8,
                    y.at(tick) + 4,
                    y.label(tick));
        }
        for (double tick : x.ticks()) {
            add(
                    svg,
                    "<text x='%.1f' y='%d' text-anchor='middle' fill='#444444'>%s</text>",
                    x.at(tick),
                    HEIGHT - BOTTOM + 18,
                    x.label(tick));
        }
        add(
                svg,
                "<text x='%d' y='%d' text-anchor='middle' fill='#222222'>%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 12,
                escape(across));
        double middle = (top + HEIGHT - BOTTOM) / 2;
        add(
                svg,
                "<text transform='translate(16 %.1f) rotate(-90)' text-anchor='middle' fill='#222222'>%s</text>",
                middle,
                escape(upwards));
        for (int i = 0; i < lines.size(); i++) {
            draw(svg, i, x, y);
        }
        return svg.append("</svg>\n").toString();
    }

    private DoubleStream all(boolean across) {
        return lines.stream().flatMapToDouble(line -> DoubleStream.of(across ? line.x() : line.y()));
    }

    private void draw(StringBuilder svg, int index, Axis x, Axis y) {
        Line line = lines.get(index);
        String colour = COLOURS.get(index % COLOURS.size());
        String dash = DASHES.get(index % DASHES.size());
        String stroke = "fill='none' stroke='" + colour + "' stroke-width='2.2' stroke-linejoin='round'"
                + (dash.isEmpty() ? "" : " stroke-dasharray='" + dash + "'");
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < line.x().length; i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x.at(line.x()[i]), y.at(line.y()[i])));
        }
        add(svg, "<polyline points='%s' %s/>", points.toString().strip(), stroke);
        double left = LEFT + (index % LEGEND_COLUMNS) * (double) (WIDTH - LEFT - RIGHT) / LEGEND_COLUMNS;
        int below = index / LEGEND_COLUMNS;
        double row = 20 + LEGEND_ROW * (double) below;
        add(svg, "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' %s/>", left, row - 4, left + 24, row - 4, stroke);
        add(svg, "<text x='%.1f' y='%.1f' fill='#222222'>%s</text>", left + 30, row, escape(line.name()));
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;");
    }

    /** From values to places, with round ticks. */
    private record Axis(double low, double high, double from, double to, double step) {

        static Axis of(double low, double high, double from, double to, double finest) {
            double span = high > low ? high - low : 1;
            double rough = span / TICKS;
            double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
            double step = 10 * power;
            for (double factor : new double[] {1, 2, 5}) {
                if (factor * power >= rough) {
                    step = factor * power;
                    break;
                }
            }
            return new Axis(low, low + span, from, to, Math.max(finest, step));
        }

        double at(double value) {
            return from + (value - low) / (high - low) * (to - from);
        }

        double[] ticks() {
            long first = (long) Math.ceil(low / step - 1e-9);
            long last = (long) Math.floor(high / step + 1e-9);
            double[] ticks = new double[(int) (last - first + 1)];
            for (int i = 0; i < ticks.length; i++) {
                ticks[i] = (first + i) * step;
            }
            return ticks;
        }

        String label(double tick) {
            int digits = (int) Math.max(0, -Math.floor(StrictMath.log10(step)));
            return String.format(Locale.ROOT, "%." + digits + "f", tick == 0 ? 0.0 : tick);
        }
    }
}
