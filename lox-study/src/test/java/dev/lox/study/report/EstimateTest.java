// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.lox.eval.results.Interval;
import dev.lox.study.findings.Figure;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static Figure figure(@Nullable Double value) {
        return new Figure(value, value == null ? null : value - 0.1, value == null ? null : value + 0.1, 10, 0, 0);
    }

    private static Estimate of(boolean share, @Nullable Double... values) {
        Estimate e = Estimate.of(Arrays.stream(values).map(EstimateTest::figure).toList(), share);
        assertNotNull(e);
        return e;
    }

    @Test
    void oneSeed_hasTheIntervalOfItsFigure() {
        assertEquals(new Interval(0.4, 0.6), of(true, 0.5).interval());
    }

    @Test
    void severalSeeds_haveStudents() {
        Estimate e = of(true, 0.4, 0.5, 0.6);
        assertEquals(0.5, e.value(), 1e-15);
        assertEquals(0.5 - 4.302653 * 0.1 / Math.sqrt(3), e.low(), 1e-6);
    }

    @Test
    void shares_endAtNoneAndAll() {
        assertEquals(new Interval(0, 1), of(true, 0.1, 0.9).interval());
        assertEquals(-4.58, of(false, 0.1, 0.9).low(), 0.01);
    }

    @Test
    void whatCouldNotBeJudged_doesNotCount() {
        assertEquals(new Interval(0.4, 0.6), of(true, null, 0.5, null).interval());
        assertNull(Estimate.of(List.of(figure(null)), true));
        assertNull(Estimate.of(List.of(), true));
    }

    @Test
    void range_isNotThatOfOneWildInterval() {
        Interval range = Estimate.range(List.of(of(false, 2.0, 2.4), of(false, 2.1, 2.2)));
        assertEquals(1.6, range.low(), 1e-12);
        assertEquals(2.8, range.high(), 1e-12);
        assertEquals(new Interval(0.4, 0.6), Estimate.range(List.of(of(true, 0.5))));
    }
}
