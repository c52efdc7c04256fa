// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.List;

/**
 * Plain text in rows and columns; the first column names the row.
 *
 * @param total whether the last row sums up the others
 */
public record Table(String caption, List<Column> columns, List<List<String>> rows, boolean total) {
    /** Names and words may wrap, numbers never do. */
    public enum Kind {
        NAME(""),
        NUMBER(" class=\"num\""),
        WORDS(" class=\"words\"");

        private final String attribute;

        Kind(String attribute) {
            this.attribute = attribute;
        }
    }

    public record Column(String head, Kind kind) {}

    public Table(String caption, List<Column> columns, List<List<String>> rows) {
        this(caption, columns, rows, false);
    }

    public static Column name(String head) {
        return new Column(head, Kind.NAME);
    }

    public static Column number(String head) {
        return new Column(head, Kind.NUMBER);
    }

    public static Column words(String head) {
        return new Column(head, Kind.WORDS);
    }

    String html() {
        StringBuilder html = new StringBuilder("<table><caption>")
                .append(Markup.escape(caption))
                .append("</caption><thead><tr>");
        for (Column c : columns) cell(html, "th", " scope=\"col\"", c, c.head());
        html.append("</tr></thead><tbody>\n");
        for (int r = 0; r < rows.size(); r++) {
            html.append(total && r == rows.size() - 1 ? "<tr class=\"sum\">" : "<tr>");
            List<String> row = rows.get(r);
            for (int c = 0; c < row.size(); c++)
                cell(html, c == 0 ? "th" : "td", c == 0 ? " scope=\"row\"" : "", columns.get(c), row.get(c));
            html.append("</tr>\n");
        }
        return html.append("</tbody></table>").toString();
    }

    private static void cell(StringBuilder html, String element, String scope, Column column, String text) {
        html.append('<')
                .append(element)
                .append(scope)
                .append(column.kind().attribute)
                .append('>');
        html.append(Markup.escape(text)).append("</").append(element).append('>');
    }
}
