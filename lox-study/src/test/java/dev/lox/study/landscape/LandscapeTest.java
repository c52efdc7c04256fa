// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.landscape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lox.base.InvalidInputException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LandscapeTest {
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
        assertThrows(InvalidInputException.class, () -> new Range(1, 1, 7));
        assertThrows(InvalidInputException.class, () -> new Range(0, Double.NaN, 7));
        assertThrows(InvalidInputException.class, () -> new Range(0, Double.POSITIVE_INFINITY, 7));
        assertThrows(InvalidInputException.class, () -> new Range(0, 1, 1));
    }
}
