package org.recarena.demo;

/** Builds a report: one HTML file that needs nothing else, for wide screens and phones, light and dark. */
final class Page {

    private static final String STYLE = """
            :root { --paper: #fcfcfa; --card: #ffffff; --ink: #1b1f24; --ink2: #5b6470; --rule: #e4e6e8;
              --c1: #2563a8; --c2: #c2571a; --c3: #2f7d4f; --c4: #8a3f8f; --c5: #96741c; --c6: #1f8a8a; --c7: #b23a5a;
              --c8: #6b7a2f; --c9: #4a4fb5; --c10: #7a5a44; --c11: #c0427f; --c12: #3d6b8f;
              --bad: #b4502f; --middle: #d9d6cf; --good: #1f7a6d; }
            @media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1b1f23; --ink: #e8eaec;
              --ink2: #9aa4ae; --rule: #2d3338; --c1: #6ea8e6; --c2: #f0935a; --c3: #6cc08b; --c4: #cf8bd4;
              --c5: #e0bd62; --c6: #62c7c7; --c7: #ec7f9c; --c8: #b3c26a; --c9: #9a9ef0; --c10: #c9a58c; --c11: #f08ac0; --c12: #8fb8d6;
              --bad: #e07b52; --middle: #4a4d4f; --good: #4fc4b0; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--paper); color: var(--ink);
              font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
            main { max-width: 940px; margin: 0 auto; padding: 40px 20px 64px; }
            h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
            h2 { font-size: 20px; margin: 44px 0 4px; }
            h3 { font-size: 16px; margin: 6px 0 0; }
            p { margin: 4px 0 14px; max-width: 68ch; color: var(--ink2); }
            p strong { color: var(--ink); }
            section > .card { background: var(--card); border: 1px solid var(--rule); border-radius: 10px;
              padding: 18px 16px 10px; }
            svg { display: block; width: 100%; height: auto; }
            svg text { font-family: inherit; fill: var(--ink2); font-size: 13px; }
            svg text.label { fill: var(--ink); font-size: 14px; }
            svg text.group { fill: var(--ink); font-size: 14px; font-weight: 600; }
            svg text.value { fill: var(--ink); font-size: 13px; font-variant-numeric: tabular-nums; }
            svg text.truthlabel { fill: var(--c2); font-size: 12px; }
            svg text.series, svg text.small { font-size: 12px; }
            .grid { stroke: var(--rule); stroke-width: 1; }
            .truth { stroke: var(--c2); stroke-width: 2; stroke-dasharray: 5 4; }
            .marked { stroke: var(--ink); stroke-width: 1.6; }
            .pale { opacity: 0.5; }
            .narrow { display: none; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { text-align: right; padding: 7px 10px; border-bottom: 1px solid var(--rule); font-size: 14px; }
            td { white-space: nowrap; }
            th { color: var(--ink2); font-weight: 500; vertical-align: bottom; }
            th.text, td.text { text-align: left; }
            tr:last-child td { border-bottom: 0; }
            code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
            details { margin: 4px 0 22px; font-size: 14px; color: var(--ink2); }
            summary { cursor: pointer; }
            li strong { color: var(--ink); }
            footer { margin-top: 44px; color: var(--ink2); font-size: 14px; }
            @media (max-width: 700px) {
              main { padding: 24px 12px 48px; }
              h1 { font-size: 25px; }
              h2 { margin-top: 34px; }
              section > .card { padding: 12px 10px 8px; }
              .wide { display: none; }
              .narrow { display: block; }
              table, tbody, tr, td { display: block; }
              tr:first-child { display: none; }
              tr { padding: 8px 2px; border-bottom: 1px solid var(--rule); }
              tr:last-child { border-bottom: 0; }
              td { display: flex; justify-content: space-between; gap: 12px; padding: 1px 0; border: 0; }
              td::before { content: attr(data-label); color: var(--ink2); }
              td:empty { display: none; }
              td:first-child { font-weight: 600; }
              td:first-child::before { content: none; }
            }
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    Page(String title, String introduction) {
        this.title = title;
        body.append("<h1>")
                .append(title)
                .append("</h1>\n<p>")
                .append(introduction)
                .append("</p>\n");
    }

    /**
     * Adds a section.
     *
     * @param heading its heading
     * @param explanation a sentence or two, as HTML
     * @param content a picture or table, as HTML
     */
    Page section(String heading, String explanation, String content) {
        body.append("<section>\n<h2>")
                .append(heading)
                .append("</h2>\n<p>")
                .append(explanation)
                .append("</p>\n<div class='card'>\n")
                .append(content)
                .append("</div>\n</section>\n");
        return this;
    }

    /** The whole page, with where it all came from at its end. */
    String html(String environment, String config, long seed, String log) {
        return html("<footer><p>World: <code>" + Svg.escape(environment + " " + config) + "</code>, seed <code>" + seed
                + "</code>. The same command gives the same users and the same figures. Log: <code>" + Svg.escape(log)
                + "</code></p></footer>\n");
    }

    /** The whole page, which says itself where it all came from. */
    String html() {
        return html("");
    }

    private String html(String footer) {
        return "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
                + "<meta name='viewport' content='width=device-width, initial-scale=1'>\n<title>RecArena: " + title
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n<main>\n" + body + footer
                + "</main>\n</body>\n</html>\n";
    }
}
