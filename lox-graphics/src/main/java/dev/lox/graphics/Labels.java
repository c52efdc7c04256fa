// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import java.util.ArrayList;
import java.util.List;

/** Finds places for labels so that none covers another; the same input gives the same places. */
public final class Labels {
    /** A rectangle in pixels. */
    public record Box(double left, double top, double width, double height) {
        boolean overlaps(Box other) {
            return left < other.left + other.width
                    && other.left < left + width
                    && top < other.top + other.height
                    && other.top < top + height;
        }
    }

    private static final int RINGS = 12;

    /** Directions from a point to the middle of its label; the preferred ones come first. */
    private static final double[][] DIRECTIONS = {{0, -1}, {0, 1}, {1, 0}, {-1, 0}, {1, -1}, {-1, -1}, {1, 1}, {-1, 1}};

    private final Box bounds;
    private final List<Box> taken = new ArrayList<>();

    public Labels(Box bounds) {
        this.bounds = bounds;
    }

    /** Keeps labels off a marker. */
    public void keepFree(double x, double y, double radius) {
        taken.add(new Box(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    /** The free place nearest to a point, by rings around it; if all are taken, the place above the point. */
    public Box place(double x, double y, double width, double height, double distance) {
        for (int ring = 0; ring < RINGS; ring++)
            for (double[] d : DIRECTIONS) {
                double away = distance + ring * height;
                Box box = inside(new Box(
                        x + d[0] * (width / 2 + away) - width / 2,
                        y + d[1] * (height / 2 + away) - height / 2,
                        width,
                        height));
                if (taken.stream().noneMatch(box::overlaps)) {
                    taken.add(box);
                    return box;
                }
            }
        return inside(new Box(x - width / 2, y - distance - height, width, height));
    }

    private Box inside(Box box) {
        double left = Math.max(bounds.left, Math.min(bounds.left + bounds.width - box.width, box.left));
        double top = Math.max(bounds.top, Math.min(bounds.top + bounds.height - box.height, box.top));
        return new Box(left, top, box.width, box.height);
    }

    /**
     * Moves positions apart along one axis.
     *
     * @param wanted in ascending order
     * @param gap least distance between two
     * @return within {@code low} and {@code high} if there is room for all, else below {@code low}
     */
    static double[] spread(double[] wanted, double gap, double low, double high) {
        double[] at = wanted.clone();
        for (int i = 0; i < at.length; i++) at[i] = Math.max(at[i], i == 0 ? low : at[i - 1] + gap);
        for (int i = at.length - 1; i >= 0; i--) at[i] = Math.min(at[i], i == at.length - 1 ? high : at[i + 1] - gap);
        return at;
    }
}
