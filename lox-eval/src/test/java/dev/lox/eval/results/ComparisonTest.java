// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    /** p by sums of binomial coefficients, in Python. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 1",
        "1, 0, 1",
        "0, 6, 0.03125",
        "3, 12, 0.03515625",
        "10, 10, 1",
        "40, 60, 0.056887933",
        "1200, 1300, 0.047681865"
    })
    void pValue_isExact(long first, long second, double p) {
        assertEquals(p, new PairedDifference(5, first, second, 7).pValue(), 1e-6);
    }

    @Test
    void difference_isOfSecondLessFirst() {
        PairedDifference d = new PairedDifference(10, 2, 32, 56);
        assertEquals(0.3, d.difference(), 1e-12);
        Interval i = d.interval().orElseThrow();
        // By hand: p12 = 3/102, p21 = 33/102.
        assertEquals(
                30 / 102.0 - 1.959963984540054 * Math.sqrt((36 / 102.0 - Math.pow(30 / 102.0, 2)) / 102),
                i.low(),
                1e-12);
        assertTrue(i.high() > 0.3);
    }

    @Test
    void noPairs_differByNothingKnown() {
        PairedDifference none = new PairedDifference(0, 0, 0, 0);
        assertTrue(Double.isNaN(none.difference()));
        assertEquals(Optional.empty(), none.interval());
        assertEquals(1, none.pValue());
    }

    /** The textbook case: 20, 5, 10, 15 give 0.4. */
    @Test
    void kappa_isCohens() {
        Agreement a = new Agreement(20, 5, 10, 15);
        assertEquals(0.7, a.share().orElseThrow(), 1e-12);
        assertEquals(0.4, a.kappa().orElseThrow(), 1e-12);
    }

    @Test
    void kappa_ofJudgesThatCannotDisagree_isNone() {
        assertEquals(OptionalDouble.empty(), new Agreement(10, 0, 0, 0).kappa());
        assertEquals(OptionalDouble.empty(), new Agreement(0, 0, 0, 0).kappa());
        assertEquals(0, new Agreement(9, 1, 0, 0).kappa().orElseThrow(), 1e-12);
    }

    @Test
    void mean_hasAnInterval() {
        Mean mean = Mean.of(new double[] {1, 2, 3, 4, 5}).orElseThrow();
        assertEquals(3, mean.value());
        assertEquals(3 - 1.959963984540054 * Math.sqrt(2.5 / 5), mean.interval().low(), 1e-12);
        assertEquals(Optional.empty(), Mean.of(new double[0]));
    }
}
