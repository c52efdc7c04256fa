// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lox.base.InvalidInputException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlphaSearchTest {
    private static final AlphaRange RANGE = new AlphaRange(0.05, 3);
    private static final Bounds BOUNDS = new Bounds(0.1, 0.05);

    private static Figures loss(double value) {
        return new Figures(Optional.of(value), Optional.empty());
    }

    private static Figures answers(double refused, double degenerate) {
        return new Figures(Optional.empty(), Optional.of(new Figures.Answers(refused, degenerate)));
    }

    private static AlphaSearch search(AlphaRange range, DoubleUnaryOperator loss)
            throws IOException, InterruptedException {
        return AlphaSearch.run(range, BOUNDS, alpha -> loss(loss.applyAsDouble(alpha)));
    }

    private static List<Double> alphas(AlphaSearch search) {
        return search.probes().stream().map(Probe::alpha).toList();
    }

    @Test
    void alpha_isTheLargestStepWithin_whereverTheEdgeIs() throws Exception {
        for (int edge = 1; edge < 60; edge++) {
            double last = RANGE.at(edge);
            AlphaSearch found = search(RANGE, a -> a > last + 0.02 ? 3 : 2.05);
            assertEquals(OptionalDouble.of(last), found.alpha());
            assertTrue(found.isBounded());
            assertTrue(found.probes().size() <= 9, () -> "looked at " + alphas(found));
        }
    }

    @Test
    void bound_thatIsNotReached_givesTheRangesEnd() throws Exception {
        AlphaSearch found = search(new AlphaRange(0.7, 3), a -> 2);
        assertEquals(OptionalDouble.of(3), found.alpha());
        assertFalse(found.isBounded());
        assertEquals(List.of(0.0, 0.7, 3.0), alphas(found));
    }

    @Test
    void smallestStep_thatIsOutside_endsTheSearch() throws Exception {
        AlphaSearch found = search(RANGE, a -> 2 + 10 * a);
        assertEquals(OptionalDouble.empty(), found.alpha());
        assertTrue(found.isBounded());
        assertEquals(List.of(0.0, 0.05), alphas(found));
    }

    @Test
    void range_ofOneStep_isLookedAtOnce() throws Exception {
        assertEquals(List.of(0.0, 1.5), alphas(search(new AlphaRange(1.5, 1.5), a -> 2)));
        assertEquals(
                OptionalDouble.empty(), search(new AlphaRange(1.5, 1.5), a -> a).alpha());
    }

    @Test
    void steps_areDecimalsAsTheyAreWritten_andNoneIsLookedAtTwice() throws Exception {
        AlphaSearch found = search(RANGE, a -> a > 0.16 ? 3 : 2.05);
        assertEquals(OptionalDouble.of(0.15), found.alpha());
        assertEquals(alphas(found).stream().distinct().toList(), alphas(found));
        assertEquals(60, RANGE.count());
        assertEquals(11, new AlphaRange(0.3, 3.1).count());
        assertEquals(3.1, new AlphaRange(0.3, 3.1).at(11));
    }

    @Test
    void figure_thatIsNoNumber_isOutside() throws Exception {
        AlphaSearch found = search(RANGE, a -> a > 1 ? Double.NaN : 2);
        assertEquals(OptionalDouble.of(1), found.alpha());
    }

    @Test
    void alignedModel_withoutANumber_cannotBeHeldAgainst() {
        IOException e = assertThrows(IOException.class, () -> search(RANGE, a -> Double.NaN));
        assertTrue(e.getMessage().contains("the aligned model's own figures"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"0.1,0,true", "0.15,0,true", "0.1501,0,false", "0.1,0.05,true", "0.1,0.06,false", "0,0,true"})
    void answers_countWhetherRefusedOrNoText(double refused, double degenerate, boolean within) {
        assertEquals(within, BOUNDS.allow(answers(0.1, 0), answers(refused, degenerate)));
    }

    @Test
    void both_mustBeWithin() {
        Figures aligned = new Figures(Optional.of(2.0), Optional.of(new Figures.Answers(0, 0)));
        for (double loss : new double[] {2.05, 2.2})
            for (double refused : new double[] {0.04, 0.2}) {
                Figures pushed = new Figures(Optional.of(loss), Optional.of(new Figures.Answers(refused, 0)));
                assertEquals(loss < 2.1 && refused < 0.05, BOUNDS.allow(aligned, pushed));
            }
        assertFalse(BOUNDS.allow(aligned, loss(2)));
        assertFalse(BOUNDS.allow(aligned, answers(0, 0)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1001, Double.NaN, Double.POSITIVE_INFINITY})
    void largest_thatIsNone_isRefused(double largest) {
        assertThrows(InvalidInputException.class, () -> new AlphaRange(0.05, largest));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1e-9, 3.1, Double.NaN})
    void step_thatIsNone_isRefused(double step) {
        assertThrows(InvalidInputException.class, () -> new AlphaRange(step, 3));
    }

    @Test
    void bounds_thatAreNone_areRefused() {
        DoubleStream.of(-0.1, Double.NaN).forEach(bad -> {
            assertThrows(InvalidInputException.class, () -> new Bounds(bad, 0));
            assertThrows(InvalidInputException.class, () -> new Bounds(0, bad));
        });
        assertThrows(InvalidInputException.class, () -> new Bounds(0, 1.1));
    }
}
