// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation of a study.
 *
 * @param name of its figures
 * @param judge whose verdicts are counted; null if it needs none
 * @param bound utility limit: by how much a variant may be worse than the baseline; null for none
 * @param words what it is, for people
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationInfo(
        String name,
        Measure measure,
        @Nullable String judge,
        @Nullable Double bound,
        String words) {}
