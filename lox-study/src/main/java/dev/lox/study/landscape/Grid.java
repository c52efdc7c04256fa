// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The points of a plane that are evaluated. */
public record Grid(Range x, Range y) {
    /** A point of the plane. */
    public record Point(int column, int row, double x, double y) {}

    /**
     * A square grid around all models, with a margin of half their extent on each side. The first model is then a quarter
     * of the way in, as in the reference's range of −10 to 30.
     */
    public static Grid around(List<Mark> marks, int points) {
        return new Grid(about(marks, Mark::x, points), about(marks, Mark::y, points));
    }

    private static Range about(List<Mark> marks, ToDoubleFunction<Mark> coordinate, int points) {
        double least = marks.stream().mapToDouble(coordinate).min().orElseThrow();
        double most = marks.stream().mapToDouble(coordinate).max().orElseThrow();
        double margin = (most - least) / 2;
        return new Range(least - margin, most + margin, points);
    }

    /** Row by row. */
    public List<Point> points() {
        List<Point> all = new ArrayList<>();
        for (int row = 0; row < y.points(); row++)
            for (int column = 0; column < x.points(); column++)
                all.add(new Point(column, row, x.at(column), y.at(row)));
        return all;
    }
}
