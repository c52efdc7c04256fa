// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import java.util.List;

/**
 * A safety landscape: a grid in the plane through models.
 *
 * @param xs places along the first direction, ascending
 * @param ys along the second
 * @param points row by row, ys ascending, xs ascending within; one that failed is left out
 */
public record Surface(List<Double> xs, List<Double> ys, List<GridPoint> points, List<Mark> marks) {}
