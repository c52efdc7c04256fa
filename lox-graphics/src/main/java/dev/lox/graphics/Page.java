// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A report as one HTML file: no network, no script. It takes plain text only and escapes all of it; the result is also
 * well-formed XML.
 */
public final class Page {
    /** How a verdict is marked. */
    public enum Verdict {
        HOLDS,
        FAILS,
        OPEN
    }

    /** A headline figure and what it measures. */
    public record Tile(String figure, String words) {}

    private static final String HINT = "<div class=\"hint\" aria-hidden=\"true\"><span>scroll sideways →</span></div>";

    private final StringBuilder html = new StringBuilder();

    /**
     * An empty report.
     *
     * @param kicker the kind of report, above its title
     */
    public Page(String kicker, String title) {
        html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
        element("title", title).append("<style>\n").append(style()).append("</style></head><body><main>\n");
        element("p class=\"kicker\"", kicker);
        element("h1", title);
    }

    private static String style() {
        try (InputStream css = Page.class.getResourceAsStream("page.css")) {
            return new String(Objects.requireNonNull(css, "page.css").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's text. */
    public String html() {
        return html + "</main></body></html>\n";
    }

    /** The main statement, in a sentence or two. */
    public Page lead(String text) {
        element("p class=\"lead\"", text);
        return this;
    }

    public Page paragraph(String text) {
        element("p", text);
        return this;
    }

    public Page subheading(String text) {
        element("h3", text);
        return this;
    }

    /** Starts a section; {@link #end} closes it. */
    public Page section(String title) {
        html.append("<section>");
        element("h2", title);
        return this;
    }

    public Page end() {
        html.append("</section>\n");
        return this;
    }

    /**
     * The verdict, marked by its colour and line.
     *
     * @param strong the verdict in short, or empty
     */
    public Page verdict(Verdict verdict, String strong, List<String> paragraphs) {
        html.append("<div class=\"verdict ")
                .append(verdict.name().toLowerCase(Locale.ROOT))
                .append("\"><p class=\"first\">");
        if (!strong.isEmpty()) element("strong", strong).append(' ');
        if (!paragraphs.isEmpty()) html.append(Markup.escape(paragraphs.get(0)));
        html.append("</p>");
        paragraphs.stream().skip(1).forEach(this::paragraph);
        html.append("</div>\n");
        return this;
    }

    public Page tiles(List<Tile> tiles) {
        html.append("<dl class=\"tiles\">");
        for (Tile t : tiles) {
            html.append("<div>");
            element("dt", t.words());
            element("dd", t.figure()).append("</div>");
        }
        html.append("</dl>\n");
        return this;
    }

    /**
     * Something to heed.
     *
     * @param items name and text of each particular
     * @param shown how many of them are visible; the others are folded away
     */
    public Page warning(String text, List<Map.Entry<String, String>> items, int shown) {
        html.append("<div class=\"warning\">");
        element("p", text);
        items(items.subList(0, Math.min(shown, items.size())));
        if (items.size() > shown) {
            html.append("<details>");
            element("summary", items.size() - shown + " more");
            items(items.subList(shown, items.size()));
            html.append("</details>");
        }
        html.append("</div>\n");
        return this;
    }

    private void items(List<Map.Entry<String, String>> items) {
        if (items.isEmpty()) return;
        html.append("<ul>");
        for (Map.Entry<String, String> item : items) {
            html.append("<li>");
            element("b", item.getKey())
                    .append(": ")
                    .append(Markup.escape(item.getValue()))
                    .append("</li>\n");
        }
        html.append("</ul>");
    }

    /** Nothing if the table has no rows. */
    public Page table(Table table) {
        if (!table.rows().isEmpty()) scrolled(table.caption(), table.html());
        return this;
    }

    /**
     * A table that opens on a click.
     *
     * @param printed whether it is printed even if it is closed
     */
    public Page folded(Table table, boolean printed) {
        fold(
                printed ? "" : " class=\"every\"",
                table.caption() + " (" + table.rows().size() + ")");
        table(table);
        html.append("</details>\n");
        return this;
    }

    /** Preformatted text that opens on a click. */
    public Page folded(String summary, String text) {
        fold("", summary);
        preformatted(text);
        html.append("</details>\n");
        return this;
    }

    private void fold(String attribute, String summary) {
        html.append("<details").append(attribute).append('>');
        element("summary", summary);
    }

    public Page preformatted(String text) {
        element("pre tabindex=\"0\"", text);
        return this;
    }

    /** Terms and what they mean. */
    public Page terms(List<Map.Entry<String, String>> terms) {
        html.append("<section class=\"terms\"><h2>Terms</h2><dl>\n");
        for (Map.Entry<String, String> term : terms) {
            element("dt", term.getKey());
            element("dd", term.getValue());
        }
        html.append("</dl></section>\n");
        return this;
    }

    /** Charts are drawn twice, for wide screens and for phones; what fits no phone is drawn once and scrolled. */
    public Page picture(Picture picture) {
        html.append("<figure aria-label=\"")
                .append(Markup.escape(picture.title()))
                .append("\">");
        if (!picture.legend().isEmpty()) {
            html.append("<ul class=\"legend\">");
            for (LegendEntry entry : picture.legend())
                html.append("<li>")
                        .append(SvgPicture.key(entry.symbol()))
                        .append(Markup.escape(entry.words()))
                        .append("</li>");
            html.append("</ul>\n");
        }
        int columns = picture.columns();
        double width = Picture.columnWidth(columns);
        List<Sketch> narrow = picture.draw(Picture.PHONE);
        boolean phone = Picture.fits(narrow, Picture.PHONE);
        charts(picture.draw(width), width, "of" + columns + (phone ? " large" : ""));
        if (phone) charts(narrow, Picture.PHONE, "small");
        if (!picture.notes().isEmpty()) element("figcaption", String.join(" ", picture.notes()));
        html.append("</figure>\n");
        return this;
    }

    private void charts(List<Sketch> charts, double width, String style) {
        html.append("<div class=\"panels ").append(style).append("\">");
        for (Sketch chart : charts) {
            boolean small = style.equals("small");
            String bound = small ? "" : String.format(Locale.ROOT, " style=\"max-width:%.0fpx\"", chart.width());
            if (small || style.endsWith("large") && chart.width() <= width)
                html.append("<div>").append(SvgPicture.inPage(chart, bound)).append("</div>");
            else
                scrolled(
                        chart.title(),
                        SvgPicture.inPage(
                                chart, String.format(Locale.ROOT, " style=\"min-width:%.0fpx\"", 0.9 * chart.width())));
        }
        html.append("</div>\n");
    }

    /** Scrolls within its frame, by keys too, where the page is narrower, and says so there. */
    private void scrolled(String label, String content) {
        html.append("<div class=\"frame\"><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(Markup.escape(label))
                .append("\"><div class=\"fit\">")
                .append(HINT)
                .append(content)
                .append("</div></div></div>\n");
    }

    private StringBuilder element(String tag, String text) {
        String name = tag.split(" ", 2)[0];
        return html.append('<')
                .append(tag)
                .append('>')
                .append(Markup.escape(text))
                .append("</")
                .append(name)
                .append('>');
    }
}
