package org.recarena.demo;

import java.util.Locale;

/** Builds one picture. Colours are the report's CSS variables, so that it follows the reader's light or dark theme. */
final class Svg {

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    Svg line(double x1, double y1, double x2, double y2, String style) {
        return add("<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' class='%s'/>", x1, y1, x2, y2, style);
    }

    Svg circle(double x, double y, double radius, String colour) {
        return add("<circle cx='%.1f' cy='%.1f' r='%.1f' fill='%s'/>", x, y, radius, colour);
    }

    Svg stroke(double x1, double y1, double x2, double y2, String colour, double thickness) {
        return add(
                "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='%s' stroke-width='%.1f'"
                        + " stroke-linecap='round'/>",
                x1, y1, x2, y2, colour, thickness);
    }

    Svg path(String points, String colour, double thickness) {
        return add(
                "<polyline points='%s' fill='none' stroke='%s' stroke-width='%.1f' stroke-linejoin='round'/>",
                points, colour, thickness);
    }

    Svg text(double x, double y, String anchor, String style, String content) {
        return add(
                "<text x='%.1f' y='%.1f' text-anchor='%s' class='%s'>%s</text>", x, y, anchor, style, escape(content));
    }

    Svg colouredText(double x, double y, String colour, String content) {
        return add("<text x='%.1f' y='%.1f' style='fill:%s' class='series'>%s</text>", x, y, colour, escape(content));
    }

    Svg bar(double x, double y, double width, double height, String colour) {
        return add(
                "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' rx='1.5' style='fill:%s'/>",
                x, y, width, height, colour);
    }

    /** A square with a note for the pointer; pale and without a rim unless it is marked. */
    Svg tile(double x, double y, double side, String colour, boolean marked, String note) {
        return add(
                "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' rx='3' style='fill:%s' class='%s'>"
                        + "<title>%s</title></rect>",
                x, y, side, side, colour, marked ? "marked" : "pale", escape(note));
    }

    private Svg add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return "<svg viewBox='0 0 " + width + " " + height + "' role='img' aria-label='" + escape(title) + "'>\n" + body
                + "</svg>\n";
    }
}
