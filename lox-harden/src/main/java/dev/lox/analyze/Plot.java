// SPDX-License-Identifier: Apache-2.0
package dev.lox.analyze;

import dev.lox.draw.Scale;
import java.util.Locale;

/** Curves over two axes. */
final class Plot {
    private static final double WIDTH = 460;
    private static final double HEIGHT = 300;
    private static final double LEFT = 44;
    private static final double RIGHT = 12;
    private static final double TOP = 12;
    private static final double BOTTOM = 40;

    /** Colours told apart by CSS; dashes tell the second eight from the first. */
    private static final int COLOURS = 8;

    private final Svg svg;
    private final Scale x;
    private final Scale y;

    Plot(String label, Scale x, String xTitle, Scale y) {
        this.svg = new Svg(WIDTH, HEIGHT, label);
        this.x = x;
        this.y = y;
        for (double tick : y.ticks()) {
            svg.line("grid", LEFT, atY(tick), WIDTH - RIGHT, atY(tick));
            svg.text("end", LEFT - 6, atY(tick) + 4, y.label(tick));
        }
        for (double tick : x.ticks()) {
            svg.line("axis", atX(tick), HEIGHT - BOTTOM, atX(tick), HEIGHT - BOTTOM + 4);
            svg.text("mid", atX(tick), HEIGHT - BOTTOM + 16, x.label(tick));
        }
        svg.line("axis", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM);
        svg.text("mid", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 6, xTitle);
    }

    private double atX(double value) {
        return LEFT + x.at(value) * (WIDTH - LEFT - RIGHT);
    }

    private double atY(double value) {
        return HEIGHT - BOTTOM - y.at(value) * (HEIGHT - TOP - BOTTOM);
    }

    /** The classes that give the i-th series its look. */
    static String series(int i) {
        return "s" + i % COLOURS + (i / COLOURS % 2 == 1 ? " dashed" : "");
    }

    /** A line as long as the values stay on the scale. */
    void curve(int series, double[] xs, double[] ys) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < xs.length && ys[i] >= y.from(); i++) d.append(point(i == 0, xs[i], ys[i]));
        svg.path("curve " + series(series), d);
    }

    /** The area between two curves. */
    void band(int series, double[] xs, double[] low, double[] high) {
        StringBuilder d = new StringBuilder();
        for (int i = 0; i < xs.length; i++) d.append(point(i == 0, xs[i], high[i]));
        for (int i = xs.length - 1; i >= 0; i--) d.append(point(false, xs[i], low[i]));
        svg.path("band " + series(series), d.append('Z'));
    }

    void dots(int series, double[] xs, double[] ys, String name) {
        for (int i = 0; i < xs.length; i++)
            svg.dot(
                    "point " + series(series),
                    atX(xs[i]),
                    atY(ys[i]),
                    3,
                    String.format(Locale.ROOT, "%s: %.1f", name, ys[i]));
    }

    /** A marked place on the x axis. */
    void mark(double value, String text) {
        svg.line("mark", atX(value), TOP, atX(value), HEIGHT - BOTTOM);
        svg.text("note", atX(value) + 5, TOP + 10, text);
    }

    private String point(boolean first, double xValue, double yValue) {
        return String.format(Locale.ROOT, "%s%.1f %.1f", first ? "M" : "L", atX(xValue), atY(yValue));
    }

    @Override
    public String toString() {
        return svg.toString();
    }
}
