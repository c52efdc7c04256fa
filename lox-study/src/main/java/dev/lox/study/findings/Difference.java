// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A variant compared with the baseline after the same attack, seed by seed.
 *
 * @param attack null before any
 * @param seeds pairs that are compared
 * @param baseline mean of the baseline's values
 * @param value mean of the variant's values
 * @param difference {@code value - baseline}
 * @param low lower end of the 95 % interval of the difference; null if there is no interval
 * @param high upper end
 * @param better seeds on which the variant is strictly better
 * @param over what the interval covers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Difference(
        @Nullable String attack,
        String variant,
        String evaluation,
        int seeds,
        double baseline,
        double value,
        double difference,
        @Nullable Double low,
        @Nullable Double high,
        int better,
        IntervalOver over) {
    /** Whether the whole interval is below zero. */
    public boolean belowZero() {
        return high != null && high < 0;
    }

    /** Whether the whole interval is above zero. */
    public boolean aboveZero() {
        return low != null && low > 0;
    }
}
