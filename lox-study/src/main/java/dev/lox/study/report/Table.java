// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Markup;
import dev.lox.eval.report.MarkdownText;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of plain text under heads, as a page and as Markdown; the first column names the row. */
record Table(String caption, List<Column> columns, List<List<String>> rows) {
    /** What stands in a column: names and words may take several lines, numbers never do. */
    enum Kind {
        NAME,
        NUMBER,
        WORDS
    }

    record Column(String head, Kind kind) {}

    static Column name(String head) {
        return new Column(head, Kind.NAME);
    }

    static Column number(String head) {
        return new Column(head, Kind.NUMBER);
    }

    static Column words(String head) {
        return new Column(head, Kind.WORDS);
    }

    /** Scrolled through, by keys too, where the page is narrower. */
    String html() {
        StringBuilder html = new StringBuilder("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(Markup.escape(caption))
                .append("\"><table><caption>")
                .append(Markup.escape(caption))
                .append("</caption><thead><tr>");
        for (Column c : columns)
            html.append("<th scope=\"col\"")
                    .append(style(c))
                    .append('>')
                    .append(Markup.escape(c.head()))
                    .append("</th>");
        html.append("</tr></thead><tbody>\n");
        for (List<String> row : rows) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) cell(html, i, row.get(i));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table></div>\n").toString();
    }

    private void cell(StringBuilder html, int column, String text) {
        String element = column == 0 ? "th" : "td";
        html.append('<').append(element);
        if (column == 0) html.append(" scope=\"row\"");
        html.append(style(columns.get(column)))
                .append('>')
                .append(Markup.escape(text))
                .append("</")
                .append(element)
                .append('>');
    }

    private static String style(Column column) {
        return switch (column.kind()) {
            case NAME -> "";
            case NUMBER -> " class=\"num\"";
            case WORDS -> " class=\"words\"";
        };
    }

    String markdown() {
        StringBuilder text = new StringBuilder(columns.stream()
                .map(c -> MarkdownText.escape(c.head()))
                .collect(Collectors.joining(" | ", "| ", " |\n|")));
        for (Column c : columns) text.append(c.kind() == Kind.NUMBER ? "---:|" : "---|");
        text.append('\n');
        for (List<String> row : rows)
            text.append(row.stream().map(MarkdownText::escape).collect(Collectors.joining(" | ", "| ", " |\n")));
        return text.toString();
    }
}
