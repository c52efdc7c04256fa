// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import dev.lox.draw.Mark;
import dev.lox.draw.Paint;
import dev.lox.draw.Pen;
import dev.lox.draw.Sketch;

/** A sign of a picture and what it means. */
record Key(Sketch sign, String words) {
    static final double WIDTH = 26;
    static final double HEIGHT = 14;

    static Key mark(Mark mark, Paint paint, String words) {
        return new Key(blank().mark(mark, paint, WIDTH / 2, HEIGHT / 2, 5, ""), words);
    }

    static Key dot(Paint paint, String words) {
        return new Key(blank().mark(Mark.DISC, paint, WIDTH / 2, HEIGHT / 2, 2.6, ""), words);
    }

    static Key hollow(Mark mark, Paint paint, String words) {
        return new Key(blank().hollow(mark, paint, WIDTH / 2, HEIGHT / 2, 4.5, ""), words);
    }

    static Key line(Pen pen, String words) {
        return new Key(blank().line(pen, 1, HEIGHT / 2, WIDTH - 1, HEIGHT / 2), words);
    }

    static Key upright(Pen pen, String words) {
        return new Key(blank().line(pen, WIDTH / 2, 0, WIDTH / 2, HEIGHT), words);
    }

    private static Sketch blank() {
        return new Sketch(WIDTH, HEIGHT, "", "");
    }
}
