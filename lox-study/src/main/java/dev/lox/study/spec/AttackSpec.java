// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.spec;

import java.util.ArrayList;
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

    @Override
    public List<String> models() {
        return List.of(base, aligned);
    }

    @Override
    public List<String> data() {
        List<String> all = new ArrayList<>(StudySpec.super.data());
        variants.forEach(v -> v.safety().ifPresent(all::add));
        for (AttackPlan a : attacks) for (long seed : a.seeds()) all.add(a.data(seed));
        return all.stream().distinct().toList();
    }
}
