package org.recarena.demo;

/**
 * One HTML page that needs nothing else: a heading, sections, and a footer. Everything given is HTML. Used by one
 * thread.
 */
final class Page {

    private static final String STYLE = """
            :root { --paper: #fcfcfa; --card: #ffffff; --ink: #1b1f24; --ink2: #5b6470; --rule: #e4e6e8;
              --c1: #2563a8; --c2: #c2571a; --c3: #2f7d4f; --c4: #8a3f8f; --c5: #b0892b; --c6: #1f8a8a; --c7: #b23a5a;
              --c8: #6b7a2f; }
            @media (prefers-color-scheme: dark) { :root { --paper: #14171a; --card: #1b1f23; --ink: #e8eaec;
              --ink2: #9aa4ae; --rule: #2d3338; --c1: #6ea8e6; --c2: #f0935a; --c3: #6cc08b; --c4: #cf8bd4;
              --c5: #e0bd62; --c6: #62c7c7; --c7: #ec7f9c; --c8: #b3c26a; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--paper); color: var(--ink);
              font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
            main { max-width: 940px; margin: 0 auto; padding: 40px 20px 64px; }
            h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
            h2 { font-size: 20px; margin: 44px 0 4px; }
            p { margin: 4px 0 14px; max-width: 68ch; color: var(--ink2); }
            p strong { color: var(--ink); }
            section > div { background: var(--card); border: 1px solid var(--rule); border-radius: 10px;
              padding: 18px 16px 10px; overflow-x: auto; }
            svg { display: block; width: 100%; min-width: 620px; height: auto; }
            svg text { font-family: inherit; fill: var(--ink2); font-size: 13px; }
            svg text.label { fill: var(--ink); font-size: 14px; }
            svg text.group { fill: var(--ink); font-size: 14px; font-weight: 600; }
            svg text.value { fill: var(--ink); font-size: 13px; font-variant-numeric: tabular-nums; }
            svg text.truthlabel { fill: var(--c2); font-size: 12px; }
            svg text.series { font-size: 12px; }
            .grid { stroke: var(--rule); stroke-width: 1; }
            .truth { stroke: var(--c2); stroke-width: 2; stroke-dasharray: 5 4; }
            table { border-collapse: collapse; width: 100%; min-width: 620px; font-variant-numeric: tabular-nums; }
            th, td { text-align: right; padding: 7px 10px; border-bottom: 1px solid var(--rule); font-size: 14px; }
            th { color: var(--ink2); font-weight: 500; }
            th:first-child, td:first-child, th:nth-child(2), td:nth-child(2) { text-align: left; }
            tr:last-child td { border-bottom: 0; }
            code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
            footer { margin-top: 44px; color: var(--ink2); font-size: 14px; }
            """;

    private final String title;
    private final StringBuilder body = new StringBuilder();

    Page(String title) {
        this.title = title;
    }

    Page heading(String heading) {
        body.append("<h1>").append(heading).append("</h1>\n");
        return this;
    }

    Page paragraph(String text) {
        body.append("<p>").append(text).append("</p>\n");
        return this;
    }

    Page section(String heading, String explanation, String content) {
        body.append("<section>\n<h2>")
                .append(heading)
                .append("</h2>\n<p>")
                .append(explanation)
                .append("</p>\n<div>\n")
                .append(content)
                .append("</div>\n</section>\n");
        return this;
    }

    Page footer(String text) {
        body.append("<footer><p>").append(text).append("</p></footer>\n");
        return this;
    }

    String html() {
        return "<!doctype html>\n<html lang='en'>\n<head>\n<meta charset='utf-8'>\n"
                + "<meta name='viewport' content='width=device-width, initial-scale=1'>\n<title>" + title
                + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n<main>\n" + body
                + "</main>\n</body>\n</html>\n";
    }
}
