// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Anchor;
import dev.lox.draw.Mark;
import dev.lox.draw.Paint;
import dev.lox.draw.Pen;
import dev.lox.draw.Scale;
import dev.lox.draw.Sketch;
import dev.lox.draw.TextFit;
import dev.lox.study.result.Figure;
import dev.lox.study.result.GridPoint;
import dev.lox.study.result.Surface;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A figure over the plane through models, as bands of colour between the points that were measured. */
final class SurfacePicture {
    private static final double WIDTH = 340;
    private static final double LEFT = 40;
    private static final double RIGHT = 24;
    private static final double TOP = 30;
    private static final double LEGEND = 84;

    private final Surface surface;
    private final double[][] grid;
    private final Scale across;
    private final Scale up;
    private final Reading reading;
    private final double floor;
    private final Sketch sketch;

    private SurfacePicture(Surface surface, Metric metric) {
        this.surface = surface;
        this.grid = grid(surface, metric);
        this.across =
                plain(surface.xs(), surface.marks().stream().map(m -> m.x()).toList());
        this.up = plain(surface.ys(), surface.marks().stream().map(m -> m.y()).toList());
        double factor = metric.share() ? 100 : 1;
        double low = values().min().orElse(0);
        double high = values().max().orElse(1);
        this.reading = new Reading(
                Scale.linear(factor * low, factor * high, metric.share() ? " %" : ""),
                factor,
                metric.reading(List.of()).words(),
                metric::text);
        double ratio = (up.to() - up.from()) / (across.to() - across.from());
        this.floor = TOP + (WIDTH - LEFT - RIGHT) * Math.max(0.6, Math.min(1.2, ratio));
        this.sketch = new Sketch(
                WIDTH,
                floor + LEGEND,
                metric.title(),
                metric.title() + " from " + metric.text(low) + " to " + metric.text(high) + " over "
                        + surface.xs().size() + " by " + surface.ys().size()
                        + " points of the plane through the models.");
    }

    /** A panel a figure; none if no point has any. */
    static Optional<Picture> of(Surface surface, List<Metric> metrics) {
        long all = (long) surface.xs().size() * surface.ys().size();
        List<Sketch> panels = new ArrayList<>();
        List<String> notes = new ArrayList<>(List.of("Dots were measured; colours between them are bilinear."));
        for (Metric metric : metrics) {
            SurfacePicture picture = new SurfacePicture(surface, metric);
            long missing = all - picture.values().count();
            if (missing == all) continue;
            panels.add(picture.draw());
            if (missing > 0)
                notes.add(metric.title() + ": " + missing + " of " + all
                        + " points are missing (crosses), and with them what lies around.");
        }
        return panels.isEmpty()
                ? Optional.empty()
                : Optional.of(new Picture("landscape", "The plane through the models", List.of(), panels, notes));
    }

    private DoubleStream values() {
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
        sketch.bold(Paint.INK, 13, Anchor.START, 2, 14, TextFit.cut(sketch.title(), 13.5, WIDTH - 4));
        List<Double> levels = levels();
        for (int band = 0; band < levels.size() - 1; band++) band(levels, band);
        points();
        axes();
        bar(levels);
        surface.marks().forEach(m -> model(m.name(), x(m.x()), y(m.y())));
        return sketch;
    }

    /** Two bands from one mark of the legend to the next. */
    private List<Double> levels() {
        List<Double> ticks = reading.scale().ticks();
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
        double level = band == 0 ? Double.NEGATIVE_INFINITY : levels.get(band) / reading.factor();
        double next = band == levels.size() - 2 ? Double.POSITIVE_INFINITY : levels.get(band + 1) / reading.factor();
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
        double right = x(surface.xs().get(i + 1));
        double low = y(surface.ys().get(j));
        double high = y(surface.ys().get(j + 1));
        for (int c = 0; c < ring.length; c += 2) {
            placed[c] = left + ring[c] * (right - left);
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
                    sketch.mark(Mark.DISC, Paint.INK, x, y, 1.8, reading.text().apply(grid[j][i]));
            }
    }

    private void axes() {
        for (double tick : across.ticks())
            sketch.text(Paint.SOFT, 11, Anchor.MIDDLE, x(tick), floor + 17, across.label(tick));
        for (double tick : up.ticks()) sketch.text(Paint.SOFT, 11, Anchor.END, LEFT - 6, y(tick) + 4, up.label(tick));
        sketch.text(Paint.SOFT, 11, Anchor.START, LEFT, floor + 32, "→ first direction, ↑ second");
    }

    private void bar(List<Double> levels) {
        double length = (WIDTH - LEFT - RIGHT) / (levels.size() - 1);
        for (int band = 0; band < levels.size() - 1; band++)
            sketch.box(colour(levels, band), LEFT + band * length, floor + 44, length, 10);
        for (int i = 0; i < levels.size(); i += 2)
            sketch.text(
                    Paint.SOFT,
                    11,
                    Anchor.MIDDLE,
                    LEFT + i * length,
                    floor + 67,
                    reading.scale().label(levels.get(i)));
        sketch.text(Paint.SOFT, 11, Anchor.START, LEFT, floor + 81, reading.words());
    }

    /** On a plate, for any colour may lie under it. */
    private void model(String name, double x, double y) {
        String shown = TextFit.cut(name, 11, 110);
        double width = TextFit.width(shown, 11) + 8;
        double left = Math.max(2, Math.min(WIDTH - width - 2, x - width / 2));
        double top = y - 26 < TOP - 8 ? y + 9 : y - 25;
        sketch.box(Paint.PAGE, left, top, width, 16);
        sketch.text(Paint.INK, 11, Anchor.MIDDLE, left + width / 2, top + 12, shown);
        sketch.mark(Mark.DIAMOND, Paint.INK, x, y, 5, name);
    }

    private double x(double place) {
        return LEFT + across.at(place) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double place) {
        return floor - up.at(place) * (floor - TOP);
    }
}
