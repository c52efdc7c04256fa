// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {
    /** Bounds by the formula, in Python. */
    @ParameterizedTest
    @CsvSource({
        "0, 100, 0, 0.036993498",
        "5, 100, 0.021543679, 0.111750469",
        "50, 100, 0.403831530, 0.596168470",
        "100, 100, 0.963006502, 1",
        "1, 3, 0.061491945, 0.792340399",
        "1, 1, 0.206549314, 1"
    })
    void interval_isWilsons(int successes, int judged, double low, double high) {
        Interval interval = new Rate(successes, judged, 0).interval().orElseThrow();
        assertEquals(low, interval.low(), 1e-8);
        assertEquals(high, interval.high(), 1e-8);
    }

    @Test
    void nothingJudged_hasNoValue() {
        Rate rate = new Rate(0, 0, 7);
        assertEquals(OptionalDouble.empty(), rate.value());
        assertEquals(Optional.empty(), rate.interval());
        assertEquals(OptionalDouble.of(1), rate.highest());
    }

    @Test
    void unparsed_countsForTheHighest() {
        Rate rate = new Rate(1, 8, 2);
        assertEquals(0.125, rate.value().orElseThrow());
        assertEquals(0.3, rate.highest().orElseThrow());
    }

    @Test
    void moreSuccessesThanJudged_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Rate(2, 1, 0));
    }

    @Property
    void interval_holdsTheValue(
            @ForAll @IntRange(min = 0, max = 500) int a, @ForAll @IntRange(min = 1, max = 500) int b) {
        Rate rate = new Rate(Math.min(a, b), b, 0);
        Interval interval = rate.interval().orElseThrow();
        double value = rate.value().orElseThrow();
        assertTrue(0 <= interval.low() && interval.low() <= value && value <= interval.high() && interval.high() <= 1);
    }
}
