// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A cell of a grid, bilinear between its corners, cut along a level.
 *
 * <p>Cells are cut into smaller ones, small enough for the level to be straight within.
 */
final class Contours {
    private static final int PIECES = 6;

    private Contours() {}

    /**
     * The pieces of a cell that are at or above a level.
     *
     * @param v values at (0, 0), (1, 0), (1, 1) and (0, 1)
     * @return rings in the cell's own coordinates from 0 to 1, all the same way round
     */
    static List<double[]> above(double[] v, double level) {
        double least = Math.min(Math.min(v[0], v[1]), Math.min(v[2], v[3]));
        double most = Math.max(Math.max(v[0], v[1]), Math.max(v[2], v[3]));
        if (least >= level) return List.of(new double[] {0, 0, 1, 0, 1, 1, 0, 1});
        if (!(most >= level)) return List.of();
        List<double[]> rings = new ArrayList<>();
        for (int j = 0; j < PIECES; j++)
            for (int i = 0; i < PIECES; i++) {
                double[] ring = cut(v, (double) i / PIECES, (double) j / PIECES, level);
                if (ring.length > 0) rings.add(ring);
            }
        return rings;
    }

    private static double[] cut(double[] v, double x, double y, double level) {
        double step = 1.0 / PIECES;
        double[] xs = {x, x + step, x + step, x};
        double[] ys = {y, y, y + step, y + step};
        List<Double> ring = new ArrayList<>();
        for (int a = 0; a < 4; a++) {
            int b = (a + 1) % 4;
            double from = at(v, xs[a], ys[a]) - level;
            double to = at(v, xs[b], ys[b]) - level;
            if (from >= 0) {
                ring.add(xs[a]);
                ring.add(ys[a]);
            }
            if (from >= 0 != to >= 0) {
                double t = from / (from - to);
                ring.add(xs[a] + t * (xs[b] - xs[a]));
                ring.add(ys[a] + t * (ys[b] - ys[a]));
            }
        }
        return ring.stream().mapToDouble(d -> d).toArray();
    }

    private static double at(double[] v, double x, double y) {
        return (1 - y) * ((1 - x) * v[0] + x * v[1]) + y * ((1 - x) * v[3] + x * v[2]);
    }
}
