// SPDX-License-Identifier: Apache-2.0
package dev.lox.study.kinds;

import dev.lox.lm.model.ComputeDevice;
import dev.lox.lm.settings.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Variants of an aligned model, each fine-tuned on each attack with each seed.
 *
 * @param variants the first is the baseline, the aligned model as it is
 * @param subspaceRank rank of the R metrics; empty if they are not wanted
 */
record AttackSpec(
        String title,
        String base,
        String aligned,
        List<VariantSpec> variants,
        List<AttackPlan> attacks,
        List<EvaluationSpec> evaluations,
        OptionalInt subspaceRank)
        implements KindSpec {
    AttackSpec {
        variants = List.copyOf(variants);
        attacks = List.copyOf(attacks);
        evaluations = List.copyOf(evaluations);
    }

    @Override
    public List<String> models() {
        return List.of(base, aligned);
    }

    @Override
    public List<String> data() {
        List<String> all = new ArrayList<>(KindSpec.super.data());
        variants.forEach(v -> v.safety().ifPresent(all::add));
        for (AttackPlan a : attacks) for (long seed : a.seeds()) all.add(a.data(seed));
        return all.stream().distinct().toList();
    }

    /** Reads a study of this kind; empty if there are problems. */
    static Optional<AttackSpec> read(Fields top, List<String> problems) throws IOException {
        String title = top.text("title", "What fine-tuning does to an aligned model");
        String base = top.text("base", null);
        String aligned = top.text("aligned", null);
        List<VariantSpec> variants = VariantReader.read(top, problems);
        List<AttackPlan> attacks = AttackReader.read(top, problems);
        List<EvaluationSpec> evaluations = EvaluationReader.read(top, problems);
        int rank = top.integer("r_metrics", 0);
        if (rank < 0) top.refuse("r_metrics", "expected a rank, or 0 for none, got " + rank);
        if (!problems.isEmpty()) return Optional.empty();
        return Optional.of(new AttackSpec(
                title,
                base,
                aligned,
                variants,
                attacks,
                evaluations,
                rank == 0 ? OptionalInt.empty() : OptionalInt.of(rank)));
    }

    @Override
    public Experiment open(GivenModels models, List<Evaluation> evaluations, Inputs inputs, ComputeDevice device)
            throws IOException, InterruptedException {
        return AttackStudy.of(this, models, evaluations, inputs, device);
    }
}
