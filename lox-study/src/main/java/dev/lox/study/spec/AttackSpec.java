// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import java.util.List;
import java.util.OptionalInt;

/**
 * Variants of an aligned model, each fine-tuned on each attack with each seed.
 *
 * @param variants the first is the baseline, the aligned model as it is
 * @param subspaceRank rank of the R metrics; none if they are not asked for
 */
public record AttackSpec(
        String title,
        String base,
        String aligned,
        List<VariantSpec> variants,
        List<AttackPlan> attacks,
        List<EvaluationSpec> evaluations,
        OptionalInt subspaceRank)
        implements StudySpec {
    public AttackSpec {
        variants = List.copyOf(variants);
        attacks = List.copyOf(attacks);
        evaluations = List.copyOf(evaluations);
    }

    @Override
    public String kind() {
        return "attacks";
    }
}
