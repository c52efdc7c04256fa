// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An element of a drawing; y grows downwards. */
sealed interface Shape {
    /** The same shape, moved. */
    Shape moved(double dx, double dy);

    /**
     * An open line.
     *
     * @param xy x and y in turn
     */
    record Stroke(double[] xy, Pen pen) implements Shape {
        @Override
        public Shape moved(double dx, double dy) {
            return new Stroke(shifted(xy, dx, dy), pen);
        }
    }

    /**
     * One or several closed rings, filled as one area.
     *
     * @param rings corners of each, x and y in turn, of one orientation
     * @param title shown when the pointer rests on it, or empty
     */
    record Area(List<double[]> rings, Paint fill, @Nullable Pen edge, String title) implements Shape {
        @Override
        public Shape moved(double dx, double dy) {
            List<double[]> moved = new ArrayList<>();
            for (double[] ring : rings) moved.add(shifted(ring, dx, dy));
            return new Area(moved, fill, edge, title);
        }
    }

    record Disc(
            double x,
            double y,
            double radius,
            Paint fill,
            @Nullable Pen edge,
            String title) implements Shape {
        @Override
        public Shape moved(double dx, double dy) {
            return new Disc(x + dx, y + dy, radius, fill, edge, title);
        }
    }

    /**
     * A line of text.
     *
     * @param y of its baseline
     */
    record Text(double x, double y, String text, Anchor anchor, double size, boolean bold, Paint paint)
            implements Shape {
        @Override
        public Shape moved(double dx, double dy) {
            return new Text(x + dx, y + dy, text, anchor, size, bold, paint);
        }
    }

    private static double[] shifted(double[] xy, double dx, double dy) {
        double[] moved = new double[xy.length];
        for (int i = 0; i < xy.length; i++) moved[i] = xy[i] + (i % 2 == 0 ? dx : dy);
        return moved;
    }
}
