// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

/** A symbol of a picture and its meaning. */
public record LegendEntry(Sketch symbol, String words) {
    static final double WIDTH = 26;
    static final double HEIGHT = 14;

    public static LegendEntry marker(Marker marker, Paint paint, String words) {
        return new LegendEntry(blank().mark(marker, paint, WIDTH / 2, HEIGHT / 2, 5, ""), words);
    }

    public static LegendEntry dot(Paint paint, String words) {
        return new LegendEntry(blank().mark(Marker.DISC, paint, WIDTH / 2, HEIGHT / 2, 2.6, ""), words);
    }

    public static LegendEntry hollow(Marker marker, Paint paint, String words) {
        return new LegendEntry(blank().hollow(marker, paint, WIDTH / 2, HEIGHT / 2, 4.5, ""), words);
    }

    public static LegendEntry line(Pen pen, String words) {
        return new LegendEntry(blank().line(pen, 1, HEIGHT / 2, WIDTH - 1, HEIGHT / 2), words);
    }

    public static LegendEntry upright(Pen pen, String words) {
        return new LegendEntry(blank().line(pen, WIDTH / 2, 0, WIDTH / 2, HEIGHT), words);
    }

    private static Sketch blank() {
        return new Sketch(WIDTH, HEIGHT, "", "");
    }
}
