// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PaceTest {
    private final Pace pace = new Pace();

    @Test
    void kindThatWasNotSeen_isUnknown() {
        assertTrue(Double.isNaN(pace.of(List.of(FakeCell.plain("a")))));
        pace.add(FakeCell.plain("a"), 1);
        assertTrue(Double.isNaN(pace.of(List.of(FakeCell.plain("a"), FakeCell.plain("b")))));
    }

    @Test
    void seconds_areTheMeanOfEachKind() {
        pace.add(FakeCell.plain("a1"), 1);
        pace.add(FakeCell.plain("a2"), 2);
        pace.add(FakeCell.plain("b1"), 10);
        assertEquals(13, pace.of(List.of(FakeCell.plain("a3"), FakeCell.plain("a4"), FakeCell.plain("b2"))));
        assertEquals(0, pace.of(List.of()));
    }
}
