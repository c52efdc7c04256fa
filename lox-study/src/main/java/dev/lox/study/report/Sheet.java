// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Anchor;
import dev.lox.draw.Paint;
import dev.lox.draw.Sketch;
import dev.lox.draw.TextFit;
import java.util.stream.Collectors;

/** A picture as one drawing that stands alone: title, legend, panels in rows, notes. */
final class Sheet {
    private static final int COLUMNS = 3;
    private static final double MARGIN = 16;
    private static final double GAP = 24;
    private static final double SIZE = 11.5;
    private static final double LINE = 18;

    private Sheet() {}

    static Sketch of(Picture picture) {
        int columns = columns(picture.panels().size());
        double room = picture.panels().stream().mapToDouble(Sketch::width).max().orElse(0);
        double width = 2 * MARGIN + columns * room + (columns - 1) * GAP;
        // Drawn twice: only then is it known how high it is.
        double height = fill(new Sketch(width, 0, "", ""), picture, columns, room);
        Sketch sheet = new Sketch(
                width,
                height,
                picture.title(),
                picture.panels().stream()
                        .map(p -> p.title() + ": " + p.description())
                        .collect(Collectors.joining(" ")));
        fill(sheet, picture, columns, room);
        return sheet;
    }

    /** Rows that are full, where it can be. */
    static int columns(int panels) {
        return panels == 4 ? 2 : Math.min(COLUMNS, panels);
    }

    private static double fill(Sketch sheet, Picture picture, int columns, double room) {
        double inner = sheet.width() - 2 * MARGIN;
        double y = MARGIN + 14;
        for (String line : TextFit.lines(picture.title(), 17, inner)) {
            sheet.bold(Paint.INK, 16, Anchor.START, MARGIN, y, line);
            y += 22;
        }
        y = legend(sheet, picture, y, inner);
        for (int i = 0; i < picture.panels().size(); i += columns) {
            double tallest = 0;
            for (int c = 0; c < columns && i + c < picture.panels().size(); c++) {
                Sketch panel = picture.panels().get(i + c);
                sheet.place(panel, MARGIN + c * (room + GAP), y);
                tallest = Math.max(tallest, panel.height());
            }
            y += tallest + 12;
        }
        for (String note : picture.notes())
            for (String line : TextFit.lines(note, SIZE, inner)) {
                sheet.text(Paint.SOFT, SIZE, Anchor.START, MARGIN, y + 8, line);
                y += LINE;
            }
        return y + MARGIN - 4;
    }

    private static double legend(Sketch sheet, Picture picture, double top, double inner) {
        double x = 0;
        double y = top;
        for (Key key : picture.legend()) {
            double width = Key.WIDTH + 6 + TextFit.width(key.words(), SIZE) + 14;
            if (x > 0 && x + width > inner) {
                x = 0;
                y += LINE;
            }
            sheet.place(key.sign(), MARGIN + x, y - 8);
            sheet.text(Paint.INK, SIZE, Anchor.START, MARGIN + x + Key.WIDTH + 6, y + 3, key.words());
            x += width;
        }
        return picture.legend().isEmpty() ? y : y + 24;
    }
}
