package org.recarena.demo;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Draws a session: a column for each slate, in rows like a calendar's. A tile is a document, coloured by its worth,
 * pale unless it was clicked; the bar below is what is told of the user's state, such as the time that is left.
 */
final class SessionPicture {

    private static final int LEFT = 34;
    private static final int BAR = 30;
    private static final int GAP = 22;
    private static final int SHADES = 7;
    /** About how wide a letter of the small writing is. */
    private static final double LETTER = 6.4;

    private final SlateStudy.Story told;

    SessionPicture(SlateStudy.Story told) {
        this.told = told;
    }

    String draw(Session session, Canvas canvas) {
        int slots = session.steps().isEmpty()
                ? 1
                : session.steps().get(0).documents().size();
        double tile = canvas.narrow() ? 15 : 17;
        int perRow = (int) ((canvas.width() - LEFT - 2) / (tile + 3));
        int rows = (session.steps().size() + perRow - 1) / perRow;
        double bar = told.meter().isPresent() ? BAR : 0;
        double rowHeight = slots * (tile + 2) + bar + GAP;
        Svg svg = new Svg(canvas.width(), (int) (rows * rowHeight), "One user's session with " + session.agent());
        for (int i = 0; i < session.steps().size(); i++) {
            int row = i / perRow;
            int column = i % perRow;
            double x = LEFT + column * (tile + 3);
            double y = 2 + row * rowHeight;
            if (column == 0) {
                svg.text(LEFT - 8.0, y + 12, "end", "small", Integer.toString(i + 1));
                if (bar > 0) {
                    double bottom = y + slots * (tile + 2) + bar;
                    svg.line(LEFT, bottom, LEFT + perRow * (tile + 3) - 3, bottom, "grid");
                }
            }
            step(svg, session.steps().get(i), i + 1, x, y, tile);
        }
        return svg.toString();
    }

    private void step(Svg svg, Session.Step step, int number, double x, double y, double tile) {
        double top = y;
        for (Session.Shown shown : step.documents()) {
            String about = String.format(
                    Locale.ROOT,
                    "slate %d: topic %d, %s %.2f%s",
                    number,
                    shown.cluster() + 1,
                    told.worth(),
                    shown.worth(),
                    shown.clicked() ? String.format(Locale.ROOT, ", clicked: %.1f", step.reward()) : "");
            svg.tile(x, top, tile, colour(shown.worth()), shown.clicked(), about);
            top += tile + 2;
        }
        if (told.meter().isPresent() && step.meter().isPresent()) {
            double share = step.meter().getAsDouble() / told.meter().get().full();
            double height = Math.max(1, Math.min(1, share) * (BAR - 4));
            svg.bar(x, top + BAR - height, tile, height, "var(--ink2)");
        }
    }

    /** From bad over the middle to good. */
    private String colour(double worth) {
        double share = (worth - told.low()) / (told.high() - told.low()) * 2 - 1;
        double strength = Math.max(-1, Math.min(1, share));
        return String.format(
                Locale.ROOT,
                "color-mix(in oklab, var(--%s) %.0f%%, var(--middle))",
                strength < 0 ? "bad" : "good",
                100 * Math.abs(strength));
    }

    /** What colours, rims and bars mean. */
    String key(Canvas canvas) {
        boolean below = canvas.narrow() && told.meter().isPresent();
        Svg svg = new Svg(canvas.width(), below ? 44 : 24, "Key");
        String lowest = told.worth() + " " + number(told.low());
        svg.text(2, 14, "start", "small", lowest);
        double x = 8 + LETTER * lowest.length();
        for (int i = 0; i < SHADES; i++) {
            svg.bar(x, 4, 14, 12, colour(told.low() + (told.high() - told.low()) * i / (SHADES - 1)));
            x += 14;
        }
        svg.text(x + 6, 14, "start", "small", number(told.high()));
        x += 40;
        svg.tile(x, 3, 13, "var(--middle)", true, "clicked");
        svg.text(x + 19, 14, "start", "small", "clicked");
        if (told.meter().isPresent()) {
            double left = below ? 2 : x + 84;
            double top = below ? 22 : 0;
            svg.bar(left, top + 6, 13, 9, "var(--ink2)");
            svg.text(left + 19, top + 14, "start", "small", told.meter().get().title());
        }
        return svg.toString();
    }

    /** The same in words, for who cannot see the picture or point at it. */
    String words(Session session) {
        StringBuilder words = new StringBuilder("<details><summary>The same in words</summary>\n<ol>\n");
        for (Session.Step step : session.steps()) {
            String shown = step.documents().stream().map(this::words).collect(Collectors.joining("; "));
            words.append("<li>").append(shown);
            told.meter()
                    .filter(meter -> step.meter().isPresent())
                    .ifPresent(meter -> words.append(String.format(
                            Locale.ROOT,
                            " &ndash; %s %.2f",
                            meter.title(),
                            step.meter().getAsDouble())));
            words.append("</li>\n");
        }
        return words.append("</ol>\n</details>\n").toString();
    }

    private String words(Session.Shown shown) {
        String about = String.format(Locale.ROOT, "topic %d (%.2f)", shown.cluster() + 1, shown.worth());
        return shown.clicked() ? "<strong>" + about + " clicked</strong>" : about;
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
