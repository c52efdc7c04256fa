// SPDX-License-Identifier: Apache-2.0
package dev.lox.eval.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentMeanTest {
    /** From the incomplete beta function, to 30 digits. */
    @ParameterizedTest
    @CsvSource({
        "1, 12.7062047361747",
        "2, 4.30265272974946",
        "3, 3.18244630528371",
        "4, 2.77644510519779",
        "5, 2.57058183563632",
        "9, 2.26215716279821",
        "10, 2.22813885198627",
        "29, 2.0452296421327",
        "30, 2.04227245630124",
        "100, 1.98397151852355",
        "101, 1.98373100295561",
        "1000, 1.96233908082641"
    })
    void quantile_isThatOfTheTables(int freedom, double t) {
        assertEquals(t, StudentMean.quantile(freedom), 1e-12 * t);
    }

    @Test
    void quantile_ofMany_isTheNormalOnes() {
        assertEquals(Interval.Z, StudentMean.quantile(1_000_000), 3e-6);
    }

    @Test
    void threeValues_byHand() {
        StudentMean mean = StudentMean.of(new double[] {0.1, 0.2, 0.6}).orElseThrow();
        Interval interval = mean.interval().orElseThrow();
        assertEquals(0.3, mean.value(), 1e-15);
        // Deviations −0.2, −0.1, 0.3: variance 0.07, standard error √(0.07/3) = 0.152753, t 4.302653.
        assertEquals(0.3 - 0.657241, interval.low(), 1e-6);
        assertEquals(0.3 + 0.657241, interval.high(), 1e-6);
    }

    @Test
    void oneValue_hasNoInterval() {
        assertEquals(
                new StudentMean(0.25, Optional.empty(), 1),
                StudentMean.of(new double[] {0.25}).orElseThrow());
        assertTrue(StudentMean.of(new double[0]).isEmpty());
    }

    @Test
    void equalValues_haveAnIntervalOfNoWidth() {
        StudentMean mean = StudentMean.of(new double[] {0.5, 0.5, 0.5}).orElseThrow();
        assertEquals(new Interval(0.5, 0.5), mean.interval().orElseThrow());
    }
}
