// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.ArrayList;
import java.util.List;

/** A drawing in pixels; {@link SvgPicture} and {@link PngPicture} write it. */
public final class Sketch {
    /** Font size of the numbers along an axis. */
    public static final double TICK = 11;

    /** Font size of names. */
    public static final double LABEL = 11.5;

    private final double width;
    private final double height;
    private final String title;
    private final String description;
    private final List<Shape> shapes = new ArrayList<>();

    /**
     * An empty drawing.
     *
     * @param description what it shows, for readers who cannot see it
     */
    public Sketch(double width, double height, String title, String description) {
        this.width = width;
        this.height = height;
        this.title = title;
        this.description = description;
    }

    public double width() {
        return width;
    }

    public double height() {
        return height;
    }

    public String title() {
        return title;
    }

    public String description() {
        return description;
    }

    List<Shape> shapes() {
        return shapes;
    }

    public Sketch line(Pen pen, double x1, double y1, double x2, double y2) {
        return curve(pen, x1, y1, x2, y2);
    }

    /** An open line through points. */
    public Sketch curve(Pen pen, double... xy) {
        shapes.add(new Shape.Stroke(xy, pen));
        return this;
    }

    public Sketch box(Paint fill, double x, double y, double width, double height) {
        return box(fill, x, y, width, height, "");
    }

    /**
     * A filled rectangle.
     *
     * @param tip shown when the pointer rests on it
     */
    public Sketch box(Paint fill, double x, double y, double width, double height, String tip) {
        double[] ring = {x, y, x + width, y, x + width, y + height, x, y + height};
        shapes.add(new Shape.Area(List.of(ring), fill, null, tip));
        return this;
    }

    /** Closed rings of one orientation, filled as one area. */
    public Sketch area(Paint fill, List<double[]> rings) {
        shapes.add(new Shape.Area(rings, fill, null, ""));
        return this;
    }

    /** A filled marker. */
    public Sketch mark(Marker marker, Paint paint, double x, double y, double radius, String tip) {
        shapes.add(marker.at(x, y, radius, paint, Pen.of(Paint.PAGE, 0.8), tip));
        return this;
    }

    /** A marker's outline. */
    public Sketch hollow(Marker marker, Paint paint, double x, double y, double radius, String tip) {
        shapes.add(marker.at(x, y, radius, Paint.PAGE, Pen.of(paint, 1.6), tip));
        return this;
    }

    public Sketch text(Paint paint, double size, Anchor anchor, double x, double y, String text) {
        shapes.add(new Shape.Text(x, y, text, anchor, size, false, paint));
        return this;
    }

    public Sketch bold(Paint paint, double size, Anchor anchor, double x, double y, String text) {
        shapes.add(new Shape.Text(x, y, text, anchor, size, true, paint));
        return this;
    }

    /** The chart's title at its upper left corner, shortened to fit. */
    public Sketch heading(String text) {
        return bold(Paint.INK, 13, Anchor.START, 2, 14, TextFit.cut(text, 13.5, width - 4));
    }

    /** Copies another drawing into this one. */
    public Sketch place(Sketch part, double x, double y) {
        part.shapes.forEach(s -> shapes.add(s.moved(x, y)));
        return this;
    }
}
