// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.List;

/** The symbol drawn at a value. Shapes differ, so that colour is not needed to tell series apart. */
public enum Marker {
    SQUARE,
    TRIANGLE,
    DIAMOND,
    DISC;

    Shape at(double x, double y, double radius, Paint fill, Pen edge, String title) {
        return switch (this) {
            case SQUARE -> area(x, y, radius, fill, edge, title, -0.88, -0.88, 0.88, -0.88, 0.88, 0.88, -0.88, 0.88);
            case TRIANGLE -> area(x, y, radius, fill, edge, title, 0, -1.15, 1.1, 0.8, -1.1, 0.8);
            case DIAMOND -> area(x, y, radius, fill, edge, title, 0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0);
            case DISC -> new Shape.Disc(x, y, radius, fill, edge, title);
        };
    }

    private static Shape area(
            double x, double y, double radius, Paint fill, Pen edge, String title, double... corners) {
        double[] ring = new double[corners.length];
        for (int i = 0; i < ring.length; i++) ring[i] = (i % 2 == 0 ? x : y) + radius * corners[i];
        return new Shape.Area(List.of(ring), fill, edge, title);
    }
}
