// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import dev.lox.base.InvalidInputException;
import dev.lox.base.Setting;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The alphas to try: multiples of a step, and the largest.
 *
 * @param largest need not be a multiple of the step
 */
public record AlphaRange(double step, double largest) {
    private static final double MOST = 1000;
    private static final double LEAST = 0.001;

    public AlphaRange {
        if (!(largest > 0 && largest <= MOST))
            throw new InvalidInputException(
                    "%s must be above 0 and at most 1000, got %s", Setting.of("alpha-max"), largest);
        if (!(step >= LEAST && step <= largest))
            throw new InvalidInputException(
                    "%s must be at least 0.001 and at most %s, got %s",
                    Setting.of("alpha-resolution"), Setting.of("alpha-max"), step);
    }

    /** The number of alphas. */
    int count() {
        return BigDecimal.valueOf(largest)
                .divide(BigDecimal.valueOf(step), 0, RoundingMode.CEILING)
                .intValueExact();
    }

    /** The alpha at a 1-based index. Computed in decimals, so that the third multiple of 0.05 is 0.15. */
    double at(int index) {
        return Math.min(
                largest,
                BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(index)).doubleValue());
    }
}
