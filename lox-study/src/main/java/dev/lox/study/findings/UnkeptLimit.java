// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A utility limit that a variant is not known to keep.
 *
 * @param attack after which; null before any
 * @param worse by how much it is worse than the baseline; null if that could not be measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record UnkeptLimit(
        String evaluation,
        @Nullable String attack,
        @Nullable Double worse) {}
