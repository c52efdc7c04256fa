// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.function.DoubleFunction;

/**
 * An axis of a chart.
 *
 * @param factor multiplies a value to give its number on the scale, such as 100 for percent
 * @param title text beside the axis, or empty
 * @param text a value as it is written in tips and descriptions
 */
public record Axis(Scale scale, double factor, String title, DoubleFunction<String> text) {
    /** Values are numbers of the scale and are written like its ticks. */
    public static Axis of(Scale scale, String title) {
        return new Axis(scale, 1, title, scale::label);
    }

    /** The place of a value, from 0 to 1. */
    public double at(double value) {
        return scale.at(factor * value);
    }

    /** Draws the axis below a chart, with grid lines up to {@code top}; labels that would touch are left out. */
    public void drawBelow(Sketch sketch, double left, double right, double top, double floor) {
        double taken = 0;
        for (double tick : scale.ticks()) {
            double x = left + scale.at(tick) * (right - left);
            sketch.line(Pen.of(Paint.RULE, 1), x, top, x, floor + 3);
            String label = scale.label(tick);
            double half = TextFit.width(label, Sketch.TICK) / 2 + 2;
            double middle = Math.min(x, sketch.width() - half);
            if (middle - half < taken) continue;
            sketch.text(Paint.SOFT, Sketch.TICK, Anchor.MIDDLE, middle, floor + 16, label);
            taken = middle + half;
        }
        String words = TextFit.cut(title, Sketch.TICK, sketch.width() - left);
        sketch.text(Paint.SOFT, Sketch.TICK, Anchor.START, left, floor + 32, words);
    }

    /** Draws the axis left of a chart, with grid lines from {@code left} to {@code right}. */
    public void drawLeft(Sketch sketch, double left, double right, double top, double floor) {
        double taken = Double.POSITIVE_INFINITY;
        for (double tick : scale.ticks()) {
            double y = floor - scale.at(tick) * (floor - top);
            sketch.line(Pen.of(Paint.RULE, 1), left, y, right, y);
            if (y + 6 > taken) continue;
            sketch.text(Paint.SOFT, Sketch.TICK, Anchor.END, left - 6, y + 4, scale.label(tick));
            taken = y - 6;
        }
    }

    /** The room that labels left of a chart need. */
    double labelWidth() {
        return scale.ticks().stream()
                .mapToDouble(t -> TextFit.width(scale.label(t), Sketch.TICK))
                .max()
                .orElse(0);
    }
}
