// SPDX-License-Identifier: Apache-2.0
package dev.lox.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lox.base.InvalidInputException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RankRuleTest {
    /** λ(β)/√μ_β with the Marchenko-Pastur median integrated numerically elsewhere, on another grid. */
    @ParameterizedTest
    @CsvSource({
        "0.05, 1.51934",
        "0.10, 1.60877",
        "0.20, 1.76505",
        "0.30, 1.90618",
        "0.50, 2.17119",
        "0.75, 2.50143",
    })
    void omega_isTheIntegral(double beta, double omega) {
        assertEquals(omega, RankRule.omega(beta), 1e-4);
    }

    /** Gavish and Donoho (2014), section III-E: 0.56β³ − 0.95β² + 1.82β + 1.43 is off by 0.02 at most. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.25, 0.4, 0.6, 0.8, 1})
    void omega_liesByThePublishedPolynomial(double beta) {
        assertEquals(0.56 * beta * beta * beta - 0.95 * beta * beta + 1.82 * beta + 1.43, RankRule.omega(beta), 0.02);
    }

    @Test
    void omega_ofASquareMatrix_isTwoPointEightFiveEight() {
        assertEquals(2.858, RankRule.omega(1), 5e-4);
    }

    @Test
    void optimalHardThreshold_keepsWhatStandsOutOfTheNoise() {
        double[] sigma = new double[100];
        Arrays.fill(sigma, 1);
        sigma[0] = 10;
        sigma[1] = 5;
        sigma[2] = 2.9;
        sigma[3] = 2.8;
        assertEquals(3, RankRule.optimalHardThreshold(sigma, 100, 100));
    }

    @Test
    void optimalHardThreshold_ofNoiseAlone_keepsOne_andOfZeroNone() {
        double[] sigma = new double[10];
        Arrays.fill(sigma, 1);
        assertEquals(1, RankRule.optimalHardThreshold(sigma, 10, 10));
        assertEquals(0, RankRule.optimalHardThreshold(new double[10], 10, 10));
    }

    @Test
    void energyShare_isTheFewestThatHoldIt() {
        double[] sigma = {3, 2, 1};
        assertEquals(1, RankRule.energyShare(sigma, 9.0 / 14));
        assertEquals(2, RankRule.energyShare(sigma, 0.65));
        assertEquals(3, RankRule.energyShare(sigma, 0.99));
    }

    @ParameterizedTest
    @CsvSource({"6,6", "0,full", "full,full", "auto,auto", "energy:0.5,energy:0.5"})
    void rank_isReadAsTyped(String typed, String meant) {
        assertEquals(meant, RankChoice.parse(typed).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "six", "energy:1", "energy:NaN", "energy:", ""})
    void rank_thatMakesNoSense_isRefused(String typed) {
        assertThrows(InvalidInputException.class, () -> RankChoice.parse(typed));
    }
}
