// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lox.checkpoint.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandscapeTest {
    private static final Path THREE = Path.of("src/test/resources/golden/landscape/three");

    @Test
    void grid_aroundModels_goesHalfAsFarAgainBeyondThem() {
        Path any = Path.of("m");
        List<Mark> marks = List.of(new Mark(any, 0, 0, 0), new Mark(any, 1, 0, 0), new Mark(any, 0.25, 2, 0));
        Grid grid = Grid.around(marks, 7);
        assertEquals(new Grid(new Range(-0.5, 1.5, 7), new Range(-1, 3, 7)), grid);
        assertEquals(49, grid.points().size());
        assertEquals(new Grid.Point(1, 0, -0.5 + 2.0 / 6, -1), grid.points().get(1));
        assertEquals(new Grid.Point(6, 6, 1.5, 3), grid.points().get(48));
    }

    @Test
    void range_thatIsNone_isRefused() {
        assertThrows(BadInputException.class, () -> new Range(1, 1, 7));
        assertThrows(BadInputException.class, () -> new Range(0, Double.NaN, 7));
        assertThrows(BadInputException.class, () -> new Range(0, Double.POSITIVE_INFINITY, 7));
        assertThrows(BadInputException.class, () -> new Range(0, 1, 1));
    }

    @Test
    void landscape_hasAValueForEachPoint_nullWhereThereIsNone() throws IOException {
        Plane plane =
                Plane.of(List.of(THREE.resolve("m1"), THREE.resolve("m2"), THREE.resolve("m3")), (bytes, total) -> {});
        Grid grid = new Grid(new Range(0, 1, 3), new Range(-1, 1, 2));
        Landscape landscape = Landscape.of(plane, grid, (x, y, model) -> {
            assertEquals(plane.blend(x, y), model);
            return x == 0 && y > 0 ? Double.NaN : x + 10 * y;
        });
        assertEquals(
                new ObjectMapper().readTree("[[-10.0, -9.5, -9.0], [null, 10.5, 11.0]]"),
                landscape.json().get("values"));
        assertEquals(
                new ObjectMapper().readTree("[0.0, 0.5, 1.0]"), landscape.json().get("x"));
        assertEquals(
                new ObjectMapper().readTree("[-1.0, 1.0]"), landscape.json().get("y"));
        assertEquals(3, landscape.json().get("models").size());
        assertEquals(plane.unit(), landscape.json().get("unit").doubleValue());
        assertEquals(
                THREE.resolve("m2").toString(),
                landscape.json().at("/models/1/model").textValue());
    }
}
