// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model of a study and its figures.
 *
 * @param attack what it was fine-tuned on; null before any
 * @param seed of the attack's order of rows; null before any
 * @param step optimizer steps since the attack began
 * @param figures by evaluation
 * @param subspace what is left of the safety subspace, where that was asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Point(
        String variant,
        @Nullable String attack,
        @Nullable Long seed,
        long step,
        Stage stage,
        Map<String, Figure> figures,
        @Nullable Subspace subspace) {}
