// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContoursTest {
    /** By the shoelace formula; its sign is the way round. */
    private static double area(List<double[]> rings) {
        double twice = 0;
        for (double[] ring : rings)
            for (int i = 0; i < ring.length; i += 2) {
                int next = (i + 2) % ring.length;
                twice += ring[i] * ring[next + 1] - ring[next] * ring[i + 1];
            }
        return twice / 2;
    }

    @Test
    void slope_isCutWhereItPassesTheLevel() {
        double[] slope = {0, 1, 1, 0};
        assertEquals(0.7, area(Contours.above(slope, 0.3)), 1e-12);
        assertEquals(1, area(Contours.above(slope, 0)), 1e-12);
        assertEquals(0, area(Contours.above(slope, 1.1)), 1e-12);
    }

    @Test
    void saddle_isCutTheWayItLies() {
        // x·y at its corners; what is above 1/4 has the area 3/4 − ln 4 / 4.
        assertEquals(0.75 - Math.log(4) / 4, area(Contours.above(new double[] {0, 0, 1, 0}, 0.25)), 3e-3);
    }

    @Test
    void partsAboveAndBelow_fillTheCell() {
        double[] up = {0.1, 0.9, 0.2, 0.7};
        double[] down = {-0.1, -0.9, -0.2, -0.7};
        assertEquals(1, area(Contours.above(up, 0.4)) + area(Contours.above(down, -0.4)), 1e-12);
    }

    @Test
    void rings_goTheSameWayRound() {
        for (double[] ring : Contours.above(new double[] {0.1, 0.9, 0.2, 0.7}, 0.4))
            assertTrue(area(List.of(ring)) >= 0);
    }

    @Test
    void cellOfOneValue_isWholeOrNothing() {
        double[] flat = {0.5, 0.5, 0.5, 0.5};
        assertEquals(1, Contours.above(flat, 0.5).size());
        assertTrue(Contours.above(flat, 0.51).isEmpty());
    }
}
