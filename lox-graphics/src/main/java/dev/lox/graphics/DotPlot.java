// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One row of values for each name, with their intervals, over a common axis.
 *
 * @param reference an upright line to compare the rows with, if any
 */
public record DotPlot(
        String title, Axis axis, List<Row> rows, @Nullable Double reference) implements Panel {
    /**
     * The values of one name.
     *
     * @param text the row's value as it stands at the right edge
     */
    public record Row(String name, List<Dot> dots, String text) {}

    /** How a value is drawn. */
    public enum Form {
        /** An outline above the row's middle. */
        HOLLOW,
        /** A full marker in the row's middle, its samples below it. */
        FILLED,
        /** A bar from the start of the axis, its samples below it. */
        BAR
    }

    /**
     * A value and its interval.
     *
     * @param low equal to {@code value}, as is {@code high}, where there is no interval
     * @param samples single values behind it
     * @param tip shown when the pointer rests on it
     */
    public record Dot(
            Form form, SeriesStyle style, double value, double low, double high, List<Sample> samples, String tip) {}

    /** A single value, drawn as a small dot. */
    public record Sample(double value, String tip) {}

    private static final double RIGHT = 62;
    private static final double TOP = 28;
    private static final double BOTTOM = 40;

    @Override
    public Sketch draw(double width) {
        return new Drawing(width).draw();
    }

    private String description() {
        return rows.stream()
                .map(r -> r.dots().isEmpty()
                        ? r.name() + ": " + r.text()
                        : r.dots().stream().map(Dot::tip).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ", "", "."));
    }

    private final class Drawing {
        private final boolean stacked;
        private final double left;
        private final double right;
        private final double half;
        private final double rowHeight;
        private final double bottom;
        private final Sketch sketch;

        Drawing(double width) {
            double longest = rows.stream()
                    .mapToDouble(r -> TextFit.width(r.name(), Sketch.LABEL))
                    .max()
                    .orElse(0);
            this.stacked = longest > 0.31 * width;
            this.left = stacked ? 12 : longest + 12;
            this.right = width - RIGHT;
            boolean layered = rows.stream()
                    .flatMap(r -> r.dots().stream())
                    .anyMatch(d -> d.form() == Form.HOLLOW || !d.samples().isEmpty());
            this.half = layered ? 16 : 12;
            this.rowHeight = 2 * half + (stacked ? 14 : 0);
            this.bottom = TOP + rows.size() * rowHeight;
            this.sketch = new Sketch(width, bottom + BOTTOM, title, description());
        }

        Sketch draw() {
            sketch.heading(title);
            axis.drawBelow(sketch, left, right, TOP - 4, bottom);
            if (reference != null)
                sketch.line(new Pen(Paint.INK, 1.2, true), x(reference), TOP - 4, x(reference), bottom);
            for (int i = 0; i < rows.size(); i++) row(rows.get(i), TOP + i * rowHeight);
            return sketch;
        }

        private void row(Row row, double top) {
            double y = top + rowHeight - half;
            if (stacked) {
                String shown = TextFit.cut(row.name(), Sketch.LABEL, sketch.width() - 4);
                // The plate keeps grid lines from crossing the name.
                sketch.box(Paint.PAGE, 0, top, TextFit.width(shown, Sketch.LABEL) + 4, 15);
                sketch.text(Paint.INK, Sketch.LABEL, Anchor.START, 2, top + 11, shown);
            } else sketch.text(Paint.INK, Sketch.LABEL, Anchor.END, left - 10, y + 4, row.name());
            row.dots().forEach(d -> dot(d, y));
            String text = TextFit.cut(row.text(), Sketch.LABEL, RIGHT - 4);
            sketch.text(Paint.INK, Sketch.LABEL, Anchor.END, sketch.width() - 1, y + 5, text);
        }

        private void dot(Dot d, double y) {
            Paint paint = d.style().paint();
            double middle = d.form() == Form.HOLLOW ? y - 8 : y + 1;
            for (Sample s : d.samples()) sketch.mark(Marker.DISC, paint, x(s.value()), y + 10, 2.3, s.tip());
            if (d.form() == Form.BAR)
                sketch.box(paint.withOpacity(0.55), left, middle - 5, x(d.value()) - left, 10, d.tip());
            if (d.low() < d.high())
                sketch.line(Pen.of(paint, d.form() == Form.HOLLOW ? 1 : 2), x(d.low()), middle, x(d.high()), middle);
            if (d.form() == Form.HOLLOW) sketch.hollow(d.style().marker(), paint, x(d.value()), middle, 3.6, d.tip());
            if (d.form() == Form.FILLED) sketch.mark(d.style().marker(), paint, x(d.value()), middle, 5, d.tip());
        }

        private double x(double value) {
            return left + axis.at(value) * (right - left);
        }
    }
}
