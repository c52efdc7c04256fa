// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation of a study.
 *
 * @param name of its figures
 * @param measure {@code asr}, {@code overrefusal}, {@code accuracy} (higher is better) or {@code loss}
 * @param judge whose verdicts are counted; null where none is needed
 * @param bound by how much a variant may be worse than the baseline and still be of use; null where that is not asked
 * @param words what it is, for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationAbout(
        String name,
        String measure,
        @Nullable String judge,
        @Nullable Double bound,
        String words) {}
