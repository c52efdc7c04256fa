// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;

/**
 * A figure over a plane.
 *
 * @param unit length of 1 on both axes, as a norm over all weights
 * @param values by row and column of the grid; NaN where there is none
 */
public record Landscape(Grid grid, double unit, double[][] values, List<Mark> marks) {
    public Landscape {
        marks = List.copyOf(marks);
    }

    /** Takes the figure at every point of a grid, one after another. */
    public static Landscape of(Plane plane, Grid grid, PointValue figure) throws IOException {
        double[][] values = new double[grid.y().points()][grid.x().points()];
        for (Grid.Point p : grid.points())
            values[p.row()][p.column()] = figure.value(p.x(), p.y(), plane.blend(p.x(), p.y()));
        return new Landscape(grid, plane.unit(), values, plane.marks());
    }

    /** As it is written: both axes, a list of values for each y, null for none, and where the models stand. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("x", axis(grid.x()));
        json.set("y", axis(grid.y()));
        json.put("unit", unit);
        ArrayNode rows = json.putArray("values");
        for (double[] row : values) {
            ArrayNode cells = rows.addArray();
            for (double value : row) {
                if (Double.isFinite(value)) cells.add(value);
                else cells.addNull();
            }
        }
        ArrayNode models = json.putArray("models");
        for (Mark m : marks)
            models.addObject()
                    .put("model", m.model().toString())
                    .put("x", m.x())
                    .put("y", m.y())
                    .put("distance", m.distance());
        return json;
    }

    private static ArrayNode axis(Range range) {
        ArrayNode axis = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < range.points(); i++) axis.add(range.at(i));
        return axis;
    }
}
