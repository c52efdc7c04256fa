// SPDX-License-Identifier: Apache-2.0
package dev.lox.draw;

import java.util.ArrayList;
import java.util.List;

/** A picture under construction, in units of a pixel; {@link SvgPicture} and {@link PngPicture} draw it. */
public final class Sketch {
    private final double width;
    private final double height;
    private final String title;
    private final String description;
    private final List<Shape> shapes = new ArrayList<>();

    /**
     * An empty one.
     *
     * @param description what it shows, for those who cannot see it
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
        return area(fill, List.of(new double[] {x, y, x + width, y, x + width, y + height, x, y + height}));
    }

    /** Closed pieces, all the same way round, filled as one. */
    public Sketch area(Paint fill, List<double[]> rings) {
        shapes.add(new Shape.Area(rings, fill, null, ""));
        return this;
    }

    /** A mark in full colour. */
    public Sketch mark(Mark mark, Paint paint, double x, double y, double radius, String tip) {
        shapes.add(mark.at(x, y, radius, paint, Pen.of(Paint.PAGE, 0.8), tip));
        return this;
    }

    /** A mark's outline alone. */
    public Sketch hollow(Mark mark, Paint paint, double x, double y, double radius, String tip) {
        shapes.add(mark.at(x, y, radius, Paint.PAGE, Pen.of(paint, 1.6), tip));
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

    /** Another picture as a part of this one. */
    public Sketch place(Sketch part, double x, double y) {
        part.shapes.forEach(s -> shapes.add(s.moved(x, y)));
        return this;
    }
}
