// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.graphics.Anchor;
import dev.lox.graphics.Axis;
import dev.lox.graphics.Labels;
import dev.lox.graphics.Marker;
import dev.lox.graphics.Paint;
import dev.lox.graphics.Panel;
import dev.lox.graphics.Pen;
import dev.lox.graphics.Picture;
import dev.lox.graphics.Scale;
import dev.lox.graphics.Sketch;
import dev.lox.graphics.TextFit;
import dev.lox.study.findings.Figure;
import dev.lox.study.findings.GridPoint;
import dev.lox.study.findings.Surface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A figure over the plane through models: bands of colour between the measured points. */
final class SurfacePicture {
    /** Wider ones would not fit a screen in height. */
    private static final double WIDEST = 560;

    private static final double LEFT = 40;
    private static final double RIGHT = 24;
    private static final double TOP = 30;
    private static final double LEGEND = 84;

    private final Surface surface;
    private final double[][] grid;
    private final Scale across;
    private final Scale up;
    private final Axis axis;
    private final double right;
    private final double floor;
    private final Sketch sketch;

    private SurfacePicture(Surface surface, Metric metric, double width) {
        this.surface = surface;
        this.grid = grid(surface, metric);
        this.across =
                plain(surface.xs(), surface.marks().stream().map(m -> m.x()).toList());
        this.up = plain(surface.ys(), surface.marks().stream().map(m -> m.y()).toList());
        double factor = metric.share() ? 100 : 1;
        double low = values(grid).min().orElse(0);
        double high = values(grid).max().orElse(1);
        this.axis = new Axis(
                Scale.linear(factor * low, factor * high, metric.share() ? " %" : ""),
                factor,
                metric.axis(List.of()).title(),
                metric::text);
        this.right = Math.min(width, WIDEST) - RIGHT;
        double ratio = (up.to() - up.from()) / (across.to() - across.from());
        this.floor = TOP + (right - LEFT) * Math.max(0.6, Math.min(1.2, ratio));
        this.sketch = new Sketch(
                right + RIGHT,
                floor + LEGEND,
                metric.title(),
                metric.title() + " from " + metric.text(low) + " to " + metric.text(high) + " over "
                        + surface.xs().size() + " by " + surface.ys().size()
                        + " points of the plane through the models.");
    }

    /** A panel a figure; none if no point has any. */
    static Optional<Picture> of(Surface surface, List<Metric> metrics) {
        long all = (long) surface.xs().size() * surface.ys().size();
        List<Panel> panels = new ArrayList<>();
        List<String> notes =
                new ArrayList<>(List.of("Dots were measured; colours between them are interpolated (bilinear)."));
        for (Metric metric : metrics) {
            long missing = all - values(grid(surface, metric)).count();
            if (missing == all) continue;
            panels.add(width -> new SurfacePicture(surface, metric, width).draw());
            if (missing > 0)
                notes.add(metric.title() + ": " + missing + " of " + all
                        + " points are missing (crosses), and with them what lies around.");
        }
        return panels.isEmpty()
                ? Optional.empty()
                : Optional.of(new Picture("landscape", "The plane through the models", List.of(), panels, notes));
    }

    private static DoubleStream values(double[][] grid) {
        return Arrays.stream(grid).flatMapToDouble(Arrays::stream).filter(v -> !Double.isNaN(v));
    }

    /** By row and column; NaN where nothing was measured. */
    private static double[][] grid(Surface surface, Metric metric) {
        double[][] grid = new double[surface.ys().size()][surface.xs().size()];
        for (double[] row : grid) Arrays.fill(row, Double.NaN);
        for (GridPoint p : surface.points()) {
            Figure figure = p.figures().get(metric.name());
            int i = surface.xs().indexOf(p.x());
            int j = surface.ys().indexOf(p.y());
            if (figure == null || figure.value() == null || i < 0 || j < 0) continue;
            grid[j][i] = figure.value();
        }
        return grid;
    }

    /** Just as wide as what lies in it. */
    private static Scale plain(List<Double> places, List<Double> marks) {
        List<Double> all = Stream.concat(places.stream(), marks.stream()).toList();
        double low = all.stream().mapToDouble(d -> d).min().orElse(0);
        double high = all.stream().mapToDouble(d -> d).max().orElse(1);
        double wide = Math.max(high, low + 1e-9);
        List<Double> ticks = Scale.linear(low, wide, "").ticks();
        return new Scale(
                false,
                low,
                wide,
                ticks.stream().filter(t -> t >= low && t <= wide).toList(),
                "");
    }

    private Sketch draw() {
        sketch.heading(sketch.title());
        List<Double> levels = levels();
        for (int band = 0; band < levels.size() - 1; band++) band(levels, band);
        points();
        axes();
        bar(levels);
        Labels labels = new Labels(new Labels.Box(2, TOP - 8, sketch.width() - 4, floor - TOP + 8));
        surface.marks().forEach(m -> labels.keepFree(x(m.x()), y(m.y()), 6));
        surface.marks().forEach(m -> model(labels, m.name(), x(m.x()), y(m.y())));
        return sketch;
    }

    /** Two bands from one mark of the legend to the next. */
    private List<Double> levels() {
        List<Double> ticks = axis.scale().ticks();
        List<Double> levels = new ArrayList<>();
        for (int i = 0; i < ticks.size() - 1; i++) {
            levels.add(ticks.get(i));
            levels.add((ticks.get(i) + ticks.get(i + 1)) / 2);
        }
        levels.add(ticks.get(ticks.size() - 1));
        return levels;
    }

    /** What is at or above a level; the next one covers what is above that too. */
    private void band(List<Double> levels, int band) {
        double level = band == 0 ? Double.NEGATIVE_INFINITY : levels.get(band) / axis.factor();
        double next = band == levels.size() - 2 ? Double.POSITIVE_INFINITY : levels.get(band + 1) / axis.factor();
        List<double[]> rings = new ArrayList<>();
        for (int j = 0; j + 1 < grid.length; j++)
            for (int i = 0; i + 1 < grid[j].length; i++) {
                double[] v = {grid[j][i], grid[j][i + 1], grid[j + 1][i + 1], grid[j + 1][i]};
                if (Arrays.stream(v).anyMatch(Double::isNaN) || Arrays.stream(v).allMatch(c -> c >= next)) continue;
                for (double[] ring : Contours.above(v, level)) rings.add(placed(ring, i, j));
            }
        if (!rings.isEmpty()) sketch.area(colour(levels, band), rings);
    }

    private double[] placed(double[] ring, int i, int j) {
        double[] placed = new double[ring.length];
        double left = x(surface.xs().get(i));
        double end = x(surface.xs().get(i + 1));
        double low = y(surface.ys().get(j));
        double high = y(surface.ys().get(j + 1));
        for (int c = 0; c < ring.length; c += 2) {
            placed[c] = left + ring[c] * (end - left);
            placed[c + 1] = low + ring[c + 1] * (high - low);
        }
        return placed;
    }

    private static Paint colour(List<Double> levels, int band) {
        return Paint.viridis((band + 0.5) / (levels.size() - 1));
    }

    private void points() {
        for (int j = 0; j < grid.length; j++)
            for (int i = 0; i < grid[j].length; i++) {
                double x = x(surface.xs().get(i));
                double y = y(surface.ys().get(j));
                if (Double.isNaN(grid[j][i])) {
                    sketch.line(Pen.of(Paint.SOFT, 1), x - 3, y - 3, x + 3, y + 3);
                    sketch.line(Pen.of(Paint.SOFT, 1), x - 3, y + 3, x + 3, y - 3);
                } else
                    sketch.mark(Marker.DISC, Paint.INK, x, y, 1.8, axis.text().apply(grid[j][i]));
            }
    }

    private void axes() {
        Axis.of(across, "→ first direction, ↑ second").drawBelow(sketch, LEFT, right, floor, floor);
        Axis.of(up, "").drawLeft(sketch, LEFT, LEFT, TOP, floor);
    }

    private void bar(List<Double> levels) {
        double length = (right - LEFT) / (levels.size() - 1);
        for (int band = 0; band < levels.size() - 1; band++)
            sketch.box(colour(levels, band), LEFT + band * length, floor + 44, length, 10);
        for (int i = 0; i < levels.size(); i += 2)
            sketch.text(
                    Paint.SOFT,
                    11,
                    Anchor.MIDDLE,
                    LEFT + i * length,
                    floor + 67,
                    axis.scale().label(levels.get(i)));
        sketch.text(Paint.SOFT, Sketch.TICK, Anchor.START, LEFT, floor + 81, axis.title());
    }

    /** The name stands on a plate: any colour may lie under it. */
    private void model(Labels labels, String name, double x, double y) {
        String shown = TextFit.cut(name, Sketch.TICK, 110);
        Labels.Box box = labels.place(x, y, TextFit.width(shown, Sketch.TICK) + 8, 16, 9);
        double middle = box.left() + box.width() / 2;
        sketch.line(Pen.of(Paint.INK, 1), x, y, middle, box.top() + 8);
        sketch.box(Paint.PAGE, box.left(), box.top(), box.width(), box.height());
        sketch.text(Paint.INK, Sketch.TICK, Anchor.MIDDLE, middle, box.top() + 12, shown);
        sketch.mark(Marker.DIAMOND, Paint.INK, x, y, 5, name);
    }

    private double x(double place) {
        return LEFT + across.at(place) * (right - LEFT);
    }

    private double y(double place) {
        return floor - up.at(place) * (floor - TOP);
    }
}
