// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.alpha;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The alphas that are looked at: multiples of a step, and the largest.
 *
 * @param largest need not be a multiple
 */
public record AlphaRange(double step, double largest) {
    private static final double MOST = 1000;
    private static final double LEAST = 0.001;

    public AlphaRange {
        if (!(largest > 0 && largest <= MOST))
            throw new IllegalArgumentException("--alpha-max must be above 0 and at most 1000, got " + largest);
        if (!(step >= LEAST && step <= largest))
            throw new IllegalArgumentException(
                    "--alpha-resolution must be at least 0.001 and at most --alpha-max, got " + step);
    }

    /** How many there are. */
    int count() {
        return BigDecimal.valueOf(largest)
                .divide(BigDecimal.valueOf(step), 0, RoundingMode.CEILING)
                .intValueExact();
    }

    /** From 1 on; in decimals, so that the third of 0.05 is 0.15. */
    double at(int index) {
        return Math.min(
                largest,
                BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(index)).doubleValue());
    }
}
