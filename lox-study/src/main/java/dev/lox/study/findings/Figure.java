// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation found of one model.
 *
 * @param value a share from 0 to 1; of {@code loss} nats a token; null if nothing could be judged
 * @param low of the 95 % interval; null where there is none
 * @param high of the same
 * @param judged replies (or tokens) it is taken over
 * @param unparsed verdicts that could not be read
 * @param degenerate replies that are no text
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Figure(
        @Nullable Double value,
        @Nullable Double low,
        @Nullable Double high,
        long judged,
        long unparsed,
        long degenerate) {}
