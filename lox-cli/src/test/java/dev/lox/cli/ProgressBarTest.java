// SPDX-License-Identifier: Apache-2.0
package dev.lox.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProgressBarTest {
    private static final long SECOND = 1_000_000_000;

    private final ProgressBar bar = new ProgressBar(true);

    @Test
    void whatAnEarlierRunHasDone_isNoSpeed() {
        bar.count(500, 7 * SECOND);
        bar.count(400, 7 * SECOND + 1000);
        assertTrue(bar.line(2000, 7 * SECOND + 1000).endsWith("900 B of 2.0 kB  "));
        bar.count(100, 8 * SECOND + 1000);
        String line = bar.line(2000, 8 * SECOND + 1000);
        assertTrue(line.endsWith(" 50 %  1.0 kB of 2.0 kB  100 B/s  10 s left "), line);
    }

    @Test
    void emptyTensors_leaveTimeUnsaid() {
        bar.count(0, SECOND);
        assertEquals("[" + " ".repeat(30) + "]   0 %  0 B of 10 B  ", bar.line(10, SECOND));
        bar.count(0, 2 * SECOND);
        assertEquals("[" + " ".repeat(30) + "]   0 %  0 B of 10 B  ", bar.line(10, 2 * SECOND));
    }
}
