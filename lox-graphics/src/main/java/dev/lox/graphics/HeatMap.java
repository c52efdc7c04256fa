// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values over named rows and columns, as colours with their numbers.
 *
 * @param axis the colour scale and how a number is written
 */
public record HeatMap(String title, List<String> columns, List<Row> rows, Axis axis) implements Panel {
    /**
     * One row.
     *
     * @param cells one for each column; null where there is no value
     */
    public record Row(String name, List<@Nullable Cell> cells) {}

    /**
     * One value.
     *
     * @param tip shown when the pointer rests on it
     */
    public record Cell(double value, String tip) {}

    private static final double TOP = 44;
    private static final double NARROWEST = 28;
    private static final double WIDEST = 84;
    private static final double HEIGHT = 24;
    private static final double NAME_ROOM = 150;
    private static final int STEPS = 60;

    @Override
    public Sketch draw(double width) {
        double names = rows.stream()
                .mapToDouble(r -> TextFit.width(r.name(), Sketch.LABEL))
                .max()
                .orElse(0);
        double left = Math.min(names, NAME_ROOM) + 10;
        double cell = Math.max(NARROWEST, Math.min(WIDEST, (width - left - 4) / Math.max(1, columns.size())));
        double floor = TOP + rows.size() * HEIGHT;
        Sketch sketch = new Sketch(
                Math.max(
                        Math.min(width, Math.max(320, TextFit.width(title, 13.5) + 4)),
                        left + columns.size() * cell + 4),
                floor + 42,
                title,
                description());
        sketch.heading(title);
        for (int c = 0; c < columns.size(); c++)
            sketch.text(
                    Paint.SOFT,
                    Sketch.TICK,
                    Anchor.MIDDLE,
                    left + (c + 0.5) * cell,
                    TOP - 6,
                    TextFit.cut(columns.get(c), Sketch.TICK, cell));
        for (int r = 0; r < rows.size(); r++) {
            Row row = rows.get(r);
            double y = TOP + r * HEIGHT;
            String name = TextFit.cut(row.name(), Sketch.LABEL, left - 8);
            sketch.text(Paint.INK, Sketch.LABEL, Anchor.END, left - 6, y + 16, name);
            for (int c = 0; c < columns.size(); c++) {
                Cell here = row.cells().get(c);
                if (here != null) cell(sketch, here, left + c * cell, y, cell);
            }
        }
        legend(sketch, left, floor + 8);
        return sketch;
    }

    private void cell(Sketch sketch, Cell cell, double x, double y, double width) {
        double share = axis.at(cell.value());
        sketch.box(Paint.viridis(share), x, y, width - 1, HEIGHT - 1, cell.tip());
        String text = axis.text().apply(cell.value());
        if (TextFit.width(text, Sketch.TICK) < width)
            sketch.text(Paint.onViridis(share), Sketch.TICK, Anchor.MIDDLE, x + (width - 1) / 2, y + 15.5, text);
    }

    private void legend(Sketch sketch, double left, double y) {
        double length = Math.min(220, sketch.width() - left - 24);
        double step = length / STEPS;
        for (int i = 0; i < STEPS; i++) sketch.box(Paint.viridis((i + 0.5) / STEPS), left + i * step, y, step + 0.3, 9);
        double taken = 0;
        for (double tick : axis.scale().ticks()) {
            String label = axis.scale().label(tick);
            double x = left + length * axis.scale().at(tick);
            double half = TextFit.width(label, Sketch.TICK) / 2 + 2;
            if (x - half < taken) continue;
            sketch.text(Paint.SOFT, Sketch.TICK, Anchor.MIDDLE, x, y + 23, label);
            taken = x + half;
        }
    }

    private String description() {
        List<Double> values = rows.stream()
                .flatMap(r -> r.cells().stream())
                .flatMap(c -> c == null ? Stream.empty() : Stream.of(c.value()))
                .sorted()
                .toList();
        return values.isEmpty()
                ? "No values."
                : "From " + axis.text().apply(values.get(0)) + " to "
                        + axis.text().apply(values.get(values.size() - 1)) + " over " + rows.size() + " rows and "
                        + columns.size() + " columns.";
    }
}
