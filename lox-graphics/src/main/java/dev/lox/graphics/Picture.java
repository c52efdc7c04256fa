// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One or several charts side by side, with one legend.
 *
 * @param name base name of its file
 * @param notes what a reader must know to read it
 */
public record Picture(String name, String title, List<LegendEntry> legend, List<Panel> panels, List<String> notes) {
    /** Width of a page's text on a wide screen. */
    static final double PAGE = 1152;

    /** Width of a chart on a phone. */
    static final double PHONE = 340;

    static final double GAP = 28;

    private static final double MARGIN = 16;
    private static final double LINE = 18;

    List<Sketch> draw(double width) {
        return panels.stream().map(p -> p.draw(width)).toList();
    }

    /** Charts in a row of a page: full rows where possible, and no more than leave each chart the room it needs. */
    int columns() {
        int columns = panels.size() == 4 ? 2 : Math.min(3, panels.size());
        while (columns > 1 && !fits(draw(columnWidth(columns)), columnWidth(columns))) columns--;
        return Math.max(1, columns);
    }

    static double columnWidth(int columns) {
        return (PAGE - (columns - 1) * GAP) / columns;
    }

    static boolean fits(List<Sketch> charts, double width) {
        return charts.stream().allMatch(s -> s.width() <= width);
    }

    /** The picture as one drawing that stands alone: title, legend, charts in rows, notes. */
    public Sketch sheet() {
        int columns = columns();
        double width = columns == 1 ? 640 : columns == 2 ? 420 : PHONE;
        List<Sketch> charts = draw(width);
        double room = charts.stream().mapToDouble(Sketch::width).max().orElse(0);
        double full = 2 * MARGIN + columns * room + (columns - 1) * GAP;
        // The first pass finds the height.
        double height = fill(new Sketch(full, 0, "", ""), charts, columns, room);
        String description =
                charts.stream().map(p -> p.title() + ": " + p.description()).collect(Collectors.joining(" "));
        Sketch sheet = new Sketch(full, height, title, description);
        fill(sheet, charts, columns, room);
        return sheet;
    }

    private double fill(Sketch sheet, List<Sketch> charts, int columns, double room) {
        double inner = sheet.width() - 2 * MARGIN;
        double y = MARGIN + 14;
        for (String line : TextFit.lines(title, 17, inner)) {
            sheet.bold(Paint.INK, 16, Anchor.START, MARGIN, y, line);
            y += 22;
        }
        y = legend(sheet, y, inner);
        for (int i = 0; i < charts.size(); i += columns) {
            double tallest = 0;
            for (int c = 0; c < columns && i + c < charts.size(); c++) {
                Sketch chart = charts.get(i + c);
                sheet.place(chart, MARGIN + c * (room + GAP), y);
                tallest = Math.max(tallest, chart.height());
            }
            y += tallest + 12;
        }
        for (String note : notes)
            for (String line : TextFit.lines(note, Sketch.LABEL, inner)) {
                sheet.text(Paint.SOFT, Sketch.LABEL, Anchor.START, MARGIN, y + 8, line);
                y += LINE;
            }
        return y + MARGIN - 4;
    }

    private double legend(Sketch sheet, double top, double inner) {
        double x = 0;
        double y = top;
        for (LegendEntry entry : legend) {
            double text = LegendEntry.WIDTH + 6;
            double width = text + TextFit.width(entry.words(), Sketch.LABEL) + 14;
            if (x > 0 && x + width > inner) {
                x = 0;
                y += LINE;
            }
            sheet.place(entry.symbol(), MARGIN + x, y - 8);
            sheet.text(Paint.INK, Sketch.LABEL, Anchor.START, MARGIN + x + text, y + 3, entry.words());
            x += width;
        }
        return legend.isEmpty() ? y : y + 24;
    }
}
