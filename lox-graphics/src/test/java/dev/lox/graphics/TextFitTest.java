// SPDX-License-Identifier: Apache-2.0
package dev.lox.graphics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextFitTest {
    @Test
    void textThatFits_stays() {
        assertEquals("lox", TextFit.cut("lox", 10, 18));
    }

    @Test
    void longText_keepsBothEnds() {
        String cut = TextFit.cut("a defence of a very long name: 17", 10, 80);
        assertTrue(cut.startsWith("a def") && cut.endsWith("17") && cut.contains("…"), cut);
        assertTrue(TextFit.width(cut, 10) <= 80);
    }

    @Test
    void pairsOfSurrogates_areNotTorn() {
        for (int room = 0; room < 100; room++)
            assertTrue(TextFit.cut("🍰🍰🍰🍰🍰🍰🍰🍰", 10, room).codePoints().allMatch(c -> c == '…' || c == 0x1f370));
    }

    @Test
    void lines_breakBetweenWords() {
        assertEquals(List.of("one two", "three"), TextFit.lines("one two three", 10, 45));
        assertEquals(List.of(""), TextFit.lines("", 10, 45));
    }
}
