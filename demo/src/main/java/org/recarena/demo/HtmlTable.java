package org.recarena.demo;

import java.util.List;

/** A table of figures, which on a phone becomes a list: so each cell knows its column's name. */
final class HtmlTable {

    private final List<String> columns;
    private final int texts;
    private final StringBuilder rows = new StringBuilder();

    /**
     * An empty table.
     *
     * @param texts how many columns, from the first, hold words
     * @param columns their names
     */
    HtmlTable(int texts, String... columns) {
        this.texts = texts;
        this.columns = List.of(columns);
        rows.append("<tr>");
        for (int i = 0; i < columns.length; i++) {
            rows.append("<th").append(style(i)).append('>').append(columns[i]).append("</th>");
        }
        rows.append("</tr>\n");
    }

    void row(String... cells) {
        rows.append("<tr>");
        for (int i = 0; i < cells.length; i++) {
            rows.append("<td")
                    .append(style(i))
                    .append(" data-label='")
                    .append(columns.get(i))
                    .append("'>")
                    .append(Svg.escape(cells[i]))
                    .append("</td>");
        }
        rows.append("</tr>\n");
    }

    private String style(int column) {
        return column < texts ? " class='text'" : "";
    }

    @Override
    public String toString() {
        return "<table>\n<tbody>\n" + rows + "</tbody>\n</table>\n";
    }
}
