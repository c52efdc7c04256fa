// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Curves over two axes, each named at its end.
 *
 * @param guide an upright line, if any
 */
public record LinePlot(
        String title,
        Axis across,
        Axis up,
        List<Curve> curves,
        @Nullable Guide guide) implements Panel {
    /** An upright line at a value of the axis below. */
    public record Guide(double at, String text) {}

    private static final double TOP = 30;
    private static final double BOTTOM = 40;
    private static final double LINE = 13;

    public LinePlot(String title, Axis across, Axis up, List<Curve> curves) {
        this(title, across, up, curves, null);
    }

    @Override
    public Sketch draw(double width) {
        return new Drawing(width).draw();
    }

    private String description() {
        return curves.stream()
                .map(c ->
                        c.name() + " from " + up.text().apply(c.points().get(0).y()) + " to "
                                + up.text().apply(c.last().y()))
                .collect(Collectors.joining("; ", "", "."));
    }

    private final class Drawing {
        private final double nameRoom;
        private final double left;
        private final double right;
        private final double floor;
        private final Sketch sketch;

        Drawing(double width) {
            double longest = curves.stream()
                    .mapToDouble(c -> TextFit.width(c.name(), Sketch.LABEL))
                    .max()
                    .orElse(0);
            this.nameRoom = Math.min(longest, 0.31 * width);
            this.left = Math.max(40, up.labelWidth() + 8);
            this.right = width - nameRoom - 20;
            this.floor = TOP + Math.max(160 + 0.12 * width, curves.size() * LINE);
            this.sketch = new Sketch(width, floor + BOTTOM, title, description());
        }

        Sketch draw() {
            sketch.heading(title);
            across.drawBelow(sketch, left, right, floor, floor);
            up.drawLeft(sketch, left, right, TOP, floor);
            sketch.line(Pen.of(Paint.SOFT, 1), left, floor, right, floor);
            if (guide != null) guide(guide);
            curves.forEach(this::band);
            curves.forEach(this::curve);
            names();
            return sketch;
        }

        private void guide(Guide guide) {
            double x = x(guide.at());
            sketch.line(new Pen(Paint.INK, 1.2, true), x, TOP, x, floor);
            double room = TextFit.width(guide.text(), Sketch.TICK);
            boolean before = x + 5 + room > right;
            sketch.text(
                    Paint.INK,
                    Sketch.TICK,
                    before ? Anchor.END : Anchor.START,
                    before ? x - 5 : x + 5,
                    TOP + 10,
                    guide.text());
        }

        private void band(Curve c) {
            if (c.form() != Curve.Form.BAND) return;
            int n = c.points().size();
            double[] ring = new double[4 * n];
            for (int i = 0; i < n; i++) {
                Curve.Point p = c.points().get(i);
                ring[2 * i] = ring[4 * n - 2 - 2 * i] = x(p.x());
                ring[2 * i + 1] = y(p.high());
                ring[4 * n - 1 - 2 * i] = y(p.low());
            }
            sketch.area(c.style().paint().withOpacity(0.13), List.of(ring));
        }

        private void curve(Curve c) {
            double[] xy = c.points().stream()
                    .flatMapToDouble(p -> DoubleStream.of(x(p.x()), y(p.y())))
                    .toArray();
            sketch.curve(new Pen(c.style().paint(), 1.8, c.style().dashed()), xy);
            if (c.form() != Curve.Form.MARKED) return;
            for (Curve.Point p : c.points()) {
                if (p.low() < p.high())
                    sketch.line(Pen.of(c.style().paint(), 1), x(p.x()), y(p.low()), x(p.x()), y(p.high()));
                String tip = c.name() + ", " + across.text().apply(p.x()) + ": "
                        + up.text().apply(p.y());
                sketch.mark(c.style().marker(), c.style().paint(), x(p.x()), y(p.y()), 4, tip);
            }
        }

        /** Each name stands beside the end of its curve; names that would touch move apart. */
        private void names() {
            List<Curve> sorted = new ArrayList<>(curves);
            sorted.sort(Comparator.comparingDouble(c -> y(c.last().y())));
            double[] ends = sorted.stream().mapToDouble(c -> y(c.last().y())).toArray();
            double[] at = Labels.spread(ends, LINE, TOP, floor);
            for (int i = 0; i < at.length; i++) {
                Curve c = sorted.get(i);
                sketch.line(Pen.of(c.style().paint(), 0.8), x(c.last().x()) + 5, ends[i], right + 12, at[i]);
                String name = TextFit.cut(c.name(), Sketch.LABEL, nameRoom);
                sketch.text(Paint.INK, Sketch.LABEL, Anchor.START, right + 15, at[i] + 4, name);
            }
        }

        private double x(double value) {
            return left + across.at(value) * (right - left);
        }

        private double y(double value) {
            return floor - up.at(value) * (floor - TOP);
        }
    }
}
