// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.draw.Markup;
import java.util.Locale;

/** An inline picture under construction, in its own units; it is as wide as the page lets it be. */
final class Svg {
    private final StringBuilder out = new StringBuilder();

    /**
     * A picture that shrinks with the page.
     *
     * @param label what it shows, for those who cannot see it
     */
    Svg(double width, double height, String label) {
        this(width, height, 0, label);
    }

    /** A picture that shrinks to {@code least} pixels and is scrolled through on narrower pages. */
    Svg(double width, double height, double least, String label) {
        out.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" style=\"min-width:%.0fpx;max-width:%.0fpx\" role=\"img\" aria-label=\"%s\">",
                width,
                height,
                least,
                1.3 * width,
                Markup.escape(label)));
    }

    Svg line(String style, double x1, double y1, double x2, double y2) {
        return add("<path class=\"%s\" d=\"M%.1f %.1fL%.1f %.1f\"/>", style, x1, y1, x2, y2);
    }

    /** An open path through points that are (x, y) pairs. */
    Svg path(String style, CharSequence d) {
        return add("<path class=\"%s\" d=\"%s\"/>", style, d);
    }

    /** A rectangle filled with {@code fill} that shows {@code title} when pointed at. */
    Svg cell(double x, double y, double width, double height, String fill, String title) {
        return add(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s</title></rect>",
                x, y, width, height, fill, Markup.escape(title));
    }

    Svg bar(String style, double x, double y, double width, double height) {
        return add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                style, x, y, width, height);
    }

    Svg dot(String style, double x, double y, double radius, String title) {
        return add(
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
                style, x, y, radius, Markup.escape(title));
    }

    /** @param style classes; {@code end} and {@code mid} anchor the text there */
    Svg text(String style, double x, double y, String text) {
        return add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", style, x, y, Markup.escape(text));
    }

    private Svg add(String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values));
        return this;
    }

    @Override
    public String toString() {
        return out + "</svg>\n";
    }
}
