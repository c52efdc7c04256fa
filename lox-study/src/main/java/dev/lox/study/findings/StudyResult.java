// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.findings;

import java.util.List;

/**
 * The result of a study.
 *
 * @param models that it was given
 * @param evaluations of every model
 */
public record StudyResult(
        String title, List<ModelInfo> models, List<EvaluationInfo> evaluations, Findings findings, RunInfo run) {
    /** The name of the evaluation whose attack success rate decides: the first of its measure; empty if there is none. */
    public String headline() {
        return evaluations.stream()
                .filter(e -> e.measure() == Measure.ASR)
                .map(EvaluationInfo::name)
                .findFirst()
                .orElse("");
    }

    /** Whether the study has utility limits. */
    public boolean hasLimits() {
        return evaluations.stream().anyMatch(e -> e.bound() != null);
    }
}
