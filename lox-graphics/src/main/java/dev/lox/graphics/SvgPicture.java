// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A drawing as SVG: in a page, whose colours it takes, or as a file of its own. */
public final class SvgPicture {
    private static final String FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

    private final StringBuilder out = new StringBuilder();
    private final Function<Paint, String> colour;

    private SvgPicture(Function<Paint, String> colour) {
        this.colour = colour;
    }

    /** As wide as its place in the page. */
    static String inPage(Sketch sketch, String attributes) {
        return new SvgPicture(Paint::css).draw(sketch, attributes, true);
    }

    /** A symbol of a legend, beside its words. */
    static String key(Sketch sketch) {
        SvgPicture svg = new SvgPicture(Paint::css);
        svg.add(
                "<svg class=\"key\" width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\" aria-hidden=\"true\">",
                sketch.width(), sketch.height(), sketch.width(), sketch.height());
        sketch.shapes().forEach(svg::shape);
        return svg.out + "</svg>";
    }

    /** A file: on white, with a fixed size. */
    public static String file(Sketch sketch) {
        SvgPicture svg = new SvgPicture(Paint::hex);
        svg.out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        return svg.draw(
                sketch,
                String.format(
                        Locale.ROOT,
                        " xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\"",
                        sketch.width(),
                        sketch.height()),
                false);
    }

    private String draw(Sketch sketch, String attributes, boolean clear) {
        add(
                "<svg viewBox=\"0 0 %s %s\" role=\"img\" font-family=\"%s\"",
                sketch.width(), sketch.height(), Markup.escape(FONT));
        out.append(attributes).append("><title>").append(Markup.escape(sketch.title()));
        out.append("</title><desc>").append(Markup.escape(sketch.description())).append("</desc>\n");
        if (!clear) out.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        sketch.shapes().forEach(this::shape);
        return out.append("</svg>\n").toString();
    }

    private void shape(Shape shape) {
        if (shape instanceof Shape.Stroke s) {
            add("<path d=\"%s\" fill=\"none\"%s stroke-linejoin=\"round\"/>\n", path(s.xy()), edge(s.pen()));
        } else if (shape instanceof Shape.Area a) {
            add(
                    "<path d=\"%s\" fill=\"%s\"%s",
                    rings(a.rings()), colour.apply(a.fill()), opacity(a.fill()) + edge(a.edge()));
            close("path", a.title());
        } else if (shape instanceof Shape.Disc d) {
            add("<circle cx=\"%s\" cy=\"%s\" r=\"%s\"", d.x(), d.y(), d.radius());
            add(" fill=\"%s\"%s", colour.apply(d.fill()), edge(d.edge()));
            close("circle", d.title());
        } else if (shape instanceof Shape.Text t) {
            add("<text x=\"%s\" y=\"%s\" font-size=\"%s\"", t.x(), t.y(), t.size());
            if (t.bold()) add(" font-weight=\"600\"");
            if (t.anchor() != Anchor.START)
                add(" text-anchor=\"%s\"", t.anchor().name().toLowerCase(Locale.ROOT));
            add(" fill=\"%s\">%s</text>\n", colour.apply(t.paint()), Markup.escape(t.text()));
        }
    }

    private void close(String element, String title) {
        if (title.isEmpty()) out.append("/>\n");
        else add("><title>%s</title></%s>\n", Markup.escape(title), element);
    }

    private static String opacity(Paint paint) {
        return paint.opacity() < 1 ? String.format(Locale.ROOT, " fill-opacity=\"%.2f\"", paint.opacity()) : "";
    }

    private String edge(@Nullable Pen pen) {
        if (pen == null) return "";
        return " stroke=\"" + colour.apply(pen.paint()) + "\" stroke-width=\"" + number(pen.width()) + "\""
                + (pen.dashed() ? " stroke-dasharray=\"5 3\"" : "");
    }

    private static String rings(List<double[]> rings) {
        StringBuilder d = new StringBuilder();
        for (double[] ring : rings) d.append(path(ring)).append('Z');
        return d.toString();
    }

    private static String path(double[] xy) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < xy.length; i += 2)
            d.append(i == 0 ? 'M' : 'L').append(number(xy[i])).append(' ').append(number(xy[i + 1]));
        return d.toString();
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private void add(String format, Object... values) {
        for (int i = 0; i < values.length; i++) if (values[i] instanceof Double d) values[i] = number(d);
        out.append(String.format(Locale.ROOT, format, values));
    }
}
