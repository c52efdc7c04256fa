// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Anchor;
import dev.lox.draw.Mark;
import dev.lox.draw.Paint;
import dev.lox.draw.Pen;
import dev.lox.draw.Sketch;
import dev.lox.draw.TextFit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A row for each variant: before the attack above, the mean after it below, its seeds under that. */
final class DotPlot {
    /**
     * One variant; null where there is no figure.
     *
     * @param attacked whether there should be one after an attack
     */
    record Row(
            String name,
            Look look,
            @Nullable Estimate before,
            @Nullable Estimate after,
            boolean attacked) {
        @Nullable
        Estimate last() {
            return attacked ? after : before;
        }
    }

    static final double WIDTH = 340;

    private static final double SIZE = 11.5;
    private static final double RIGHT = 58;
    private static final double TOP = 28;
    private static final double BOTTOM = 40;

    /** Longer names stand above their rows instead of before them. */
    private static final double NAME_ROOM = 104;

    private final Reading reading;
    private final boolean stacked;
    private final double left;
    private final double rowHeight;
    private final double bottom;
    private final Sketch sketch;

    private DotPlot(String title, Reading reading, List<Row> rows) {
        this.reading = reading;
        double longest = rows.stream()
                .mapToDouble(r -> TextFit.width(r.name(), SIZE))
                .max()
                .orElse(0);
        this.stacked = longest > NAME_ROOM;
        this.left = stacked ? 10 : longest + 10;
        this.rowHeight = stacked ? 46 : 32;
        this.bottom = TOP + rows.size() * rowHeight;
        this.sketch = new Sketch(WIDTH, bottom + BOTTOM, title, describe(reading, rows));
    }

    /** @param reference a value to hold the others against */
    static Sketch of(String title, Reading reading, List<Row> rows, @Nullable Double reference) {
        return new DotPlot(title, reading, rows).draw(title, rows, reference);
    }

    private Sketch draw(String title, List<Row> rows, @Nullable Double reference) {
        sketch.bold(Paint.INK, 13, Anchor.START, 2, 14, TextFit.cut(title, 13.5, WIDTH - 4));
        double taken = 0;
        for (double tick : reading.scale().ticks()) {
            double x = left + reading.scale().at(tick) * room();
            sketch.line(Pen.of(Paint.RULE, 1), x, TOP - 4, x, bottom);
            String label = reading.scale().label(tick);
            double half = TextFit.width(label, 11) / 2;
            if (x - half < taken) continue;
            sketch.text(Paint.SOFT, 11, Anchor.MIDDLE, x, bottom + 15, label);
            taken = x + half;
        }
        sketch.text(
                Paint.SOFT,
                11,
                Anchor.END,
                WIDTH - RIGHT,
                bottom + 31,
                TextFit.cut(reading.words(), 11, WIDTH - RIGHT));
        if (reference != null) sketch.line(new Pen(Paint.INK, 1.2, true), x(reference), TOP - 4, x(reference), bottom);
        double y = TOP;
        for (Row row : rows) {
            row(row, y);
            y += rowHeight;
        }
        return sketch;
    }

    private void row(Row row, double top) {
        double y = top + rowHeight - 16;
        name(row.name(), top, y);
        Look look = row.look();
        Estimate before = row.before();
        if (before != null) {
            interval(before, look, y - 8, true);
            sketch.hollow(
                    look.mark(), look.paint(), x(before.value()), y - 8, 3.6, tip(row.name() + ", before", before));
        }
        Estimate after = row.after();
        if (after != null) {
            if (after.values().size() > 1)
                for (double seed : after.values())
                    sketch.mark(
                            Mark.DISC,
                            look.paint(),
                            x(seed),
                            y + 10,
                            2.3,
                            row.name() + ": " + reading.text().apply(seed));
            interval(after, look, y + 1, false);
            sketch.mark(look.mark(), look.paint(), x(after.value()), y + 1, 5, tip(row.name() + ", after", after));
        }
        Estimate last = row.last();
        sketch.text(
                Paint.INK,
                SIZE,
                Anchor.END,
                WIDTH - 1,
                y + 5,
                last == null ? "missing" : reading.text().apply(last.value()));
    }

    private void name(String name, double top, double y) {
        if (!stacked) {
            sketch.text(Paint.INK, SIZE, Anchor.END, left - 8, y + 4, name);
            return;
        }
        String shown = TextFit.cut(name, SIZE, WIDTH - RIGHT);
        // Lines of the grid would cross it.
        sketch.box(Paint.PAGE, 0, top, TextFit.width(shown, SIZE) + 4, 15);
        sketch.text(Paint.INK, SIZE, Anchor.START, 2, top + 11, shown);
    }

    private void interval(Estimate e, Look look, double y, boolean thin) {
        if (e.interval() == null) return;
        sketch.line(Pen.of(look.paint(), thin ? 1 : 2), x(e.low()), y, x(e.high()), y);
    }

    private double room() {
        return WIDTH - RIGHT - left;
    }

    private double x(double figure) {
        return left + reading.at(figure) * room();
    }

    private String tip(String name, Estimate e) {
        return name + ": " + words(reading, e);
    }

    private static String words(Reading reading, Estimate e) {
        String seeds = e.values().size() > 1 ? ", mean of " + e.values().size() + " seeds" : "";
        String interval = e.interval() == null
                ? ""
                : " (" + reading.text().apply(e.low()) + " to " + reading.text().apply(e.high()) + ")";
        return reading.text().apply(e.value()) + interval + seeds;
    }

    private static String describe(Reading reading, List<Row> rows) {
        return rows.stream().map(r -> describe(reading, r)).collect(Collectors.joining("; ", "", "."));
    }

    private static String describe(Reading reading, Row row) {
        Estimate before = row.before();
        Estimate after = row.after();
        if (before == null && after == null) return row.name() + ": missing";
        return row.name() + ": "
                + (before == null ? "" : words(reading, before) + " before")
                + (before == null || after == null ? "" : ", ")
                + (after == null ? "" : words(reading, after) + " after");
    }
}
