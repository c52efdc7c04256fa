// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Anchor;
import dev.lox.draw.Paint;
import dev.lox.draw.Pen;
import dev.lox.draw.Scale;
import dev.lox.draw.Sketch;
import dev.lox.draw.TextFit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Curves over two axes, each named at its end. */
final class LinePlot {
    private static final double WIDTH = 340;
    private static final double SIZE = 11.5;
    private static final double LEFT = 46;
    private static final double TOP = 30;
    private static final double BOTTOM = 40;
    private static final double LINE = 13;
    private static final double NAME_ROOM = 104;

    private final Scale across;
    private final Reading up;
    private final double right;
    private final double floor;
    private final Sketch sketch;

    private LinePlot(String title, Scale across, Reading up, List<Curve> curves) {
        this.across = across;
        this.up = up;
        double names = curves.stream()
                .mapToDouble(c -> TextFit.width(c.name(), SIZE))
                .max()
                .orElse(0);
        this.right = WIDTH - Math.min(names, NAME_ROOM) - 20;
        this.floor = TOP + Math.max(190, curves.size() * LINE);
        this.sketch = new Sketch(WIDTH, floor + BOTTOM, title, describe(up, curves));
    }

    /** @param words under the axis from left to right */
    static Sketch of(String title, Scale across, String words, Reading up, List<Curve> curves) {
        LinePlot plot = new LinePlot(title, across, up, curves);
        plot.axes(title, words);
        curves.forEach(plot::curve);
        plot.names(curves);
        return plot.sketch;
    }

    private void axes(String title, String words) {
        sketch.bold(Paint.INK, 13, Anchor.START, 2, 14, TextFit.cut(title, 13.5, WIDTH - 4));
        for (double tick : up.scale().ticks()) {
            double y = floor - up.scale().at(tick) * (floor - TOP);
            sketch.line(Pen.of(Paint.RULE, 1), LEFT, y, right, y);
            sketch.text(Paint.SOFT, 11, Anchor.END, LEFT - 6, y + 4, up.scale().label(tick));
        }
        double taken = 0;
        for (double tick : across.ticks()) {
            double half = TextFit.width(across.label(tick), 11) / 2 + 2;
            if (x(tick) - half < taken) continue;
            sketch.line(Pen.of(Paint.SOFT, 1), x(tick), floor, x(tick), floor + 4);
            sketch.text(Paint.SOFT, 11, Anchor.MIDDLE, x(tick), floor + 17, across.label(tick));
            taken = x(tick) + half;
        }
        sketch.line(Pen.of(Paint.SOFT, 1), LEFT, floor, right, floor);
        sketch.text(Paint.SOFT, 11, Anchor.START, LEFT, floor + 32, words);
    }

    private void curve(Curve c) {
        double[] xy = new double[2 * c.places().size()];
        for (int i = 0; i < c.places().size(); i++) {
            xy[2 * i] = x(c.places().get(i));
            xy[2 * i + 1] = y(c.estimates().get(i).value());
        }
        sketch.curve(new Pen(c.look().paint(), 1.8, c.look().dashed()), xy);
        if (!c.marked()) return;
        for (int i = 0; i < c.places().size(); i++) {
            Estimate e = c.estimates().get(i);
            if (e.interval() != null)
                sketch.line(Pen.of(c.look().paint(), 1), xy[2 * i], y(e.low()), xy[2 * i], y(e.high()));
            String tip = c.name() + ", " + across.label(c.places().get(i)) + ": "
                    + up.text().apply(e.value());
            sketch.mark(c.look().mark(), c.look().paint(), xy[2 * i], xy[2 * i + 1], 4, tip);
        }
    }

    /** Each beside its end, moved apart where they would lie on each other. */
    private void names(List<Curve> curves) {
        List<Curve> sorted = new ArrayList<>(curves);
        sorted.sort(Comparator.comparingDouble(c -> y(c.last().value())));
        double[] at = new double[sorted.size()];
        for (int i = 0; i < at.length; i++) {
            double y = y(sorted.get(i).last().value());
            at[i] = i == 0 ? Math.max(y, TOP) : Math.max(y, at[i - 1] + LINE);
        }
        for (int i = at.length - 1; i >= 0; i--) at[i] = Math.min(at[i], i == at.length - 1 ? floor : at[i + 1] - LINE);
        for (int i = 0; i < at.length; i++) {
            Curve c = sorted.get(i);
            double end = x(c.places().get(c.places().size() - 1));
            sketch.line(Pen.of(c.look().paint(), 0.8), end + 5, y(c.last().value()), right + 12, at[i]);
            sketch.text(Paint.INK, SIZE, Anchor.START, right + 15, at[i] + 4, TextFit.cut(c.name(), SIZE, NAME_ROOM));
        }
    }

    private double x(double place) {
        return LEFT + across.at(place) * (right - LEFT);
    }

    private double y(double figure) {
        return floor - up.at(figure) * (floor - TOP);
    }

    private static String describe(Reading up, List<Curve> curves) {
        return curves.stream()
                .map(c -> c.name() + " from "
                        + up.text().apply(c.estimates().get(0).value()) + " to "
                        + up.text().apply(c.last().value()))
                .collect(Collectors.joining("; ", "", "."));
    }
}
