// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.List;

/** A line through points, from left to right; it has at least one. */
public record Curve(String name, SeriesStyle style, Form form, List<Point> points) {
    /** How points and their intervals are drawn. */
    public enum Form {
        /** The line alone. */
        LINE,
        /** A marker at each point, with its interval as an upright line. */
        MARKED,
        /** The intervals as a band around the line. */
        BAND
    }

    /**
     * A value and its interval.
     *
     * @param low equal to {@code y}, as is {@code high}, where there is no interval
     */
    public record Point(double x, double y, double low, double high) {
        public static Point of(double x, double y) {
            return new Point(x, y, y, y);
        }
    }

    Point last() {
        return points.get(points.size() - 1);
    }
}
