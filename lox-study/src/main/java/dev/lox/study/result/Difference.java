// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A variant beside the baseline after the same attack, seed by seed.
 *
 * @param attack null before any
 * @param seeds pairs it is taken over
 * @param baseline mean of the baseline's values
 * @param value mean of the variant's
 * @param difference the latter less the former
 * @param low of the 95 % interval of the difference; null if there is none to be had
 * @param high of the same
 * @param better seeds on which the variant is strictly better
 * @param over {@code seeds} where the interval covers the orders of rows (Student's t), {@code prompts} where there is one
 *     order alone and only the prompts' choice is covered (Bonett and Price 2012)
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
        String over) {}
